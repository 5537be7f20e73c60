"""Answers about the data themselves: sources, differences, findings, downloads."""
