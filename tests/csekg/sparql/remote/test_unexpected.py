"""Well-formed answers with unexpected content give one message, at the start and later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pytest

from csekg.errors import CsekgError
from csekg.sparql.errors import EndpointError
from csekg.sparql.remote import RemoteStore
from csekg.sparql.remote.release import held
from csekg.sparql.store import the_numbers, whole_number
from tests.command import program
from tests.csekg.sparql.remote.servers import Reply, Request, answering, opened
from tests.csekg_api.service import Service, serving

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def table(*rows: dict[str, object], names: str = "n") -> Reply:
    return Reply(
        body=json.dumps({"head": {"vars": names.split()}, "results": {"bindings": list(rows)}})
    )


def literal(value: str, datatype: str = INTEGER) -> dict[str, object]:
    return {"type": "literal", "value": value, "datatype": datatype}


TRIPLE = {"type": "triple", "value": {
    "subject": {"type": "uri", "value": "urn:s"}, "predicate": {"type": "uri", "value": "urn:p"},
    "object": literal("1"),
}}  # fmt: skip
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
        {"n": {"type": "literal", "datatype": INTEGER.replace("integer", "dayTimeDuration"),
               "value": "9" * 5000}}
    ),
    "a blank node": table({"n": {"type": "bnode", "value": "b"}}),
    "a triple": table({"n": TRIPLE}),
    "a truth value": Reply(body='{"head":{},"boolean":true}'),
}  # fmt: skip


def counting(reply: Reply) -> Callable[[Request, int], Reply]:
    """Answers counts with this, and everything else like an empty server."""
    return lambda request, _: reply if "COUNT" in request.form["query"][0] else Reply()


@pytest.mark.parametrize("reply", COUNTS.values(), ids=COUNTS)
def test_a_count_that_is_none(reply: Reply) -> None:
    with (
        answering(counting(reply)) as (server, _),
        opened(server) as store,
        pytest.raises(EndpointError) as raised,
    ):
        store.triples()
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 500


@pytest.mark.parametrize("name", ["no row", "unbound", "a word", "huge", "two columns"])
def test_the_service_does_not_start_on_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(counting(COUNTS[name])) as (server, _):
        monkeypatch.setenv("CSEKG_ENDPOINT", server.query)
        ended = program("serve", "--port", "0")
    assert ended.returncode == 2, ended.stderr
    assert ended.stderr.startswith("csekg: ")
    assert ended.stderr.count("\n") == 1
    assert "does the server hold a release that csekg push has loaded?" in ended.stderr


RELEASES = {
    "a word for a graph": table(
        {"version": literal("v1"), "graph": literal("g")}, names="version graph"
    ),
    "two versions": table({"version": literal("v1")}, {"version": literal("v2")}, names="version"),
    "a version in one row alone": table({"version": literal("v1")}, {}, names="version"),
    "an empty version": table({"version": literal("")}, names="version"),
    "a version with a line end": table({"version": literal("v\r\nSet-Cookie: x")}, names="version"),
    "a version with a quote": table({"version": literal('v"1')}, names="version"),
    "a long version": table({"version": literal("v" * 129)}, names="version"),
    "an address for a version": table(
        {"version": {"type": "uri", "value": "urn:v"}}, names="version"
    ),
}  # fmt: skip


@pytest.mark.parametrize("reply", RELEASES.values(), ids=RELEASES)
def test_a_release_that_is_none(reply: Reply) -> None:
    with (
        answering(lambda *_: reply) as (server, _),
        pytest.raises(EndpointError, match="names its release in") as raised,
    ):
        RemoteStore(server.settings())
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("graph", [literal("g"), {"type": "bnode", "value": "b"}, TRIPLE])
def test_a_name_of_a_graph_that_is_none(graph: dict[str, object]) -> None:
    reply = table({"graph": graph}, names="graph")
    with (
        answering(lambda _, number: reply if number > 1 else Reply()) as (server, _),
        pytest.raises(EndpointError),
    ):
        RemoteStore(server.settings())


def test_a_row_without_the_name_of_a_graph() -> None:
    reply = table({}, names="graph")
    with (
        answering(lambda _, number: reply if number > 1 else Reply()) as (server, _),
        opened(server) as store,
    ):
        assert store.named_graphs() == []


def test_a_release_as_push_writes_it() -> None:
    version, graph = ox.Literal("ab12"), ox.NamedNode("urn:g")
    assert held([{"version": version, "graph": graph}], "server") == ("ab12", {"urn:g"})
    assert held([{"version": version, "graph": None}], "server") == ("ab12", set())
    assert held([], "server") == (None, set())


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
    with answering(lambda _, number: Reply() if number < 3 else reply) as (server, _):
        store = RemoteStore(server.settings())
        with pytest.raises(EndpointError, match="not with SPARQL results"):
            store.query("ASK {}")
        store.close()


@pytest.mark.parametrize("names", ["y", "x y", "x", "y x z"])
def test_rows_of_another_query(names: str) -> None:
    """A cache in between may mix up its answers; a State's page would say that there is none."""
    reply = table({name: literal("1") for name in names.split()}, names=names)
    with answering(lambda _, number: reply if number > 2 else Reply()) as (server, _):
        store = RemoteStore(server.settings())
        for text in ("SELECT ?x ?y { ?x ?p ?y }", "SELECT * { ?x <urn:p> ?y }"):
            if names == "x y":
                assert store.values(text) == [("1", "1")]
            else:
                with pytest.raises(EndpointError, match="not with x, y: does"):
                    store.values(text)
        store.close()


