"""Validation of people's own files of treaty acts, in CSV, JSON-LD or Turtle.

`csv_rows` and `turtle` (`json_ld` by way of it) read a file into a `submission`, `overlay` puts its
acts into the dataset in the place of those csekg knows, and `validator` runs the shapes on that.
"""
