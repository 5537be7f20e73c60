"""What others take into their own pages: a frame and pictures."""
