"""The dataset as files: those for download, made once for each version."""
