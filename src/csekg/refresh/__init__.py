"""Brings the facts up to date: from today's lists of the depositaries to changed files in data/."""