#: For any query, rows of the right width with a word in each cell.
WORDS = {"type": "literal", "value": "w"}


def wordy(request: Request, number: int) -> Reply:
    text = request.form["query"][0]
    if number < 3:
        return Reply()
    if "COUNT" in text:
        return table({"n": literal("1")})
    asked = ox.Store().query(text)
    if not isinstance(asked, ox.QuerySolutions):
        return Reply(body='{"head":{},"boolean":true}')
    names = [variable.value for variable in asked.variables]
    return table(dict.fromkeys(names, WORDS), names=" ".join(names))


@pytest.fixture
def service() -> Iterator[Service]:
    with answering(wordy) as (server, _):
        variables = {"CSEKG_ENDPOINT": server.query, "CSEKG_LOG_FORMAT": "json"}
        with serving(variables=variables) as service:
            yield service


def test_rows_of_words_are_no_fault_of_the_client_or_the_service(service: Service) -> None:
    seen = set()
    for path in (
        "/states/FRA", "/treaties/opsc", "/sources", "/changes?treaty=crc", "/gaps", "/matrix",
        "/api/v1/states", "/api/v1/treaties", "/api/v1/sources", "/api/v1/changes?from=2007-01-01",
        "/api/v1/parties?treaty=crc", "/.well-known/void", "/sparql?format=turtle",
    ):  # fmt: skip
        answer = service.request("GET", path, headers={"Accept": "*/*"})
        assert answer.status != 500, (path, answer.body)
        seen.add(answer.status)
        if answer.status == 502:
            assert b"are not those of a release of csekg" in answer.body
    assert 502 in seen
    _, log = service.terminate()
    assert "makes no TreatyInfo (ValueError: " in log
    assert "Traceback" not in log


@pytest.mark.parametrize(
    "command",
    [("state", "Ireland"), ("status", "opsc"), ("gaps", "opsc"), ("network", "path", "a", "b")],
)
def test_commands_end_in_one_message(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(wordy) as (server, _):
        monkeypatch.setenv("CSEKG_ENDPOINT", server.query)
        ended = program(*command)
    assert "Traceback" not in ended.stderr
    if ended.returncode:
        assert ended.returncode == 2
        assert ended.stderr.startswith("csekg: ")


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from csekg import cli

    def fail() -> None:
        raise ValueError("ours")

    monkeypatch.setattr(cli, "app", fail)
    monkeypatch.setattr("sys.argv", ["csekg", "state"])
    monkeypatch.delitem(__import__("sys").modules, "csekg.sparql.remote.store", raising=False)
    with pytest.raises(ValueError, match="ours"):
        cli.main()


def test_the_error_is_one_of_csekg() -> None:
    assert issubclass(EndpointError, CsekgError)
