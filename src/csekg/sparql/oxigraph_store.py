"""The embedded store: a read-only Oxigraph store over the built dataset, on disk, or over a file, in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import finalize

import pyoxigraph as ox

from csekg.errors import QueryError
from csekg.languages.current import LANGUAGES
from csekg.namespaces import PREFIXES
from csekg.sparql.loader import Loaded, copy_to_disk, load_built, load_file
from csekg.sparql.query_warnings import MOST, UnknownTerm, unknown_terms, untagged_message, untagged_texts
from csekg.sparql.store import QueryEngine, Results, Term, bind
from csekg.sparql.untrusted import QueryDataset, Statistics, read_query, rewrite, sortable, unknown_function, unparsable


class Store(QueryEngine):
    """A dataset that answers SPARQL 1.1 queries; the default graph is the union of all graphs."""

    def __init__(self, content: bytes | Loaded) -> None:
        """Take a loaded dataset, or load one that csekg has written as N-Quads."""
        loaded = load_built(content) if isinstance(content, bytes) else content
        self._opened, self._counted, self.folder = loaded
        self._memory: dict[object, object] = {}

    @classmethod
    def open(cls, file: Path) -> Store:
        """Return a store over an N-Quads, TriG, N-Triples or Turtle file.

        Raises CsekgError if the file is missing, of another format or cannot be parsed.
        """
        return cls(load_file(file))

    def on_disk(self) -> Store:
        """Return a store that other processes can open, too: this one, or one over its quads in a temporary folder.

        The folder stays until this process ends, or the store is forgotten.
        """
        if self.folder:
            return self
        folder = TemporaryDirectory(prefix="csekg-")
        copy_to_disk(self._store, Path(folder.name))
        shared = type(self)(Loaded(None, self.statistics, Path(folder.name)))
        finalize(shared, folder.cleanup)
        return shared

    def __reduce__(self) -> tuple[object, ...]:
        """Give another process what opens the same files; raises TypeError for a store in memory."""
        if not self.folder:
            raise TypeError("a store in memory belongs to one process: give others Store.on_disk()")
        return type(self), (Loaded(None, self.statistics, self.folder),), {"answers": self.answers}

    def open_files(self) -> ox.Store:
        """Return the engine, opened now if this process has not yet; raises FileNotFoundError where it is gone."""
        # An engine without quads is false.
        if self._opened is None:
            self._opened = ox.Store.read_only(str(self.folder))
        return self._opened

    @property
    def _store(self) -> ox.Store:
        return self.open_files()

    @cached_property
    def statistics(self) -> Statistics:
        """Which names there are, and the kinds of values, for queries from outside.

        Where they were not loaded they are counted, which takes a microsecond for each triple.
        """
        return self._counted or Statistics.of(self._evaluate)

    def memory(self) -> dict[object, object]:
        """Return the memory of facts about the dataset, which never changes once it is loaded."""
        return self._memory

    def triples(self) -> int:
        """Return how many triples the default graph has."""
        return self.statistics.triples

    def named_graphs(self) -> list[ox.NamedNode]:
        """Return the names of the named graphs, sorted."""
        names = (name for name in self._store.named_graphs() if isinstance(name, ox.NamedNode))
        return sorted(names, key=lambda name: name.value)

    def quads(self, graph: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """Return the quads of one named graph, or of the default graph (the union) for None."""
        return self._store.quads_for_pattern(None, None, None, graph or ox.DefaultGraph())

    def ask(self, text: str, bindings: Mapping[str, Term] | None = None) -> Results:
        """Run a query of our own; see `QueryEngine.ask`."""
        query = bind(text, bindings or {})
        if "SERVICE" in query.upper():
            # None of our queries has SERVICE. A text with the word, mostly in a value, is read
            # strictly, because the process that evaluates it is not sealed.
            return self.query(query)
        try:
            return self._evaluate(query, prefixes=PREFIXES)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query cannot be parsed: {error}") from None

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str | None = None,
    ) -> Results:
        """Run a query that anybody may have written; see `QueryEngine.query`."""
        reading = read_query(text, base)
        dataset = QueryDataset.given_or_stated(default_graphs, named_graphs, reading)
        evaluated = rewrite(sortable(reading.text, self.statistics))
        try:
            if dataset is None:
                return self._evaluate(evaluated, base=reading.base)
            return self._over(dataset, evaluated, reading.base)
        except (SyntaxError, ValueError) as error:
            raise unparsable(reading, error) from None
        except RuntimeError as error:
            raise unknown_function(reading, error) from None

    def unknown_terms(self, text: str, base: str | None = None) -> tuple[UnknownTerm, ...]:
        """Return the terms of a query that the dataset does not hold, a few at most.

        Raises QueryError for a text that `query` refuses, too.
        """
        terms = read_query(text, base).terms
        return unknown_terms(terms, self.statistics.names, self._holds)

    def warnings(self, text: str, base: str | None = None) -> tuple[str, ...]:
        """Return why a query may find nothing; see `QueryEngine`."""
        unknown = [term.message() for term in self.unknown_terms(text, base)]
        texts = islice(dict.fromkeys(untagged_texts(read_query(text, base).text)), MOST)
        tagged = ((quoted, self._tag(property_, quoted)) for property_, quoted in texts)
        return (*unknown, *(untagged_message(quoted, tag) for quoted, tag in tagged if tag))

    def _tag(self, property_: str, quoted: str) -> str:
        """Return a language with which alone a property has a text, '' where there is none."""
        if self._evaluate(f"ASK {{ ?s {property_} {quoted} }}"):
            return ""
        return next((tag for tag in LANGUAGES if self._evaluate(f"ASK {{ ?s {property_} {quoted}@{tag} }}")), "")

    def _holds(self, iri: str) -> bool:
        node, store = ox.NamedNode(iri), self._store
        places = ((node, None, None, None), (None, None, node, None), (None, node, None, None))
        return store.contains_named_graph(node) or any(next(store.quads_for_pattern(*place), None) for place in places)

    def _evaluate(self, query: str, *, prefixes: dict[str, str] | None = None, base: str | None = None) -> Results:
        return self._store.query(query, base_iri=base, prefixes=prefixes)

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
    # Oxigraph's bulk loader takes 200 megabytes for whatever it loads.
    merged.load(b"".join(parts), ox.RdfFormat.N_QUADS, lenient=True)
    return merged


def _n_triples(store: ox.Store, graph: ox.NamedNode) -> bytes:
    return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
