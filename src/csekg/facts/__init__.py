"""Strict readers of the fact files in data/: one module per kind of file, giving frozen records.

A reader raises DataError, with file, line and value, at the first row that is malformed or names
something unknown.
"""
