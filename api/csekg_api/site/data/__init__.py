"""Pages about the data: sources, quality, downloads, method."""
