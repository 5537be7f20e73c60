"""Whatever a server does, it is one message, without secrets, within the limits of time and size."""

from __future__ import annotations

import gzip
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from starlette.testclient import TestClient

from csekg import cli
from csekg.errors import CsekgError, QueryError
from csekg.sparql.errors import EndpointError
from csekg.sparql.remote import RemoteStore, client, endpoint_settings
from csekg.sparql.remote.client import Client
from csekg.sparql.remote.store import outgoing
from csekg_api.app import create_app
from tests.csekg.sparql.remote.servers import OXIGRAPH, Server, free_port, opened, oxigraph, write_release
from tests.misbehaving import EMPTY, Sending, bare, whole

SECRET = "s3cr3t-w0rd"
JSON = "application/sparql-results+json"
#: The time of a server that never answers in it, and that in which each test ends.
SECONDS, SOON = 0.3, 10.0


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PAUSES", (0.001,) * 3)


def failure(send: Sending, **options: object) -> tuple[EndpointError, list[bytes]]:
    """The error of a client of such a server, and what the server was asked."""
    with bare(send) as (address, seen):
        server = Server(address)
        asking, started = Client(server.settings(**{"timeout": SECONDS, **options})), time.monotonic()
        with pytest.raises(EndpointError) as raised:
            asking.post([("query", "ASK {}")], JSON)
        asking.close()
        assert time.monotonic() - started < SOON
    assert str(raised.value).startswith(server.query)
    assert str(raised.value).isprintable()
    assert SECRET not in str(raised.value)
    return raised.value, seen


def sending(body: bytes, headers: bytes = b"", status: bytes = b"200 OK") -> Sending:
    return lambda connection, _: connection.sendall(whole(body, headers, status))


def drip(connection: socket.socket, _: int) -> None:
    """Send ten single bytes per second, which keeps within every limit for one read."""
    for byte in whole(EMPTY + b" " * 600):
        connection.sendall(bytes([byte]))
        time.sleep(0.1)


def endless(connection: socket.socket, _: int) -> None:
    connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n\r\n".encode())
    while True:
        connection.sendall(b" " * 100_000)


@pytest.mark.parametrize("send", [drip, lambda *_: time.sleep(SOON)])
def test_a_slow_server_is_given_up(send: Sending) -> None:
    error, seen = failure(send)
    assert (error.late, len(seen)) == (True, 1)
    assert f"has not answered within {SECONDS:g} s" in str(error)


@pytest.mark.parametrize(
    ("status", "said", "public", "attempts"),
    [
        (b"503 Service Unavailable", "answers with status 503: at ***", "cannot be reached", 4),
        (b"500 Oh", "answers with status 500: at ***", "does not answer as it should", 1),
        # Some rows of a query whose time was up.
        (b"206 Partial Content", "answers with status 206: ", "does not answer as it should", 1),
        (b"400 Bad Request", "answers with status 400: ", "refuses the query", 1),
        (b"403 Forbidden", "403 (check CSEKG_ENDPOINT_USER and _PASSWORD, or _TOKEN)", "as it should", 1),
        (b"302 Found", "302 (set CSEKG_ENDPOINT to the address where it is now)", "as it should", 1),
    ],
)
def test_a_status_is_told_in_the_words_of_the_server(status: bytes, said: str, public: str, attempts: int) -> None:
    error, seen = failure(sending(f"at dba:{SECRET}\x1b".encode(), status=status), user="dba", password=SECRET)
    assert said in str(error)
    assert public in error.public
    assert len(seen) == attempts


def test_who_is_not_there_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EndpointError, match="cannot be reached: "):
        RemoteStore(Server(f"http://127.0.0.1:{free_port()}/sparql").settings())
    # A connection that was kept open ends between two requests.
    with bare(lambda connection, n: connection.sendall(whole(EMPTY)) if n == 2 else connection.close()) as (address, _):
        assert Client(Server(address).settings()).post([("query", "ASK {}")], JSON) == EMPTY
    monkeypatch.setattr(client, "_MOST_BYTES", 4 << 20)
    assert "sends more than 4 megabytes in one answer" in str(failure(endless, timeout=SOON)[0])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n<p", "with text/html that cannot"),
        # Nothing is unpacked: a small body may unpack to a huge one.
        (whole(gzip.compress(EMPTY), b"Content-Encoding: gzip\r\n"), "with gzip that cannot be read"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "cannot be reached: "),
    ],
)
def test_what_is_no_answer_is_told(answer: bytes, said: str) -> None:
    assert said in str(failure(lambda connection, _: connection.sendall(answer))[0])


