"""Linked data: every identifier of the dataset and of the ontology can be dereferenced.

An identifier redirects with 303 See Other to a document about it: `/data/...` for programs, in the
format of the Accept header, `/page/...` for people. Hash IRIs, such as the terms of the ontology,
are described in the document at their address without the fragment.
"""
