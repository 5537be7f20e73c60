"""A release replaces the earlier one at once, or an incomplete one is marked as such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from csekg.dataset.cache import fingerprint, opened_bytes
from csekg.namespaces import graph
from csekg.sparql.errors import EndpointError
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.remote import RemoteStore
from csekg.sparql.remote.release import RELEASE, Release
from csekg.sparql.saved_queries import saved_queries
from tests.command import cache_in, invoke, output
from tests.csekg.sparql.remote.servers import Reply, Request, Server, answering, opened, oxigraph

G1, G2, G3 = (graph(name).value for name in ("g1", "g2", "g3"))
FIRST = f"""<urn:s> <urn:p> "two graphs" <{G1}> .
<urn:s> <urn:p> "two graphs" <{G2}> .
<urn:s> <urn:p> "a . dot .\\n" <{G2}> .
""".encode()
SECOND = f"""<urn:s> <urn:p> "new"@en <{G2}> .
<urn:s> <urn:p> <urn:o> <{G3}> .
""".encode()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with oxigraph(tmp_path) as empty:
        yield empty


def held(server: Server) -> tuple[str | None, list[str], int]:
    """Return version, graphs and size of the union that a server holds."""
    with opened(server) as store:
        [(count,)] = store.values("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        names = [name.value for name in store.named_graphs()]
        return store.fingerprint, names, int(count)


@pytest.mark.parametrize("by_graph", [False, True])
def test_a_release_replaces_the_one_before(server: Server, by_graph: bool) -> None:
    server = replace(server, by_graph=by_graph)
    first = server.load(FIRST, "v1")
    assert not any("start anew" in line for line in first)
    # The union is a set: a triple in two graphs counts once.
    assert held(server) == ("v1", [G1, G2], 2)
    said = server.load(SECOND, "v2")
    assert held(server) == ("v2", [G2, G3], 2)
    assert any(f"removed {G1}" in line for line in said) == by_graph
    assert any("start anew each csekg serve" in line for line in said)


def test_the_union_may_be_a_graph_with_a_name(server: Server) -> None:
    named = replace(server, default_graph=graph("union").value)
    named.load(FIRST)
    assert held(named) == ("v1", [G1, G2], 2)
    with opened(named) as store:
        # Neither the union nor the graph `release` is a source.
        rows = store.values("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
        assert rows == [(G1,), (G2,)]


def test_after_a_broken_push_the_old_release_answers(server: Server) -> None:
    server.load(FIRST, "v1")
    with pytest.raises(EndpointError, match="The server holds the release v1, as before"):
        # The server disappears during a request: its address accepts no connection.
        replace(server, graph_store="http://127.0.0.1:9/store").load(SECOND, "v2")
    assert held(server)[0] == "v1"


def test_a_push_that_ends_between_two_graphs_is_known_as_incomplete(server: Server) -> None:
    replace(server, by_graph=True).load(FIRST, "v1")

    def forward(request: Request, number: int) -> Reply:
        return Reply(500, "text/plain", "disk full") if number == 3 else Reply(204)

    with answering(forward) as (broken, seen):
        half = replace(server, graph_store=broken.graph_store, by_graph=True)
        with pytest.raises(EndpointError, match="500 Internal Server Error: disk full"):
            half.load(SECOND, "v2")
        # The marker is sent before the first graph.
        assert "release" in seen[0].path

    httpx2.put(
        server.graph_store,
        params={"graph": RELEASE.value},
        content=Release.marker("incomplete", [G1, G2, G3]),
        headers={"Content-Type": "application/n-triples"},
    ).raise_for_status()
    with pytest.raises(EndpointError, match="holds an incomplete release"):
        RemoteStore(server.settings())
    replace(server, by_graph=True).load(SECOND, "v2")
    assert held(server) == ("v2", [G2, G3], 2)


def test_a_server_that_takes_no_quads_gets_graphs() -> None:
    def answer(request: Request, _: int) -> Reply:
        if request.method == "POST":
            return Reply()
        return Reply(204 if "?" in request.path else 405)

    with answering(answer) as (server, seen):
        # The server stored nothing, and the check notices.
        with pytest.raises(EndpointError, match=r"has 0 triples in .* were sent"):
            server.load(FIRST)
        sent = [request.path.partition("?")[2] for request in seen if request.method == "PUT"]
    assert [name.partition("=")[0] for name in sent] == ["", *["graph"] * 3, "default", "graph"]


def test_a_default_graph_that_is_not_ours_is_noticed(server: Server) -> None:
    """A server that repeats a triple for each graph would make every count wrong."""
    server.load(FIRST)
    elsewhere = replace(server, query=f"{server.query}?union-default-graph")
    with pytest.raises(EndpointError, match="CSEKG_ENDPOINT_DEFAULT_GRAPH"):
        elsewhere.load(FIRST)


def test_a_server_that_holds_our_own_release_need_not_send_it(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSEKG_ENDPOINT", server.query)
    with cache_in(tmp_path, SECOND):
        server.load(FIRST, "of another version")
        assert opened_bytes() == b"".join(sorted(FIRST.splitlines(keepends=True)))
        server.load(FIRST, fingerprint())
        assert opened_bytes() == SECOND


def test_the_command_pushes_and_writes(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with cache_in(tmp_path, FIRST):
        with pytest.raises(Exception, match="set CSEKG_ENDPOINT to the address"):
            invoke("push", server.graph_store)
        with pytest.raises(Exception, match="write an address as"):
            invoke("push", "store")
        assert "release" in output("push", str(tmp_path / "release.nq"))
        monkeypatch.setenv("CSEKG_ENDPOINT", server.query)
        assert f"answers at {server.query}" in output("push", server.graph_store)
        version = held(server)[0]
    assert version
    assert version in (tmp_path / "release.nq").read_text()


def test_the_commands_ask_the_server(small_store: Store, small_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSEKG_ENDPOINT", small_server.query)
    # There is no local dataset, so that only the server can have answered.
    monkeypatch.setattr("csekg.dataset.cache.dataset_bytes", None)
    rows = output("query", "who-was-bound-on", "--format", "csv").splitlines()
    assert len(rows) == 1 + len(small_store.values(saved_queries()["who-was-bound-on"].text)) > 20
