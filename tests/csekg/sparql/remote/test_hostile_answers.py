"""Answers made to bring the process down that reads them: each is one message."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest

from csekg.sparql.errors import EndpointError
from csekg.sparql.remote import RemoteStore, responses
from csekg.sparql.remote.responses import _bounded_lines, _bounded_objects
from tests.csekg.sparql.remote.servers import Reply, answering, store_answered

QUERY, GRAPH = "SELECT ?x { ?s ?p ?x }", "CONSTRUCT WHERE { ?s ?p ?o }"
HEAD, END = '{"head":{"vars":["x"]},"results":{"bindings":[{"x":', "}]}}"
NAME = '{"type":"uri","value":"a:b"}'
TRIPLE = f'{{"type":"triple","value":{{"subject":{NAME},"predicate":{NAME},"object":'
#: Enough for Oxigraph's parsers to use up the stack of a process.
FATAL = 30_000


def nested(depth: int) -> str:
    return HEAD + TRIPLE * depth + NAME + "}}" * depth + END


def nested_line(depth: int) -> str:
    return "<a:b> <a:b> " + "<<( <a:b> <a:b> " * depth + '"1"' + " )>>" * depth + " .\n"


def reply(body: str, media_type: str) -> Reply:
    return Reply(content_type=f"application/{media_type}", body=body)


def refused(body: str, text: str = QUERY, media_type: str = "sparql-results+json") -> str:
    with store_answered(reply(body, media_type)) as (store, _), pytest.raises(EndpointError) as raised:
        list(store.query(text))  # type: ignore[arg-type]
    return str(raised.value)


@pytest.mark.parametrize(
    "body",
    [
        nested(FATAL),
        HEAD + TRIPLE * FATAL,
        # Braces in strings close nothing.
        HEAD + TRIPLE.replace("a:b", "a:}}}}") * FATAL,
        HEAD + TRIPLE.replace("a:b", 'a:\\"}}\\\\\\"}}') * FATAL,
        HEAD + TRIPLE.replace('"object"', '"\\u006fbject"') * FATAL,
    ],
    ids=["closed", "open", "braces in strings", "escapes", "escaped names"],
)
def test_a_deep_triple_is_refused_before_it_is_parsed(body: str) -> None:
    assert refused(body).endswith("nests the values of an answer more than 100 deep")


def test_a_deep_triple_in_a_graph_is_refused_before_it_is_parsed() -> None:
    message = refused("<a:b> <a:b> <a:b> .\n" + nested_line(FATAL), GRAPH, "n-triples")
    assert message.endswith("nests the values of an answer more than 100 deep")


def test_what_is_less_deep_is_read() -> None:
    with store_answered(Reply(body=nested(45))) as (store, _):
        [(term,)] = store.query(QUERY)  # type: ignore[misc]
        assert str(term).count("<<(") == 44
    # Statements about a triple, as many as there may be.
    with store_answered(reply(nested_line(100) + nested_line(1) * 500, "n-triples")) as (store, _):
        assert len(list(store.query(GRAPH))) == 2  # type: ignore[arg-type]


LAUGHS = (
    "<!DOCTYPE r [<!ENTITY e0 'ha'>" + "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(12)) + "]>"
    "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:Description r:about='a:b'>"
    "<p xmlns='a:'>&e12;</p></r:Description></r:RDF>"
)


@pytest.mark.parametrize(
    ("text", "media_type", "body"),
    [
        (QUERY, "sparql-results+xml", "<sparql/>"),
        (QUERY, "sparql-results+xml", "<result>" * FATAL),
        (GRAPH, "rdf+xml", LAUGHS),
        (GRAPH, "ld+json", '{"@context": "http://127.0.0.1:1/"}'),
        (GRAPH, "trig", "<a:b> <a:b> " + "<<( <a:b> <a:b> " * FATAL),
    ],
)
def test_other_formats_than_those_asked_for_are_not_parsed(text: str, media_type: str, body: str) -> None:
    assert f"answers with application/{media_type}, not with " in refused(body, text, media_type)


def test_rows_and_triples_have_a_most_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responses, "_MOST_PARTS", 1000)
    rows = HEAD.removesuffix('{"x":') + ",".join(["{}"] * 1001) + "]}}"
    assert refused(rows).endswith("sends more than 1,000 objects in one answer")
    lines = "".join(f'<a:b> <a:b> "{n}" .\n' for n in range(1001))
    assert refused(lines, GRAPH, "n-triples").endswith("sends more than 1,000 objects in one answer")


def test_a_release_is_described_in_less_than_a_megabyte() -> None:
    rows = '{"head":{"vars":["g"]},"results":{"bindings":[' + "{}," * 400_000
    with answering(lambda *_: Reply(body=rows)) as (server, seen):
        with pytest.raises(EndpointError, match="its release in more than a megabyte"):
            RemoteStore(server.settings())
        assert len(seen) == 1


def cut(content: bytes, chance: random.Random) -> Iterator[bytes]:
    while content:
        size = chance.randrange(1, 9)
        yield content[:size]
        content = content[size:]


def value(chance: random.Random, depth: int) -> object:
    if depth and chance.random() < 0.7:
        keys = ("a", '"', "\\", "{", '}"', "\\\\")
        return {key: value(chance, depth - 1) for key in chance.sample(keys, chance.randint(0, 4))}
    return chance.choice(["", '{"', "}}\\", '\\\\"{', 1, None, [{}, [{"a": "}"}]]])


def depth_of(thing: object) -> int:
    if isinstance(thing, dict):
        return 1 + max(map(depth_of, thing.values()), default=0)
    return max(map(depth_of, thing), default=0) if isinstance(thing, list) else 0


def test_the_depth_is_that_of_the_objects_however_a_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(26)
    refusals = 0
    for _ in range(2000):
        thing = value(chance, 6)
        text, depth = json.dumps(thing).encode(), depth_of(thing)
        monkeypatch.setattr(responses, "_DEEPEST", depth)
        assert b"".join(_bounded_objects(cut(text, chance), "x")) == text
        # The limit may be passed by as much again, since it is applied to pieces and their sum.
        monkeypatch.setattr(responses, "_DEEPEST", (depth - 1) // 2)
        if depth:
            refusals += 1
            with pytest.raises(EndpointError):
                list(_bounded_objects(cut(text, chance), "x"))
    assert refusals > 500


def test_the_depth_is_that_of_a_line_however_a_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(26)
    for _ in range(300):
        depths = [chance.randrange(9) for _ in range(5)]
        text = "".join(map(nested_line, depths)).encode()
        monkeypatch.setattr(responses, "_DEEPEST", max(depths))
        assert b"".join(_bounded_lines(cut(text, chance), "x")) == text
        monkeypatch.setattr(responses, "_DEEPEST", max(depths) - 1)
        with pytest.raises(EndpointError):
            list(_bounded_lines(cut(text, chance), "x"))
