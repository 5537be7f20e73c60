"""A dataset that another server holds, queried over the SPARQL 1.1 Protocol."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.errors import QueryError
from csekg.sparql.errors import EndpointError
from csekg.sparql.remote.client import Client
from csekg.sparql.remote.settings import EndpointSettings
from csekg.sparql.store import QueryEngine, Results, Term, bind, whole_number
from csekg.sparql.untrusted import (
    SERVICE_REFUSED,
    QueryDataset,
    Reading,
    read_query,
    rewrite,
    unknown_function,
    unparsable,
)

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
# What a release says of itself, see `csekg.dataset.writers.catalogue`.
_CATALOGUE, _DATASET = ns.graph("catalogue"), ns.thing("dataset", "csekg")
_ABOUT = f"SELECT ?p ?o WHERE {{ GRAPH {_CATALOGUE} {{ {_DATASET} ?p ?o FILTER(isLiteral(?o)) }} }}"
_GRAPHS = f"""SELECT ?graph ?triples WHERE {{
  GRAPH {_CATALOGUE} {{ {_DATASET} void:subset ?graph OPTIONAL {{ ?graph void:triples ?triples }} }}
}}"""
_IN_CATALOGUE = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {_CATALOGUE} {{ ?s ?p ?o }} }}"
# IRIs and strings as `read_query` writes them.
_NOT_CODE = re.compile(r'<[^<>"\s{}]*>|"(?:[^"\\]|\\.)*"')
_SERVICE = re.compile(r"(?<![?:\w])SERVICE(?!\w)", re.IGNORECASE)
# Virtuoso writes a truth value as 1 or 0, and a duration of days as a number of seconds. In a
# string the quotes would be escaped.
_FOREIGN = re.compile(
    rb'("datatype"\s?:\s?"http://www\.w3\.org/2001/XMLSchema#(boolean|dayTimeDuration)"'
    rb'\s?,\s?"value"\s?:\s?")([0-9]{1,18}(?:\.[0-9]{1,9})?)"'
)


class RemoteStore(QueryEngine):
    """The interface of the embedded store over a query service that holds a release of csekg."""

    def __init__(self, settings: EndpointSettings) -> None:
        """Ask the server what it holds; raises EndpointError where that is no complete release.

        The fingerprint is a hash of what the release says of itself: version, days and counts.
        """
        self._client = Client(settings)
        self._default_graph = settings.default_graph
        self._memory: dict[object, object] = {}
        self._graphs = [_CATALOGUE.value]
        about, counts = self.values(_ABOUT), self.values(_GRAPHS)
        self._graphs = sorted(graph for graph, _ in counts)
        self.fingerprint = hashlib.sha256(repr((sorted(about), sorted(counts))).encode()).hexdigest()
        self._check_union(next((value for name, value in about if name == ns.VOID.triples.value), ""))

    def __getstate__(self) -> dict[str, object]:
        """Give another process what was learned of the server, without what is remembered of its data."""
        return {**self.__dict__, "_memory": {}}

    def _check_union(self, stated: str) -> None:
        """Raise EndpointError unless the default graph is the union of a release, each triple once."""
        if not stated:
            raise EndpointError(f"{self.name} holds no release of csekg: docs/remote.md says how one is loaded")
        # The catalogue does not count itself, and a part of it stands in other graphs, too.
        least, found = whole_number(stated), self.triples()
        most = least + whole_number(self.values(_IN_CATALOGUE)[0][0])
        if not least <= found <= most:
            union = f"the union of the graphs has {least} to {most}: load the release as docs/remote.md says"
            raise EndpointError(f"the default graph of {self.name} has {found} triples, but {union}")

    @property
    def name(self) -> str:
        """The address of the server, as messages may show it."""
        return self._client.name

    def close(self) -> None:
        """Close the connections; no further query can be sent."""
        self._client.close()

    def memory(self) -> dict[object, object]:
        """Return the memory of facts about the release, which must not change while it is served."""
        return self._memory

    def named_graphs(self) -> list[ox.NamedNode]:
        """Return the names of the named graphs of the release, sorted."""
        return [ox.NamedNode(name) for name in self._graphs]

    def quads(self, graph: ox.NamedNode | None = None) -> Iterable[ox.Quad]:
        """Return the quads of one named graph, or of the default graph (the union) for None."""
        pattern = f"GRAPH {graph} {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        reading = read_query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
        fetched = self._graph(reading.text, self._dataset(reading, (), ()), graph)
        return fetched.quads_for_pattern(None, None, None, graph or ox.DefaultGraph())

    def ask(self, text: str, bindings: Mapping[str, Term] | None = None) -> Results:
        """Run a query of our own on the server; see `QueryEngine.ask` and `query`."""
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

        Raises EndpointError where the server cannot be reached, refuses the query, is late or
        answers what cannot be read.
        """
        reading = read_query(text, base)
        _check(reading)
        dataset = self._dataset(reading, default_graphs, named_graphs)
        # Oxigraph's own server takes seconds for what it answers in milliseconds rewritten.
        sent = outgoing(rewrite(reading.text), reading.base)
        if reading.form in ("CONSTRUCT", "DESCRIBE"):
            return self._graph(sent, dataset).query("CONSTRUCT WHERE { ?s ?p ?o }")
        content = _FOREIGN.sub(_written, self._client.post([("query", sent), *dataset], _ROWS))
        try:
            results = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
            if reading.form == "ASK" and isinstance(results, ox.QuerySolutions):
                results = _truth(results)
        except (SyntaxError, ValueError):
            raise self._client.unreadable(_ROWS) from None
        return results

    def _dataset(self, reading: Reading, default: Sequence[str], named: Sequence[str]) -> list[tuple[str, str]]:
        """Return the graphs as protocol parameters; these have precedence over FROM."""
        stated = QueryDataset.given_or_stated(default, named, reading)
        if not (default or named):
            if stated or not self._default_graph:
                return []
            default, named = [self._default_graph], self._graphs
        parameters = [("default-graph-uri", graph) for graph in default]
        return parameters + [("named-graph-uri", graph) for graph in named]

    def _graph(self, sent: str, dataset: Sequence[tuple[str, str]], name: ox.NamedNode | None = None) -> ox.Store:
        """Return a store of the triples that a query makes, in the graph of this name."""
        store = ox.Store()
        try:
            store.load(self._client.post([("query", sent), *dataset], _TRIPLES), ox.RdfFormat.N_TRIPLES, to_graph=name)
        except (SyntaxError, ValueError):
            raise self._client.unreadable(_TRIPLES) from None
        return store


