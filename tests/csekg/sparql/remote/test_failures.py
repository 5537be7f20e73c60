"""A failure of a remote server gives a message of one sentence without secrets."""

from __future__ import annotations

import base64
import os
import re
import time
from contextlib import suppress
from email.utils import formatdate
from itertools import islice

import pytest

from csekg.errors import CsekgError, QueryError
from csekg.sparql.errors import EndpointError, RefusedQueryError
from csekg.sparql.remote import RemoteStore, endpoint_settings
from csekg.sparql.remote.store import outgoing
from tests.csekg.sparql.remote.servers import Reply, Request, Server, answering, free_port, store_answered
from tests.csekg.sparql.untrusted.hostile_texts import ADDRESS, hostile_texts
from tests.csekg.sparql.untrusted.listening import listening

SECRET = "s3cr3t-w0rd"
OK = Reply()


def failure(server: Server, text: str = "ASK {}", **options: object) -> str:
    with pytest.raises(EndpointError) as raised:
        RemoteStore(server.settings(**options)).query(text)
    assert SECRET not in "".join(map(str, (raised.value, raised.value.__cause__)))
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_a_server_that_is_down() -> None:
    server = Server(f"http://127.0.0.1:{free_port()}/sparql", "")
    assert failure(server).startswith(f"{server.query} cannot be reached: ")


def test_a_wrong_password_and_a_missing_one() -> None:
    def answer(request: Request, _: int) -> Reply:
        expected = "Basic " + base64.b64encode(f"me:{SECRET}".encode()).decode()
        if request.headers.get("authorization") == expected:
            return OK
        return Reply(401, "text/plain", "who?", {"WWW-Authenticate": 'Basic realm="r"'})

    with answering(answer) as (server, _):
        assert "it refuses what CSEKG_ENDPOINT_USER and _PASSWORD" in failure(server, user="me", password=SECRET + "x")
        assert "set CSEKG_ENDPOINT_USER and CSEKG_ENDPOINT_PASSWORD" in failure(server)
        RemoteStore(server.settings(user="me", password=SECRET)).close()


def test_a_token_is_sent_and_a_wrong_one_told() -> None:
    def answer(request: Request, _: int) -> Reply:
        return OK if request.headers.get("authorization") == f"Bearer {SECRET}" else Reply(403)

    with answering(answer) as (server, _):
        RemoteStore(server.settings(token=SECRET)).close()
        assert "403 Forbidden: it refuses" in failure(server, token=SECRET + "x")


def test_a_read_is_tried_again_while_the_server_is_unavailable() -> None:
    with answering(lambda _, number: OK if number > 2 else Reply(503)) as (server, seen):
        RemoteStore(server.settings()).close()
        # The first of two queries was sent three times.
        assert len(seen) == 4


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    # A date has whole seconds: 3 of them may be little more than 2.
    value = "2" if form == "seconds" else formatdate(time.time() + 3, usegmt=True)

    def answer(_: Request, number: int) -> Reply:
        return OK if number > 1 else Reply(503, headers={"Retry-After": value})

    with answering(answer) as (server, _):
        monkeypatch.setattr(time, "sleep", pauses.append)
        RemoteStore(server.settings()).close()
    # The server, too, would pause before an answer.
    [pause] = filter(None, pauses)
    assert 1.5 < pause <= 3


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(200, "text/html", "<p>hello"), "answers with text/html, not with SPARQL results"),
        (Reply(body="<p>hello"), "not with SPARQL results: is it the address of a query service"),
        (Reply(404, "text/html", "<p>"), "answers 404 Not Found: check the address"),
        (Reply(500, "text/plain", "out of\nmemory"), "fails with status 500: out of memory"),
        (Reply(500, "text/html", "<p>oh"), "fails with status 500"),
        # Some rows of a query whose time was up.
        (Reply(206), "fails with status 206"),
        (Reply(429), "fails with status 429"),
        (Reply(502, "text/plain", "no upstream"), "answers 502 Bad Gateway: no upstream"),
        (
            Reply(302, headers={"Location": f"http://other.example/?key={SECRET}"}),
            "has moved: use http://other.example/ if you trust it",
        ),
    ],
)
def test_what_is_no_answer_is_told(reply: Reply, expected: str) -> None:
    with answering(lambda *_: reply) as (server, _):
        assert expected in failure(server)


