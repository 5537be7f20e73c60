"""Well-formed answers with unexpected content give one message, at the start and later."""

from __future__ import annotations

import json

import pytest

from csekg.sparql.errors import EndpointError
from csekg.sparql.remote import RemoteStore
from csekg.sparql.store import the_numbers, whole_number
from tests.csekg.sparql.remote.servers import Reply, answering, store_answered

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def table(*rows: dict[str, object], names: str = "n") -> Reply:
    return Reply(body=json.dumps({"head": {"vars": names.split()}, "results": {"bindings": list(rows)}}))


def literal(value: str, datatype: str = INTEGER) -> dict[str, object]:
    return {"type": "literal", "value": value, "datatype": datatype}


TRIPLE = {
    "type": "triple",
    "value": {
        "subject": {"type": "uri", "value": "urn:s"},
        "predicate": {"type": "uri", "value": "urn:p"},
        "object": literal("1"),
    },
}
COUNTS = {
    "no row": table(),
    "two rows": table({"n": literal("1")}, {"n": literal("2")}),
    "unbound": table({}),
    "no column": table({}, names=""),
    "two columns": table({"n": literal("1"), "m": literal("1")}, names="n m"),
    "a word": table({"n": literal("many")}),
    "empty": table({"n": literal("")}),
    "an address": table({"n": {"type": "uri", "value": "urn:1"}}),
    "no decimal digits": table({"n": literal("²")}),
    "a fraction": table({"n": literal("1.5")}),
    "huge": table({"n": literal("9" * 5000)}),
    "huge, as a duration": table(
        {"n": {"type": "literal", "datatype": INTEGER.replace("integer", "dayTimeDuration"), "value": "9" * 5000}}
    ),
    "a blank node": table({"n": {"type": "bnode", "value": "b"}}),
    "a triple": table({"n": TRIPLE}),
    "a truth value": Reply(body='{"head":{},"boolean":true}'),
}


@pytest.mark.parametrize("reply", COUNTS.values(), ids=COUNTS)
def test_a_count_that_is_none(reply: Reply) -> None:
    with store_answered(reply) as (store, _), pytest.raises(EndpointError) as raised:
        store.triples()
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 500


RELEASES = {
    "a word for a graph": table({"version": literal("v1"), "graph": literal("g")}, names="version graph"),
    "two versions": table({"version": literal("v1")}, {"version": literal("v2")}, names="version"),
    "a version in one row alone": table({"version": literal("v1")}, {}, names="version"),
    "an empty version": table({"version": literal("")}, names="version"),
    "a version with a line end": table({"version": literal("v\r\nSet-Cookie: x")}, names="version"),
    "a version with a quote": table({"version": literal('v"1')}, names="version"),
    "a long version": table({"version": literal("v" * 129)}, names="version"),
    "an address for a version": table({"version": {"type": "uri", "value": "urn:v"}}, names="version"),
}


@pytest.mark.parametrize("reply", RELEASES.values(), ids=RELEASES)
def test_a_release_that_is_none(reply: Reply) -> None:
    with (
        answering(lambda *_: reply) as (server, _),
        pytest.raises(EndpointError, match="names its release in") as raised,
    ):
        RemoteStore(server.settings())
    assert str(raised.value).isprintable()


def test_numbers() -> None:
    assert the_numbers([("1", "-2")], 2) == [1, -2]
    assert whole_number("9" * 18) == 10**18 - 1
    for text in ("", " 1", "1\n", "+1", "1e3", "0x1", "٣", "9" * 19):
        with pytest.raises(EndpointError):
            whole_number(text)


@pytest.mark.parametrize("value", [None, literal("2"), literal("yes"), TRIPLE])
def test_a_truth_value_in_a_row_is_not_guessed(value: dict[str, object] | None) -> None:
    """Virtuoso answers ASK with a row of one number; another value is not `false`."""
    reply = table({} if value is None else {"n": value})
    with store_answered(reply) as (store, _), pytest.raises(EndpointError, match="not with SPARQL results"):
        store.query("ASK {}")


@pytest.mark.parametrize("names", ["y", "x y", "x", "y x z"])
def test_rows_of_another_query(names: str) -> None:
    """A cache in between may mix up its answers; a State's page would say that there is none."""
    reply = table({name: literal("1") for name in names.split()}, names=names)
    with store_answered(reply) as (store, _):
        for text in ("SELECT ?x ?y { ?x ?p ?y }", "SELECT * { ?x <urn:p> ?y }"):
            if names == "x y":
                assert store.values(text) == [("1", "1")]
            else:
                with pytest.raises(EndpointError, match="not with x, y: does"):
                    store.values(text)


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from csekg import cli

    def fail() -> None:
        raise ValueError("ours")

    monkeypatch.setattr(cli, "app", fail)
    monkeypatch.setattr("sys.argv", ["csekg", "state"])
    monkeypatch.delitem(__import__("sys").modules, "csekg.sparql.remote.store", raising=False)
    with pytest.raises(ValueError, match="ours"):
        cli.main()
