"""The embedded query engine: a read-only Oxigraph store over the built dataset."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from csekg.binding import Term, bind
from csekg.errors import CsekgError, QueryError
from csekg.federation import refuse_federation
from csekg.namespaces import PREFIXES

Results: TypeAlias = "ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples"

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
}


class Store:
    """A dataset that answers SPARQL 1.1 queries; the default graph is the union of all graphs."""

    def __init__(self, n_quads: bytes) -> None:
        """Load a dataset given as N-Quads."""
        self._store = ox.Store()
        self._store.bulk_load(n_quads, ox.RdfFormat.N_QUADS)
        self._merge_into_default_graph()

    @classmethod
    def open(cls, file: Path) -> Store:
        """Return a store over an N-Quads, TriG, N-Triples or Turtle file.

        Raises CsekgError if the file is missing, of another format or cannot be parsed.
        """
        format_ = _FORMATS.get(file.suffix.lower())
        if format_ is None:
            raise CsekgError(
                f"{file}: the ending {file.suffix!r} is not known; give one of "
                + ", ".join(sorted(_FORMATS))
            )
        store = cls(b"")
        try:
            store._store.bulk_load(path=file, format=format_)
        except (OSError, SyntaxError) as error:
            raise CsekgError(f"cannot read {file}: {error}") from None
        store._merge_into_default_graph()
        return store

    def _merge_into_default_graph(self) -> None:
        # Oxigraph's own union mode returns a triple once per graph that holds it, so that a fact
        # confirmed by two sources would count twice. RDF merge (SPARQL 1.1, section 13.2.1) needs
        # a set of triples, hence a real default graph.
        self._store.bulk_extend(
            ox.Quad(quad.subject, quad.predicate, quad.object) for quad in self._store
        )

    def __len__(self) -> int:
        """Return the number of quads in the named graphs and the default graph together."""
        return len(self._store)

    def named_graphs(self) -> list[ox.NamedNode]:
        """Return the names of the named graphs, sorted."""
        names = (name for name in self._store.named_graphs() if isinstance(name, ox.NamedNode))
        return sorted(names, key=lambda name: name.value)

    def quads(self, graph: ox.NamedNode | None = None) -> Iterable[ox.Quad]:
        """Return the quads of one named graph, or of the default graph (the union) for None."""
        return self._store.quads_for_pattern(None, None, None, graph or ox.DefaultGraph())

    def query(self, text: str, bindings: Mapping[str, Term] | None = None) -> Results:
        """Run a query and return the engine's results.

        `bindings` sets parameters (see `csekg.binding`). The
        prefixes of `csekg.namespaces.PREFIXES` need no declaration. Raises QueryError with the
        position for a syntax error, and for SERVICE, which this store refuses.
        """
        query = bind(text, bindings or {})
        refuse_federation(query)
        try:
            return self._store.query(query, prefixes=PREFIXES)
        except (SyntaxError, ValueError) as error:
            # The engine lists all it might have expected, over several lines; an error of ours is
            # one, and the position at its beginning is what helps.
            told = textwrap.shorten(str(error), 200, placeholder=" ...")
            raise QueryError(f"the query cannot be parsed: {told}") from None

    def select(
        self, text: str, bindings: Mapping[str, Term] | None = None
    ) -> list[dict[str, Term | None]]:
        """Run a SELECT query and return its rows as dictionaries keyed by variable name."""
        results = self.query(text, bindings)
        if not isinstance(results, ox.QuerySolutions):
            raise QueryError("this is no SELECT query")
        names = [variable.value for variable in results.variables]
        return [{name: row[name] for name in names} for row in results]

    def values(
        self, text: str, bindings: Mapping[str, Term] | None = None
    ) -> list[tuple[str, ...]]:
        """Run a SELECT query and return its rows as text, empty where a variable is unbound."""
        return [
            tuple("" if term is None else term.value for term in row.values())
            for row in self.select(text, bindings)
        ]