@pytest.mark.parametrize("status", [400, 413, 422])
def test_what_the_server_refuses_is_told_in_its_words(status: int) -> None:
    refusal = Reply(status, "text/plain", "no such function")
    with (
        store_answered(refusal) as (store, _),
        pytest.raises(RefusedQueryError, match="refuses the query: no such function"),
    ):
        store.query("ASK {}")


GARBLED = '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:x"}}'


@pytest.mark.parametrize("end", ["", "]", ',{"x":{"type":"uri","value":"no iri"}}]}}', "!]}}"])
def test_rows_that_turn_to_garbage_are_no_shorter_answer(end: str) -> None:
    with (
        store_answered(Reply(body=GARBLED + end)) as (store, _),
        pytest.raises(EndpointError, match="answer breaks off or is garbled"),
    ):
        store.values("SELECT ?x { ?s ?p ?x }")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * {", r"cannot be parsed: error at 1:\d+"),
        ("CLEAR ALL", "begins an update"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is refused"),
    ],
)
def test_a_query_that_cannot_be_parsed_is_not_sent(text: str, expected: str) -> None:
    with store_answered(OK) as (store, seen):
        with pytest.raises(QueryError, match=expected):
            store.query(text)
        assert not seen


def test_a_server_gets_whole_iris() -> None:
    with store_answered(OK) as (store, seen):
        store.query('PREFIX cse: <urn:x:> SELECT * { ?s cse:p "PREFIX rdf: <urn:>" ; rdf:type ?t }')
        store.query("SELECT ?s ?t { <a> ?s ?t }", base="http://e.org/sparql")
        assert [request.form["query"] for request in seen] == [
            ['SELECT * { ?s <urn:x:p> "PREFIX rdf: <urn:>" ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ?t }'],
            ["BASE <http://e.org/sparql> SELECT ?s ?t { <a> ?s ?t }"],
        ]


def test_no_service_leaves_for_a_server() -> None:
    with store_answered(OK) as (store, seen), listening() as listener:
        for text in islice(hostile_texts(3), 500):
            with suppress(QueryError, EndpointError):
                store.query(text.replace(ADDRESS, listener.address), base="http://e.org/")
        sent = [query for one in seen for query in one.form["query"]]
        assert len(sent) > 30
        assert not any(
            call in re.sub(r'<[^>]*>|"(?:[^"\\]|\\.)*"|[?]\w+', "", text).upper()
            for text in sent
            for call in ("SERVICE", "LOAD")
        )
        # To find the kind of its results, a query is parsed here, and not evaluated.
        assert listener.settled() == 0


def test_a_text_with_service_is_refused_once_more_when_it_leaves() -> None:
    outgoing('ASK { <urn:SERVICE> ?service "SERVICE" }', None)
    with pytest.raises(QueryError, match="SERVICE is refused"):
        outgoing("ASK { { } SERVICE <urn:x> { } }", None)


def test_a_child_process_has_connections_of_its_own() -> None:
    # A shared connection would deliver answers to the other process.
    with store_answered(OK) as (store, _):
        connection = store._connection
        mine = connection._client
        connection._clients[os.getpid() + 1] = connection._clients.pop(os.getpid())
        assert connection._client is not mine
        mine.close()


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("", "sparql", "CSEKG_ENDPOINT: write an address as https://host/sparql"),
        ("", f"http://me:{SECRET}@host/", "CSEKG_ENDPOINT: set CSEKG_ENDPOINT_USER and"),
        ("_TIMEOUT", "0", "CSEKG_ENDPOINT_TIMEOUT: Input should be greater than 0"),
        ("_DEFAULT_GRAPH", "no iri", "CSEKG_ENDPOINT_DEFAULT_GRAPH: "),
    ],
)
def test_an_unusable_setting_is_told_without_its_value(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, expected: str
) -> None:
    monkeypatch.setenv("CSEKG_ENDPOINT", "http://127.0.0.1/sparql")
    monkeypatch.setenv(f"CSEKG_ENDPOINT{variable}", value)
    with pytest.raises(CsekgError) as error:
        endpoint_settings()
    assert expected in str(error.value)
    assert SECRET not in str(error.value)
