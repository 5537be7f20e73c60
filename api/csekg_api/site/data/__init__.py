"""Pages about the data: sources, quality, corrections, downloads, releases, method."""
