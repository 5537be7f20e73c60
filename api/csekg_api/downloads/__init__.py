"""The dataset as files: made once for a version of it, then kept on the disk."""
