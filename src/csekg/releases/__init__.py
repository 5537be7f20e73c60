"""Releases of the data: immutable folders that can be cited, compared and made again."""
