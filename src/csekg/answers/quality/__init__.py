"""Answers about the data: the dataset, corrections, and the findings of its validation."""
