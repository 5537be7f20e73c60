"""Typed answers from a store, for commands, the REST API, pages and notebooks.

One module per subject. Every function takes a `QueryEngine` and asks it one query or a few. The
models that it returns are frozen; their JSON form (camelCase names, ISO dates without a time zone)
is the one that the REST API publishes, and its names are those of the JSON-LD context, so that an
answer is also RDF. Class docstrings and field descriptions are the text of the OpenAPI document.

Four terms: a *statement* is what one source says; an *act* is what the statements together say a
State did; a *participation* is one State under one treaty; a *status interval* is a span of it.
"""
