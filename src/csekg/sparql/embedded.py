"""The embedded query engine: a read-only Oxigraph store over the built dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from itertools import islice
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from csekg.errors import QueryError
from csekg.namespaces import PREFIXES
from csekg.sparql.loading import Built, Foreign, Source
from csekg.sparql.parameters import Term, bind
from csekg.sparql.store import QueryEngine, Results
from csekg.sparql.strangers import (
    QueryDataset,
    Statistics,
    read_query,
    rewrite,
    sortable,
    unknown_function,
    unparsable,
)

# Statements copied at a time.
_STEP = 2_500


class Store(QueryEngine):
    """A dataset that answers SPARQL 1.1 queries; the default graph is the union of all graphs."""

    def __init__(self, n_quads: bytes | None) -> None:
        """Load a dataset that csekg has written, given as N-Quads; None to `load` one later.

        Its IRIs are taken as valid.
        """
        self._loaded: Future[ox.Store] = Future()
        self._triples: int | None = None
        self._union: ox.Store | None = None
        self._statistics: Statistics | None = None
        self._memory: dict[object, object] = {}
        if n_quads is not None:
            self.load(Built(n_quads))

    @classmethod
    def open(cls, file: Path) -> Store:
        """Return a store over an N-Quads, TriG, N-Triples or Turtle file.

        Raises CsekgError if the file is missing, of another format or cannot be parsed.
        """
        store = cls(None)
        store.load(Foreign(file))
        return store

    def load(self, source: Source) -> None:
        """Load what there is to ask, once; whoever asks earlier, in another thread, waits.

        Raises what the source raises, for those who wait as well.
        """
        engine = ox.Store()
        try:
            self._triples = source.load(engine)
        except BaseException as error:
            self._loaded.set_exception(error)
            raise
        self._loaded.set_result(engine)

    @property
    def _store(self) -> ox.Store:
        return self._loaded.result()

    def memory(self) -> dict[object, object]:
        """Return the memory of facts about the dataset, which never changes once it is loaded."""
        return self._memory

    def hold_union_alone(self) -> Iterator[None]:
        """Count, and hold the default graph a second time, for the queries that name no graph.

        The engine lists statements by subject, predicate and object, but not within a graph, so
        that such a query goes through twice as many. Iterating does the work, in steps of some
        milliseconds; it takes a second and half the memory of the store once more.
        """
        self.count()
        yield
        union = ox.Store()
        quads = iter(self.quads())
        while some := list(islice(quads, _STEP)):
            union.extend(some)
            yield
        self._union = union

    def count(self) -> None:
        """Count properties and classes; from then on joins are put into the order due.

        Takes a tenth of a second, which few queries are worth by themselves.
        """
        self._statistics = Statistics.of(self._store)

    def triples(self) -> int:
        """Return how many triples there are; see `QueryEngine.triples`."""
        self._loaded.result()
        return super().triples() if self._triples is None else self._triples

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

    def has_graph(self, name: ox.NamedNode) -> bool:
        """Tell whether the store has a named graph of that name."""
        return self._store.contains_named_graph(name)

    def dump(
        self,
        output: IO[bytes],
        format_: ox.RdfFormat,
        graph: ox.NamedNode | None,
        prefixes: Mapping[str, str],
    ) -> None:
        """Write the triples of one named graph, or of the default graph (the union) for None.

        The engine leaves the interpreter to other threads meanwhile.
        """
        self._store.dump(
            output, format_, from_graph=graph or ox.DefaultGraph(), prefixes=dict(prefixes)
        )

    def ask(self, text: str, bindings: Mapping[str, Term] | None = None) -> Results:
        """Run a query of our own; see `QueryEngine.ask`."""
        query = bind(text, bindings or {})
        if "SERVICE" in query.upper():
            # None of our queries has SERVICE. A text with the word, mostly in a value, is read
            # strictly, because the process that evaluates it is not sealed.
            return self.query(query)
        store = self._over_union("GRAPH" not in query.upper())
        try:
            return store.query(query, prefixes=PREFIXES)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query cannot be parsed: {error}") from None

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str | None = None,
        planned: bool = True,
    ) -> Results:
        """Run a query that anybody may have written; see `QueryEngine.query`."""
        reading = read_query(text, base)
        dataset = QueryDataset.given_or_stated(default_graphs, named_graphs, reading)
        evaluated = sortable(reading.text, self._statistics)
        if planned:
            evaluated = rewrite(evaluated, self._statistics)
        try:
            if dataset is None:
                store = self._over_union("GRAPH" not in reading.words)
                return store.query(evaluated, base_iri=reading.base)
            return self._over(dataset, evaluated, reading.base)
        except (SyntaxError, ValueError) as error:
            raise unparsable(reading, error) from None
        except RuntimeError as error:
            raise unknown_function(reading, error) from None

    def _over_union(self, alone: bool) -> ox.Store:
        """Return what answers about the default graph; `alone` where no other graph is named."""
        return self._union if self._union and alone else self._store

    def _over(self, dataset: QueryDataset, query: str, base: str | None) -> Results:
        store = self._store
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [*dataset.default]
        named: list[ox.NamedNode | ox.BlankNode] = [*dataset.named]
        if len(default) > 1:
            store, default = _merged(store, dataset), [ox.DefaultGraph()]
        return store.query(query, base_iri=base, default_graph=default, named_graphs=named)


def _merged(store: ox.Store, dataset: QueryDataset) -> ox.Store:
    """Return a store of these graphs alone, its default graph the merge of the default ones.

    The engine itself would give a triple once for each default graph that holds it.
    """
    # Text is dumped and loaded twice as fast as quads are handed over one by one. It is one
    # document, since a blank node is the same only within one.
    parts = [_n_triples(store, graph) for graph in dataset.default]
    for graph in dataset.named:
        # A line ends here and nowhere else: in a literal the break is escaped.
        parts.append(_n_triples(store, graph).replace(b" .\n", f" {graph} .\n".encode()))
    merged = ox.Store()
    merged.bulk_load(b"".join(parts), ox.RdfFormat.N_QUADS)
    return merged


def _n_triples(store: ox.Store, graph: ox.NamedNode) -> bytes:
    return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
