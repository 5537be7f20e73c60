"""What others take into their own pages: frames, pictures, badges."""
