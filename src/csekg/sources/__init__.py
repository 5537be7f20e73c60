"""Readers of the depositaries' formats: one module per format, all giving the same records."""
