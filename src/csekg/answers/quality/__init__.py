"""Answers about the data: sources, differences between them, findings, downloads."""
