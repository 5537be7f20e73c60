"""The Graph Store HTTP Protocol, read side (SPARQL 1.1, sections 4.2, 5.2 and 5.8)."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.web.formats import GRAPHS, Format
from tests.csekg_api import reading
from tests.csekg_api.service import Answer, Service, eventually
from tests.csekg_api.workers.test_pool import at_most

FIRST = "http://example.org/first"
PATH = "/rdf-graph-store"
ONE = f"{PATH}?{urlencode({'graph': FIRST})}"


def get(service: Service, path: str, accept: str = "") -> Answer:
    return service.request("GET", path, headers={"Accept": accept} if accept else {})


@pytest.mark.parametrize("format_", GRAPHS)
@pytest.mark.parametrize(("path", "size"), [(ONE, 2), (f"{PATH}?default", 3)])
def test_a_graph_in_every_format(small: Service, format_: Format, path: str, size: int) -> None:
    name, media_type = format_.name, format_.media_types[0]
    answers = [get(small, path, media_type), get(small, f"{path}&format={name}")]
    for answer in answers:
        assert answer.status == 200, answer.body
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert int(answer.headers["content-length"]) == len(answer.body)
        triples = reading.by_pyoxigraph(answer.body, name)
        assert len(triples) == size
        assert reading.by_rdflib(answer.body, name) == triples
    assert answers[0].body == answers[1].body


def test_every_graph_of_the_dataset(real: Service, store: Store) -> None:
    for name in store.named_graphs()[::10]:
        path = f"{PATH}?{urlencode({'graph': name.value, 'format': 'ntriples'})}"
        found = {quad.triple for quad in ox.parse(get(real, path).body, ox.RdfFormat.N_TRIPLES)}
        assert found == {quad.triple for quad in store.quads(name)}


def test_the_default_graph_is_the_union_as_a_set(real: Service, store: Store) -> None:
    body = get(real, f"{PATH}?default", "application/n-triples").body
    lines = body.splitlines()
    [(number,)] = store.values("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert len(set(lines)) == len(lines) == int(number)


def test_others_are_answered_while_the_whole_is_read(real: Service) -> None:
    done = threading.Event()

    def read() -> None:
        for turn in range(3):
            get(real, f"{PATH}?default&format=ntriples&again={turn}")
        done.set()

    reader = threading.Thread(target=read)
    reader.start()
    waited = []
    while not done.is_set():
        waited.append(get(real, "/healthz").seconds)
    reader.join()
    # A dump takes a quarter of a second and 30 megabytes: a request that waited for it would wait
    # most of the time.
    assert median(waited) < 0.1


def test_nothing_stays_of_clients_that_leave(real: Service) -> None:
    """Neither of the default graph, which is kept, nor of a graph written for the request."""
    derived = urlencode({"graph": "https://w3id.org/csekg/id/graph/derived"})
    with ExitStack() as clients:
        for number, graph in enumerate(["default", derived] * 2):
            client = clients.enter_context(socket.create_connection(("127.0.0.1", real.port)))
            # Another Accept each time, so that no answer comes from the cache.
            client.sendall(
                f"GET {PATH}?{graph}&format=ntriples HTTP/1.1\r\nHost: a\r\nAccept: a/b{number}\r\n\r\n".encode()
            )
            assert client.recv(1024).startswith(b"HTTP/1.1 200")
        # A page makes garbage, in which the collector could find the files.
        assert get(real, "/treaties/opsc", "text/html").status == 200
        assert len(deleted_files(real)) == 2
    assert eventually(lambda: not deleted_files(real), 1)


def deleted_files(service: Service) -> list[str]:
    """The open files of the service that have no name."""
    found = []
    for pid in service.servers():
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                found.append(os.readlink(entry))
    return [name for name in found if name.endswith("(deleted)")]


def test_where_there_is_no_room_for_a_graph(store: Store) -> None:
    derived = urlencode({"graph": "https://w3id.org/csekg/id/graph/derived"})
    with TestClient(create_app(store, "abc123")) as client, at_most(2_000_000):
        answer = client.get(f"{PATH}?{derived}&format=ntriples")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
    assert "there is no room" in answer.json()["detail"]


def test_an_unknown_graph(small: Service) -> None:
    detail = get(small, f"{PATH}?graph=http%3A%2F%2Fexample.org%2Fthird").problem(404)
    assert "there is no graph http://example.org/third" in detail


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "?graph=",
        "?graph=first",
        "?graph=../first",
        "?format=turtle",
        f"?default&graph={FIRST}",
        "?default&default=",
        f"?graph={FIRST}&graph={FIRST}",
        "?graph=%FF",
    ],
)
def test_none_or_two_graphs_or_a_bad_name(small: Service, query: str) -> None:
    get(small, PATH + query).problem(400)


def test_head(small: Service) -> None:
    answer = small.request("HEAD", ONE)
    assert answer.status == 200
    assert answer.body == b""
    assert answer.headers["content-length"] == str(len(get(small, ONE).body))
    assert small.request("HEAD", f"{PATH}?graph=urn:none").status == 404


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_can_be_written(small: Service, method: str) -> None:
    before = get(small, f"{PATH}?default&format=ntriples").body
    for path in (ONE, f"{PATH}?default", PATH, f"{PATH}?graph=urn:new"):
        headers = {"Content-Type": "text/turtle"}
        answer = small.request(method, path, b"<urn:s> <urn:p> <urn:o> .", headers)
        assert "read-only" in answer.problem(405)
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert get(small, f"{PATH}?default=after&format=ntriples").body == before
