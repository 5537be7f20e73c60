"""Linked data: every identifier of the dataset and of the ontology answers at its address.

An identifier leads by 303 See Other to a document about it: `/data/...` for programs, in the
format that the Accept header asks for, `/page/...` for people. Hash IRIs, so the terms of the
ontology, are described in the document that their address without the fragment gives.
"""