@pytest.mark.parametrize(
    ("options", "sent"),
    [({"user": "me", "password": SECRET}, b"Basic bWU6czNjcjN0LXcwcmQ="), ({"token": "abc"}, b"Bearer abc")],
)
def test_credentials_are_sent(options: dict[str, str], sent: bytes) -> None:
    _, [asked] = failure(sending(b"", status=b"401 Unauthorized"), **options)
    assert b"authorization: " + sent in asked or b"Authorization: " + sent in asked


@pytest.mark.parametrize("answer", [b"!", b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri",', EMPTY])
def test_a_service_goes_on_and_tells_no_client_of_the_server(
    small_server: Server, answer: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(small_server) as store, TestClient(create_app(store, store.fingerprint)) as service:
        assert service.get("/api/v1/states/FRA").status_code == 200
        status = b"200 OK" if answer != EMPTY else b"504 Gateway Timeout"
        with bare(sending(answer, status=status)) as (address, _):
            store._client = Client(Server(address).settings())
            for path in ("/treaties/tip", "/sparql?query=SELECT%20%3Fx%20%7B%3Fx%20a%201%7D"):
                problem = service.get(path, headers={"Accept": "application/json"})
                assert problem.status_code == 502, path
                assert "the server that holds the data" in problem.json()["detail"]
                assert "127.0.0.1" not in problem.text
            assert service.get("/readyz").status_code == 503
            store._client.close()
    assert "failure" in capsys.readouterr().err


def test_only_a_whole_release_is_opened(
    tmp_path: Path, small_dataset: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with oxigraph(tmp_path) as server, pytest.raises(EndpointError, match="holds no release of csekg"):
        RemoteStore(server.settings())
    # Without the union, and with a union that repeats triples.
    file = write_release(tmp_path, small_dataset) / "csekg.nq"
    with file.open("ab") as stream:
        stream.writelines(line.rpartition(b" <")[0] + b" <urn:more> .\n" for line in small_dataset.splitlines())
    subprocess.run([OXIGRAPH, "load", "--location", str(tmp_path / "store"), "--file", str(file)], check=True)
    monkeypatch.setattr("sys.argv", ["csekg", "status", "opsc"])
    with oxigraph(tmp_path) as server:
        with pytest.raises(EndpointError, match=r"the default graph of .* has \d+ triples, but the union"):
            RemoteStore(Server(f"{server.query}?union-default-graph").settings())
        monkeypatch.setenv("CSEKG_ENDPOINT", server.query)
        with pytest.raises(SystemExit):
            cli.main()
    assert capsys.readouterr().err.startswith(f"csekg: the default graph of {server.query} has 0 triples, but")


def test_what_leaves_is_checked_and_complete(small_server: Server) -> None:
    with opened(small_server) as store, bare(sending(EMPTY)) as (address, seen):
        store._client = Client(Server(address).settings())
        for text, refusal in (
            ("SELECT * {", r"cannot be parsed: error at 1:\d+"),
            ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is refused"),
        ):
            with pytest.raises(QueryError, match=refusal):
                store.query(text)
        store.query("SELECT ?t { <a> cse:actor ?t }", base="http://e.org/sparql")
        [sent] = [parse_qs(each.partition(b"\r\n\r\n")[2].decode())["query"][0] for each in seen]
        assert sent == "BASE <http://e.org/sparql> SELECT ?t { <a> <https://w3id.org/csekg/ontology#actor> ?t }"
        store._client.close()
    with pytest.raises(QueryError, match="SERVICE is refused"):
        outgoing("ASK { { } SERVICE <urn:x> { } }", None)


@pytest.mark.parametrize(
    ("name", "value"), [("CSEKG_ENDPOINT", f"http://me:{SECRET}@host/"), ("CSEKG_ENDPOINT_TIMEOUT", "0")]
)
def test_an_unusable_setting_is_told_without_its_value(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSEKG_ENDPOINT", "http://host/sparql")
    monkeypatch.setenv(name, value)
    with pytest.raises(CsekgError, match=f"unusable setting: {name}: ") as error:
        endpoint_settings()
    assert SECRET not in str(error.value)
