"""Loads a release into a server by the SPARQL 1.1 Graph Store HTTP Protocol, and verifies it."""

from __future__ import annotations

from collections.abc import Callable

from csekg.redaction import quoted
from csekg.sparql.errors import EndpointError
from csekg.sparql.remote.connection import VARIABLE, Connection, EndpointSettings
from csekg.sparql.remote.release import INCOMPLETE, RELEASE, Release, answered, stored
from csekg.sparql.remote.store import RemoteStore
from csekg.sparql.store import whole_number

Progress = Callable[[str], None]

_N_QUADS = "application/n-quads"
_N_TRIPLES = "application/n-triples"
_COUNTS = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"


def push(
    graph_store: str, settings: EndpointSettings, release: Release, say: Progress, *, by_graph: bool = False
) -> None:
    """Load a release through the address `graph_store` and verify it through the query service.

    All quads go in one request where the server accepts that: it answers from the earlier release
    until the new one is complete. Otherwise, or if `by_graph`, the graphs go one by one, and the
    server is marked as incomplete until the last one. `say` receives lines about the progress.
    Raises EndpointError, whose message names what the server then holds.
    """
    store = Connection(graph_store, settings)
    query = Connection(settings.url, settings)
    version, graphs = stored(query)
    try:
        if by_graph or not _whole(store, release, say):
            _graph_by_graph(store, release, graphs, say)
        _check(settings, query, release)
        say("every graph has as many triples there as here")
        if version not in (None, release.fingerprint):
            say("it replaces another release: start anew each csekg serve that answers from it")
    except (EndpointError, KeyboardInterrupt) as error:
        raise EndpointError(f"{_cause(error)}. {_state(query, version)}") from error
    finally:
        store.close()
        query.close()


def _whole(store: Connection, release: Release, say: Progress) -> bool:
    """Send all quads in one request; return False where the server accepts no quads."""
    say(f"sending {len(release.graphs)} graphs and their union in one request")
    status = store.write("PUT", release.n_quads(), _N_QUADS)
    if status >= 400:
        say(f"the server takes no quads ({status}): sending graph by graph")
    return status < 400


def _graph_by_graph(store: Connection, release: Release, old: set[str], say: Progress) -> None:
    def put(graph: str, content: bytes) -> None:
        name = {"graph": graph} if graph else {"default": ""}
        status = store.write("PUT", content, _N_TRIPLES, **name)
        if status >= 400:
            raise EndpointError(f"{store.name} refuses the graph {graph or 'default'} ({status})")

    contents = release.contents()
    # The marker lists the old graphs too, so that a push after an interrupted one removes them.
    put(RELEASE.value, Release.marker(INCOMPLETE, {*release.graphs, *old}))
    for number, (graph, content) in enumerate(contents.items(), start=1):
        put(graph, content)
        if number % 20 == 0 or number == len(contents):
            say(f"{number} of {len(contents)} graphs")
    for graph in sorted(old - contents.keys()):
        store.write("DELETE", b"", _N_TRIPLES, graph=graph)
        say(f"removed {quoted(graph)}, which the release no longer has")
    put(RELEASE.value, Release.marker(release.fingerprint, release.graphs))


def _check(settings: EndpointSettings, query: Connection, release: Release) -> None:
    """Raise EndpointError unless the server holds what was sent, each triple of its union once."""
    counts = {
        name.value: whole_number(number.value)
        for row in answered(query, _COUNTS)
        if (name := row.get("graph")) and (number := row.get("n"))
    }
    for graph, content in release.graphs.items():
        sent = content.count(b"\n")
        if counts.get(graph) != sent:
            raise EndpointError(
                f"{query.name} has {counts.get(graph, 0)} triples in {graph}, but {sent} were "
                "sent: are graph store and query service of one dataset? Some servers misread "
                "quads: try --by-graph"
            )
    store = RemoteStore(settings)
    try:
        in_union = store.triples()
    finally:
        store.close()
    union = release.union.count(b"\n")
    if in_union != union:
        raise EndpointError(
            f"the default graph of {query.name} has {in_union} triples, but the union of all "
            f"graphs has {union}: the server makes a default graph of its own. Name the graph that "
            f"shall hold the union in {VARIABLE}_DEFAULT_GRAPH, for the push and for the service"
        )


def _cause(error: BaseException) -> str:
    return "interrupted" if isinstance(error, KeyboardInterrupt) else str(error).rstrip(".")


def _state(query: Connection, before: str | None) -> str:
    """Return a sentence that says what the server holds after a failure."""
    try:
        now, _ = stored(query)
    except EndpointError:
        return "What the server holds now is not known: push again, or csekg serve will tell"
    if now == INCOMPLETE:
        return "The server holds an incomplete release and csekg refuses to answer from it: push again"
    if now == before:
        held = f"the release {now[:16]}" if now else "no release"
        return f"The server holds {held}, as before"
    return f"The server holds the release {(now or 'unnamed')[:16]}, but it did not pass the check"
