"""The files of the ontology as graphs."""

from __future__ import annotations

from functools import cache

from rdflib import Graph

from csekg.resources import ontology_dir

TERMS = ("csekg.ttl", "alignments.ttl")
VOCABULARIES = "vocabularies/*.ttl"


def load(*patterns: str) -> Graph:
    """The files of the ontology folder that match the patterns, in a graph of its own."""
    graph = Graph()
    for prefix, namespace in _parsed(patterns).namespaces():
        graph.bind(prefix, namespace)
    graph += _parsed(patterns)
    return graph


@cache
def _parsed(patterns: tuple[str, ...]) -> Graph:
    graph = Graph()
    for pattern in patterns:
        for file in sorted(ontology_dir().glob(pattern)):
            graph.parse(file)
    return graph
