"""The dataset as files for download: made once for each version, then cached on disk."""