def _check(reading: Reading) -> None:
    """Raise QueryError for what Oxigraph refuses, so that all servers refuse it with the same words."""
    try:
        ox.Store().query(reading.text, base_iri=reading.base)
    except (SyntaxError, ValueError) as error:
        raise unparsable(reading, error) from None
    except RuntimeError as error:
        raise unknown_function(reading, error) from None


def outgoing(query: str, base: str | None) -> str:
    """Return the text to send to another server, with the base that relative IRIs in it need.

    `read_query` has refused SERVICE. This checks the outgoing text once more, independently of the
    tokenizer, and raises QueryError.
    """
    if _SERVICE.search(_NOT_CODE.sub(" ", query)):
        raise QueryError(SERVICE_REFUSED)
    return f"BASE <{base}> {query}" if base else query


def _written(match: re.Match[bytes]) -> bytes:
    """Return a truth value or a duration of days and seconds as XML Schema writes it."""
    before, datatype, number = match.groups()
    if datatype == b"boolean":
        return before + {b"0": b"false", b"1": b"true"}.get(number, number) + b'"'
    days, seconds = divmod(Decimal(number.decode()), 86_400)
    time = f"T{seconds.normalize():f}S" if seconds or not days else ""
    return before + (f"P{days}D{time}" if days else f"P{time}").encode() + b'"'


def _truth(rows: ox.QuerySolutions) -> ox.QueryBoolean:
    """Return the truth value that Virtuoso writes as one row with one number; raises ValueError."""
    [row] = rows
    word = {"1": "true", "0": "false"}[getattr(row[0], "value", "")]
    truth = ox.parse_query_results(f'{{"head":{{}},"boolean":{word}}}', ox.QueryResultsFormat.JSON)
    assert isinstance(truth, ox.QueryBoolean)
    return truth
