"""Topics of the resolution, and the words that pages explain."""
