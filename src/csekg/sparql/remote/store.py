"""A dataset that another server holds, queried over the SPARQL 1.1 Protocol."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

import pyoxigraph as ox

from csekg.sparql.parameters import Term, bind
from csekg.sparql.remote.answer import Answer
from csekg.sparql.remote.connection import Connection
from csekg.sparql.remote.errors import EndpointError, RefusedQueryError
from csekg.sparql.remote.parsing import outgoing, parsed
from csekg.sparql.remote.release import RELEASE, RELEASE_QUERY, Constancy, held
from csekg.sparql.remote.results import GRAPH, accept_for, load_graph, read_results
from csekg.sparql.remote.settings import EndpointSettings
from csekg.sparql.store import QueryEngine, Results, read, rows_of
from csekg.sparql.strangers import QueryDataset, Reading, read_query, rewrite

# Statuses that refuse the content of a request (RFC 9110, sections 15.5.1, 15.5.14, 15.5.21).
_REFUSALS = {400, 413, 422}
_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"


class RemoteStore(QueryEngine):
    """The interface of the embedded store over a query service.

    It remembers two facts: the release that the server held when the store was opened, and the
    names of its graphs. While a push replaces graphs one by one, and once the server holds another
    release, every query raises EndpointError.
    """

    def __init__(self, settings: EndpointSettings) -> None:
        """Query the server for its release; raises EndpointError, also for an incomplete one."""
        self._connection = Connection(settings.url, settings)
        self._default_graph = settings.default_graph
        self._most_bytes: int | None = None
        self._memory: dict[object, object] = {}
        self.fingerprint, listed = self._release()
        self._constancy = Constancy(self.fingerprint)
        self._constancy.check(self.name, self._version)
        names = listed or held(self._rows(_GRAPHS), self.name)[1]
        hidden = {RELEASE.value, self._default_graph}
        self._graphs = sorted(names - hidden)

    @property
    def name(self) -> str:
        """The address of the server, as messages may show it."""
        return self._connection.name

    def close(self) -> None:
        """Close the connections; no further query can be sent."""
        self._connection.close()

    def memory(self) -> dict[object, object] | None:
        """Return the memory of facts about the release, None where the server names no release.

        Raises EndpointError once the server holds another release or an incomplete one.
        """
        if self.fingerprint is None:
            return None
        self._constancy.check(self.name, self._version)
        return self._memory

    def named_graphs(self) -> list[ox.NamedNode]:
        """Return the names of the named graphs of the release, sorted."""
        return [ox.NamedNode(name) for name in self._graphs]

    def quads(self, graph: ox.NamedNode | None = None) -> Iterable[ox.Quad]:
        """Return the quads of one named graph, or of the default graph (the union) for None."""
        name = graph or ox.DefaultGraph()
        return self._fetched(graph).quads_for_pattern(None, None, None, name)

    def dump(
        self,
        output: IO[bytes],
        format_: ox.RdfFormat,
        graph: ox.NamedNode | None,
        prefixes: Mapping[str, str],
    ) -> None:
        """Write the triples of one named graph, or of the default graph (the union) for None."""
        name = graph or ox.DefaultGraph()
        self._fetched(graph).dump(output, format_, from_graph=name, prefixes=dict(prefixes))

    def n_quads(self) -> bytes:
        """Return the quads of the named graphs as sorted N-Quads."""
        quads = self._fetched(*self.named_graphs()).dump(format=ox.RdfFormat.N_QUADS) or b""
        return b"".join(sorted(quads.splitlines(keepends=True)))

    def _fetched(self, *graphs: ox.NamedNode | None) -> ox.Store:
        """Return an embedded store with some graphs of the server; None is the default graph."""
        fetched = ox.Store()
        for name in graphs:
            pattern = f"GRAPH {name} {{ ?s ?p ?o }}" if name else "?s ?p ?o"
            reading = read_query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
            answer = self._fetch(reading.text, self._dataset(reading, (), ()), GRAPH)
            load_graph(fetched, answer, name, self.name)
        return fetched

    def limited(self, most_bytes: int) -> RemoteStore:
        """Return a store over the same connections; see `QueryEngine.limited`."""
        limited = copy.copy(self)
        limited._most_bytes = most_bytes
        return limited

    def ask(self, text: str, bindings: Mapping[str, Term] | None = None) -> Results:
        """Run a trusted query on the server; see `QueryEngine.ask` and `query`."""
        return self.query(bind(text, bindings or {}))

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str | None = None,
        planned: bool = True,
    ) -> Results:
        """Run a query on the server; see `QueryEngine.query`.

        Raises EndpointError too: where the server cannot be reached, refuses the credentials or the
        query (RefusedQueryError), does not answer in time (EndpointTimeoutError) or fails.
        """
        reading = read_query(text, base)
        form, names = parsed(reading)
        dataset = self._dataset(reading, default_graphs, named_graphs)
        # Oxigraph's own server takes seconds for what it answers in milliseconds rewritten.
        text = rewrite(reading.text) if planned else reading.text
        sent = outgoing(text, reading.base)
        answer = self._fetch(sent, dataset, accept_for(form))
        return read_results(answer, form, self.name, self._most_bytes, names)

    def _dataset(
        self, reading: Reading, default: Sequence[str], named: Sequence[str]
    ) -> list[tuple[str, str]]:
        """Return the graphs as protocol parameters; these have precedence over FROM."""
        stated = QueryDataset.given_or_stated(default, named, reading)
        if not (default or named):
            if stated or not self._default_graph:
                return []
            default, named = [self._default_graph], self._graphs
        parameters = [("default-graph-uri", graph) for graph in default]
        return parameters + [("named-graph-uri", graph) for graph in named]

    def _fetch(self, query: str, dataset: Sequence[tuple[str, str]], accept: str) -> Answer:
        self._constancy.check(self.name, self._version)
        return self._send(query, dataset, accept)

    def _send(self, query: str, dataset: Sequence[tuple[str, str]], accept: str) -> Answer:
        answer = self._connection.read([("query", query), *dataset], accept)
        if answer.status in _REFUSALS:
            raise RefusedQueryError(f"{self.name} refuses the query{answer.explanation}")
        if not answer.is_success:
            raise EndpointError(
                f"{self.name} fails with status {answer.status}{answer.explanation}"
            )
        return answer

    def _rows(self, query: str) -> list[dict[str, Term | None]]:
        """Return the rows of a trusted query over all graphs that the server has."""
        answer = self._send(query, (), accept_for(ox.QuerySolutions))
        if not answer.is_whole:
            raise EndpointError(f"{self.name} describes its release in more than a megabyte")
        return read(read_results(answer, ox.QuerySolutions, self.name), rows_of)

    def _version(self) -> str | None:
        return self._release()[0]

    def _release(self) -> tuple[str | None, set[str]]:
        return held(self._rows(RELEASE_QUERY), self.name)
