"""Answers about the data: the dataset, where sources differ, and the findings of its validation."""
