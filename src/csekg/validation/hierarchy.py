"""Looks up which subclasses a store really uses, so that queries need no `rdfs:subClassOf*`."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode

from csekg.sparql.store import QueryEngine


class Hierarchy:
    """The SHACL instances of a class (SHACL section 1.1: `rdf:type/rdfs:subClassOf*`).

    Oxigraph evaluates a path of arbitrary length for each node; a list of class names is one
    look-up. The dataset states every class of a node, so that one name nearly always suffices.
    """

    def __init__(self, store: QueryEngine) -> None:
        """Use a store, which must not change afterwards."""
        self._store = store
        self.covering = cache(self._covering)

    def _covering(self, of: NamedNode) -> tuple[NamedNode, ...]:
        """Return classes whose direct instances are together all instances of a class."""
        rows = self._store.values(
            f"SELECT DISTINCT ?c WHERE {{ ?c rdfs:subClassOf* {of} FILTER EXISTS {{ ?x a ?c }}"
            f" FILTER(?c != {of}) }}"
        )
        needed = [of]
        for (name,) in sorted(rows):
            missed = self._store.values(
                f"SELECT ?x WHERE {{ ?x a <{name}> FILTER NOT EXISTS {{ ?x a {of} }} }} LIMIT 1"
            )
            if missed:
                needed.append(NamedNode(name))
        return tuple(needed)
