"""Validation of people's own files of treaty acts, in CSV or Turtle.

`csv_rows` and `turtle` read a text into a `submission`; `validator` puts its acts into the dataset, in the
place of those csekg knows, and runs the shapes on that.
"""
