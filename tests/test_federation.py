"""SERVICE is refused wherever it is the keyword, and nowhere else."""

from __future__ import annotations

import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import product

import pyoxigraph as ox
import pytest

from csekg.errors import QueryError
from csekg.federation import refuse_federation

REFUSED = [
    "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { service silent ?e { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a' . SERVICE?e{?s ?p ?o} }",
    "SELECT * { ?s ?p ?o } #\nVALUES ?x {1} \nSELECT * {SERVICE<http://example.org/>{}}",
    "PREFIX service: <http://example.org/> SELECT * { SERVICE service:x { ?s ?p ?o } }",
    'SELECT * { ?s ?p "it\'s" . SERVICE <http://example.org/> { ?s ?p "#" } }',
    "SELECT * { ?s ?p '''a'b''' . SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<?b) SERVICE <http://example.org/> { ?s ?p ?o } FILTER(?c>?d) }",
    # The engine's parser wants no space around a keyword.
    "SELECT * { ?s ?p 1SERVICE<http://example.org/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://example.org/>{ ?s ?p ?o } }",
    "PREFIX : <http://example.org/> SELECT * { SERVICE:x{ ?s ?p ?o } }",
    "PREFIX e: <http://example.org/> SELECT * { SERVICEe:x #\n { ?s ?p ?o } }",
    "PREFIX : <http://example.org/> SELECT * { ?s ?p :.SERVICE<http://example.org/>{ ?s ?p ?o } }",
    # What looks like an IRI may be two comparisons, and the string begins at another place.
    "SELECT * { FILTER(?a<?b&&'>'='')SERVICE<http://example.org/>{ ?s ?p ?o } FILTER(''='') }",
    "SELECT * { FILTER(?a<?b&&'>#'!='')SERVICE<http://example.org/>{ ?s ?p ?o } }",
]
ALLOWED = [
    "SELECT * { ?service ?p ?o } # SERVICE <http://example.org/>",
    "SELECT * { ?s <http://example.org/SERVICE> 'SERVICE' }",
    'SELECT * { ?s ?p """a SERVICE\n"quoted" """ }',
    "PREFIX service: <http://example.org/> SELECT * { ?s service:SERVICE $service }",
    "PREFIX : <http://example.org/> SELECT * { ?s :service ?o }",
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT * { ?s <http://example.org/it's/SERVICE> <urn:service:x>, <http://x/#SERVICE> }",
    "PREFIX service: <http://example.org/#service> ASK { service:a service:b service: }",
    "PREFIX e: <http://example.org/> SELECT (COUNT(?service)AS?SERVICE) { ?s e:a.service e:b }",
]


@pytest.mark.parametrize("query", REFUSED)
def test_refuses_the_keyword(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        refuse_federation(query)


@pytest.mark.parametrize("query", ALLOWED)
def test_lets_the_word_pass_elsewhere(query: str) -> None:
    refuse_federation(query)


#: Pieces of queries, put together in every way: what stands before the keyword, what parts them,
#: the keyword, and what it names.
BEFORE = (
    "", "?s ?p 1", "?s ?p true", "?s ?p 'a'@en", "?s ?p :a", "?s ?p :", "?s ?p :a-b", "FILTER(1<2)",
    "FILTER(1<2&&'>'!='')", "FILTER(1<2&&\"'>\"!='')", "OPTIONAL{}",
)  # fmt: skip
BETWEEN = ("", " ", ".", " . ", "#>'\n", "#\r")
KEYWORD = ("SERVICE", "service ", "SERVICESILENT", "Service SILENT", "SERVICE#'\n")
NAMED = ("<{}>", ":x", "e:x", " :x#\n")


def test_whatever_the_engine_would_call_is_refused() -> None:
    """Asked without our check, the engine shows which texts it understands as calls."""
    bare = ox.Store()
    called: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as answering:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        count = Counter[str]()

        def answer() -> None:
            while True:
                connection, _ = listener.accept()
                with connection:
                    if connection.recv(1) == b"!":
                        return
                    count["calls"] += 1

        done = answering.submit(answer)
        for value in ("1", "true", "'a'@en", f"<{address}a>", f"<{address}>", f"<{address}a-b>"):
            bare.update(f"INSERT DATA {{ <urn:s> <urn:p> {value} }}")
        for before, between, keyword, named in product(BEFORE, BETWEEN, KEYWORD, NAMED):
            service = keyword + named.format(address)
            query = (
                f"PREFIX : <{address}> PREFIX e: <{address}> "
                f"SELECT * {{ {before}{between}{service}{{ ?x ?y ?z }} }}"
            )
            calls = count["calls"]
            with suppress(SyntaxError, OSError):
                list(bare.query(query))  # type: ignore[arg-type]
            if count["calls"] > calls:
                called.append(query)
        with socket.create_connection(listener.getsockname()) as last:
            last.sendall(b"!")
        done.result(timeout=10)
    assert len(called) > 500
    for query in called:
        with pytest.raises(QueryError, match="SERVICE is refused"):
            refuse_federation(query)


def test_a_long_text_is_read_in_no_time() -> None:
    started = time.perf_counter()
    for piece in (
        "<",
        "<a>",
        "'",
        "<'>",
        '"""',
        "#<",
        "?a<b:c'>",
        "a:",
        ":.",
        "a.",
        "{<a'>}",
        "'''\\",
    ):
        refuse_federation("# service\n" + piece * 50_000)
    assert time.perf_counter() - started < 5
