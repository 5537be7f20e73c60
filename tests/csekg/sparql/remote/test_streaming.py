"""Long answers are transferred as they are read: unread bytes are not transferred."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice

import pyoxigraph as ox
import pytest

from csekg.errors import QueryError
from csekg.sparql.errors import EndpointError
from csekg.sparql.remote.responses import AT_ONCE
from csekg_api.sparql.job import decode, encode, query_job
from csekg_api.sparql.protocol import QueryRequest
from tests.csekg.sparql.remote.servers import Reply, store_answered

ROWS, GRAPH = "SELECT ?x { ?s ?p ?x }", "CONSTRUCT WHERE { ?s ?p ?x }"
HEAD = '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"0"}}'
ROW = ',{"x":{"type":"literal","value":"1"}}'
TRIPLE = "<urn:s> <urn:p> <urn:o%d> .\n"
#: More than any limit here, and than the buffers between client and server.
MOST = 64 << 20


class Long:
    """A body of many megabytes that counts the bytes read from it."""

    def __init__(self, head: str, piece: Callable[[int], str]) -> None:
        self.taken = 0
        self._head, self._piece = head, piece

    def __iter__(self) -> Iterator[str]:
        yield self._head
        while self.taken < MOST:
            piece = self._piece(self.taken)
            self.taken += len(piece)
            yield piece


def rows() -> Long:
    return Long(HEAD, lambda _: ROW * 1000)


def triples() -> Long:
    return Long("", lambda taken: "".join(TRIPLE % (taken + n) for n in range(1000)))


def test_rows_are_fetched_as_they_are_read() -> None:
    body = rows()
    with store_answered(Reply(body=body)) as (store, _):
        results = store.query(ROWS)
        assert isinstance(results, ox.QuerySolutions)
        assert [row["x"].value for row in islice(results, 3)] == ["0", "1", "1"]
        del results
    assert body.taken < MOST


@pytest.mark.parametrize(
    ("text", "media_type", "body"),
    [(ROWS, "application/sparql-results+json", rows), (GRAPH, "application/n-triples", triples)],
)
def test_an_answer_beyond_the_limit_is_given_up(text: str, media_type: str, body: Callable[[], Long]) -> None:
    sent = body()
    with store_answered(Reply(content_type=media_type, body=sent)) as (store, _):
        reply = query_job(store, 2)(encode(QueryRequest(text, "xml", "")))
        with pytest.raises(QueryError, match="more than 2 megabytes, which is the limit"):
            decode(reply)
    assert sent.taken < MOST


def test_a_limit_for_others_is_none_for_us() -> None:
    content = "".join(TRIPLE % number for number in range(100_000))
    reply = Reply(content_type="application/n-triples", body=content)
    with store_answered(reply) as (store, _):
        with pytest.raises(QueryError):
            store.limited(1 << 20).query(GRAPH)
        assert sum(1 for _ in store.quads()) == 100_000


def cut(length: int) -> Reply:
    """An answer that announces more than the server sends before it fails."""
    body = HEAD + ROW * (length // len(ROW))
    return Reply(body=body, headers={"Content-Length": str(2 * len(body))})


def test_an_answer_that_breaks_off_is_asked_for_again() -> None:
    with store_answered(cut(AT_ONCE // 2), Reply(body=HEAD + "]}}")) as (store, seen):
        assert store.values(ROWS) == [("0",)]
        assert len(seen) == 2


def test_a_long_answer_that_breaks_off_is_no_shorter_answer() -> None:
    with store_answered(cut(3 * AT_ONCE)) as (store, seen):
        with pytest.raises(EndpointError, match="cannot be reached: peer closed connection"):
            store.values(ROWS)
        # The beginning of the answer has been sent to the client.
        assert len(seen) == 1
        reply = query_job(store, 64)(encode(QueryRequest(ROWS, "csv", "")))
        assert not reply.head
        assert json.loads(reply.body)["status"] == 502
