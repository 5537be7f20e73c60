"""Writes the names that only the search knows."""

from __future__ import annotations

from collections.abc import Iterable

from csekg import namespaces as ns
from csekg.dataset.quads import Quads, text
from csekg.facts.search_names import SearchName
from csekg.namespaces import SKOS


def write_search_names(quads: Quads, names: Iterable[SearchName]) -> None:
    """Write every name as skos:hiddenLabel, into the graph of the source that uses it."""
    for each in names:
        graph = quads.graph(each.source)
        graph.add(ns.thing(each.thing), SKOS.hiddenLabel, text(each.name, each.language))
