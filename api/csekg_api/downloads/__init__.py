"""The dataset as files: those for download, made once for each version, and the releases at hand."""
