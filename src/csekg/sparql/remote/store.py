"""A dataset that another server holds, queried over the SPARQL 1.1 Protocol."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from csekg.errors import QueryError
from csekg.sparql.remote.connection import Connection, EndpointSettings
from csekg.sparql.remote.release import GRAPHS_QUERY, RELEASE, Constancy, answered, held, stored
from csekg.sparql.remote.responses import GRAPH, Answer, Form, accept_for, load_graph, read_results
from csekg.sparql.store import QueryEngine, Results, Term, bind
from csekg.sparql.untrusted import (
    SERVICE_REFUSED,
    QueryDataset,
    Reading,
    read_query,
    rewrite,
    unknown_function,
    unparsable,
)

# Oxigraph evaluates ASK at once; a SELECT in its place is evaluated when its rows are read.
_LAZY = "SELECT ( 1 AS ?_parsed )"
# IRIs and strings as `read_query` writes them.
_NOT_CODE = re.compile(r'<[^<>"\s{}]*>|"(?:[^"\\]|\\.)*"')
_SERVICE = re.compile(r"(?<![?:\w])SERVICE(?!\w)", re.IGNORECASE)


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
        self.fingerprint, listed = stored(self._connection)
        self._constancy = Constancy(self._connection, self.fingerprint)
        self._constancy.check()
        names = listed or held(answered(self._connection, GRAPHS_QUERY), self.name)[1]
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
        self._constancy.check()
        return self._memory

    def named_graphs(self) -> list[ox.NamedNode]:
        """Return the names of the named graphs of the release, sorted."""
        return [ox.NamedNode(name) for name in self._graphs]

    def quads(self, graph: ox.NamedNode | None = None) -> Iterable[ox.Quad]:
        """Return the quads of one named graph, or of the default graph (the union) for None."""
        pattern = f"GRAPH {graph} {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        reading = read_query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
        answer = self._fetch(reading.text, self._dataset(reading, (), ()), GRAPH)
        fetched = ox.Store()
        load_graph(fetched, answer, graph, self.name)
        return fetched.quads_for_pattern(None, None, None, graph or ox.DefaultGraph())

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
    ) -> Results:
        """Run a query on the server; see `QueryEngine.query`.

        Raises EndpointError too: where the server cannot be reached, refuses the credentials or the
        query (RefusedQueryError), does not answer in time (EndpointTimeoutError) or fails.
        """
        reading = read_query(text, base)
        form, names = parsed(reading)
        dataset = self._dataset(reading, default_graphs, named_graphs)
        # Oxigraph's own server takes seconds for what it answers in milliseconds rewritten.
        sent = outgoing(rewrite(reading.text), reading.base)
        answer = self._fetch(sent, dataset, accept_for(form))
        return read_results(answer, form, self.name, self._most_bytes, names)

    def _dataset(self, reading: Reading, default: Sequence[str], named: Sequence[str]) -> list[tuple[str, str]]:
        """Return the graphs as protocol parameters; these have precedence over FROM."""
        stated = QueryDataset.given_or_stated(default, named, reading)
        if not (default or named):
            if stated or not self._default_graph:
                return []
            default, named = [self._default_graph], self._graphs
        parameters = [("default-graph-uri", graph) for graph in default]
        return parameters + [("named-graph-uri", graph) for graph in named]

    def _fetch(self, query: str, dataset: Sequence[tuple[str, str]], accept: str) -> Answer:
        self._constancy.check()
        return self._connection.read([("query", query), *dataset], accept)


def parsed(reading: Reading) -> tuple[Form, frozenset[str]]:
    """Return the kind of results of a query, and for SELECT the names of its variables.

    Oxigraph parses it, so that the same queries are refused with the same messages whatever the
    server. Raises QueryError with the position of a syntax error.
    """
    is_ask = reading.form == "ASK"
    text, begins = reading.text, reading.begins
    if is_ask:
        text = text[:begins] + _LAZY + text[begins + len("ASK") :]
    try:
        results = ox.Store().query(text, base_iri=reading.base)
    except (SyntaxError, ValueError) as error:
        raise unparsable(reading, error, len(text) - len(reading.text)) from None
    except RuntimeError as error:
        raise unknown_function(reading, error) from None
    if is_ask:
        return ox.QueryBoolean, frozenset()
    names = results.variables if isinstance(results, ox.QuerySolutions) else ()
    return type(results), frozenset(name.value for name in names)


def outgoing(query: str, base: str | None) -> str:
    """Return the text to send to another server, with the base that relative IRIs in it need.

    `read_query` has refused SERVICE. This checks the outgoing text once more, independently of the
    tokenizer, and raises QueryError.
    """
    if _SERVICE.search(_NOT_CODE.sub(" ", query)):
        raise QueryError(SERVICE_REFUSED)
    return f"BASE <{base}> {query}" if base else query
