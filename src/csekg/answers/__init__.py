"""Typed answers from a store: what REST, pages and notebooks tell, each asked by one query or few.

A module for each subject. Every function takes a `Store` and returns frozen models whose JSON form
(camelCase names) is the one that the REST API publishes; the names are those of the JSON-LD
context, so that an answer is also RDF.
"""
