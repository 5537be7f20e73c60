"""Everything that queries a store answers alike over a server and over the embedded store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.answers.common import groups
from csekg.answers.entities import actors
from csekg.answers.status import status_answers
from csekg.errors import CsekgError
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.remote import RemoteStore
from csekg.sparql.saved_queries import SavedQuery, check_keys, saved_queries
from csekg.sparql.store import QueryEngine, read, rows_of
from csekg.validation import validate
from tests.csekg.sparql.remote.servers import VIRTUOSO, opened, virtuoso

QUERIES = saved_queries()
#: Queries that Virtuoso answers differently, since it writes a truth value as a number, divides integers to an integer,
#: sums over a sub-query differently, or joins what GRAPH and a sub-query exclude; see docs/remote.md.
VIRTUOSO_DIFFERS = (
    "bound-on-adoption-day footnotes gap-urged not-party paragraph-to-states parties-by-treaty signed-never-ratified "
    "state-at-a-glance stated-differs-from-computed status-reasons where-does-this-date-come-from who-was-bound-on "
    "universal-or-not actors-outside-the-un"
)
#: They take Virtuoso up to nine seconds, or it refuses them (groups-coverage).
SLOW_ON_VIRTUOSO = {"groups-coverage", "assessors-disagree", "bound-and-not-conforming", "findings-that-changed"}


@pytest.fixture(scope="module")
def on_virtuoso(tmp_path_factory: pytest.TempPathFactory, dataset: bytes) -> Iterator[RemoteStore]:
    """Virtuoso with the whole dataset."""
    if not VIRTUOSO:
        pytest.skip("virtuoso-opensource-7 is not installed")
    with virtuoso(tmp_path_factory.mktemp("virtuoso"), dataset) as server, opened(server) as store:
        yield store


@pytest.fixture(params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.long)])
def both(request: pytest.FixtureRequest) -> tuple[RemoteStore, Store]:
    """A store over a server, and the embedded store over the same dataset."""
    names = {"oxigraph": ("small_remote", "small_store"), "virtuoso": ("on_virtuoso", "store")}
    there, here = map(request.getfixturevalue, names[request.param])
    return there, here


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_saved_query_answers_the_same(small_store: Store, small_remote: RemoteStore, query: SavedQuery) -> None:
    assert small_remote.select(query.text, query.bindings({})) == small_store.select(query.text)


def test_keys_are_looked_up_on_the_server(small_remote: RemoteStore) -> None:
    query = QUERIES["who-was-bound-on"]
    check_keys(small_remote, query, query.bindings({}))
    with pytest.raises(CsekgError, match="instrument/opcs is not known"):
        check_keys(small_remote, query, query.bindings({"treaty": "opcs"}))


@pytest.mark.long
@pytest.mark.parametrize("name", sorted({*QUERIES} - SLOW_ON_VIRTUOSO))
def test_a_saved_query_answers_the_same_on_virtuoso(store: Store, on_virtuoso: RemoteStore, name: str) -> None:
    # A query that agrees must be removed from the list.
    same = on_virtuoso.values(QUERIES[name].text) == store.values(QUERIES[name].text)
    assert same == (name not in VIRTUOSO_DIFFERS.split())


def test_a_slow_query_is_sent_rewritten(small_store: Store, small_remote: RemoteStore) -> None:
    pattern = "?act a cse:Ratification ; cse:treaty instrument:opsc ; cse:actor ?s"
    for query in (
        f"SELECT ?s WHERE {{ ?s a cse:State FILTER NOT EXISTS {{ {pattern} }} }} ORDER BY ?s",
        f"SELECT ?s WHERE {{ ?s a cse:State OPTIONAL {{ {pattern} }} FILTER(!BOUND(?act)) }} ORDER BY ?s",
    ):
        ours, theirs = (read(store.query(query), rows_of) for store in (small_store, small_remote))
        assert theirs == ours
        assert len(ours) > 10


def test_the_library_answers_the_same(small_store: Store, small_remote: RemoteStore) -> None:
    def answers(store: QueryEngine) -> list[object]:
        reports = status_answers.status(store, "crc", date(2007, 4, 27)), status_answers.gaps(store, "opsc")
        rows = [*status_answers.state(store, "FRA"), *(row for report in reports for row in report.rows)]
        return [*(row.model_dump() for row in rows), actors.actors(store), groups.groups(store)]

    assert answers(small_remote) == answers(small_store)
    assert validate(small_remote) == validate(small_store)
    assert small_remote.n_quads() == small_store.n_quads()


def test_graphs_are_the_same(both: tuple[RemoteStore, Store]) -> None:
    there, here = both
    name = ns.graph("ilo-members")
    assert there.named_graphs() == here.named_graphs()
    assert set(there.quads(name)) == set(here.quads(name))
    size = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert there.values(size) == here.values(size)


def test_results_are_of_the_same_kinds(both: tuple[RemoteStore, Store]) -> None:
    there, _ = both
    answers = [there.query(f"ASK {{ {thing} ?p ?o }}") for thing in ("instrument:opsc", "<urn:nothing>")]
    assert [type(answer) for answer in answers] == [ox.QueryBoolean] * 2
    assert [*map(bool, answers)] == [True, False]
    described = there.query("DESCRIBE instrument:opsc")
    assert isinstance(described, ox.QueryTriples)
    assert sum(1 for _ in described) > 10
    # Virtuoso writes these as numbers.
    values = "VALUES ?o { true false 'P30D'^^xsd:dayTimeDuration }"
    rows = there.values(f"SELECT ?o WHERE {{ ?s ?p ?o {values} }} GROUP BY ?o ORDER BY STR(?o)")
    # Virtuoso takes 1 and true for one value.
    assert {text for (text,) in rows} <= {"true", "false", "P30D", "0", "1"}
    assert len(rows) > 1


def test_graphs_of_the_protocol_stand_in_place_of_those_of_the_query(both: tuple[RemoteStore, Store]) -> None:
    there, here = both
    name = ns.graph("ilo-members")
    rows = there.query("SELECT (COUNT(*) AS ?n) FROM id:nowhere { ?s ?p ?o }", default_graphs=[name.value])
    assert isinstance(rows, ox.QuerySolutions)
    members = len(set(here.quads(name)))
    assert [int(row["n"].value) for row in rows] == [members]
    assert members > 10
