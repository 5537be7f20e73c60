"""Which classes a store's instances really have, so that a query need not walk the hierarchy."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode

from csekg.sparql.store import QueryEngine


class Hierarchy:
    """The SHACL instances of a class (SHACL section 1.1: `rdf:type/rdfs:subClassOf*`).

    A path of arbitrary length costs the engine a walk for each node; a few class names cost a
    look-up. The dataset states every class of a thing, so that one name nearly always suffices.
    """

    def __init__(self, store: QueryEngine) -> None:
        """Ask a store, which must not change afterwards."""
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
            untold = self._store.values(
                f"SELECT ?x WHERE {{ ?x a <{name}> FILTER NOT EXISTS {{ ?x a {of} }} }} LIMIT 1"
            )
            if untold:
                needed.append(NamedNode(name))
        return tuple(needed)
