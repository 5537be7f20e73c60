"""Writes which texts in several languages say the same, where nothing else tells it."""

from __future__ import annotations

from collections.abc import Mapping

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, text
from csekg.facts.translations import hash_of
from csekg.namespaces import CSE, RDF


def write_versions(graph: GraphWriter, english: str, others: Mapping[str, str]) -> None:
    """Write an English text with its versions by language, as a node of its own.

    A property may have several texts in each language: which of them translates which, the values
    of the property do not tell.
    """
    node = ns.thing("text", hash_of(english))
    values = [(RDF.value, text(words, code)) for code, words in {"en": english, **others}.items()]
    graph.node(node, (CSE.TextInLanguages,), english, values)
