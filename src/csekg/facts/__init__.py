"""Strict readers of the fact files: one module per kind of file, each giving frozen records."""
