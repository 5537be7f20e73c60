"""The resolution, its paragraphs, and the network around it."""
