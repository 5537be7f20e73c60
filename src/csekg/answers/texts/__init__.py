"""Answers about texts: instruments, provisions, paragraphs, citations."""
