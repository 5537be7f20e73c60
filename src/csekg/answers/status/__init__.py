"""Answers about acts and status: who is bound, since when, on what evidence."""
