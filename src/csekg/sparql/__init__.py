"""Asks a dataset in SPARQL: the text of a query, and what a stranger's query passes first."""
