"""Synthetic datasets keep the rules of the real one, and SQL answers over them as SPARQL does."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.same_questions import QUESTIONS
from benchmarks.sql_engines import Ask, cluster_over, duckdb_over
from benchmarks.synthetic import Templates, synthetic_dataset, templates
from benchmarks.tables import columns, sparql, sql, write_tables
from csekg.sparql.oxigraph_store import Store
from csekg.tables.as_sqlite import views
from csekg.validation import validate

pytestmark = [
    pytest.mark.timeout(400),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]

#: The findings about codes that copied States lack: two letters and three digits do not suffice.
_CODES = {
    f"A State has exactly one {code}: plain text."
    for code in ("ISO 3166-1 alpha-2 code", "ISO 3166-1 numeric code", "M49 code")
}


@pytest.fixture(scope="module")
def made_from(dataset: bytes) -> Templates:
    return templates(dataset)


@pytest.fixture(scope="module")
def doubled(made_from: Templates) -> Store:
    return Store(b"".join(synthetic_dataset(made_from, 2, 2, seed=1)))


def digest(made_from: Templates, seed: int) -> bytes:
    found = hashlib.sha256()
    for part in synthetic_dataset(made_from, 1, 2, seed):
        found.update(part)
    return found.digest()


def test_one_copy_is_the_real_dataset(made_from: Templates, dataset: bytes) -> None:
    lines = b"".join(synthetic_dataset(made_from, 1, 1, seed=1)).splitlines()
    assert sorted(lines) == dataset.splitlines()


def test_a_seed_determines_the_dataset(made_from: Templates) -> None:
    assert digest(made_from, 1) == digest(made_from, 1)
    assert digest(made_from, 1) != digest(made_from, 2)


def findings(store: Store) -> Counter[str]:
    """Count the findings by rule, without those about codes that copies lack."""
    return Counter(
        f"{each.severity} {each.shape} {each.path}" for each in validate(store).findings if each.message not in _CODES
    )


def test_copies_have_the_findings_of_the_real_dataset(store: Store, doubled: Store) -> None:
    real, of_four = findings(store), findings(doubled)
    # Histories are exchanged without regard to when States existed or joined organizations.
    of_time = ("EXIST-", "ELIG-2", "Structure-Existence-label")
    compared = {rule: n for rule, n in of_four.items() if not any(t in rule for t in of_time)}
    assert compared == {rule: 4 * count for rule, count in real.items()}


def test_copies_differ_in_what_they_did(doubled: Store) -> None:
    rows = doubled.values(
        "SELECT ?treaty (GROUP_CONCAT(?key) AS ?parties) { { SELECT ?treaty ?key { "
        "?actor cse:partyTo ?treaty ; dcterms:identifier ?key } ORDER BY ?key } } GROUP BY ?treaty"
    )
    parties = {row[0].rpartition("/")[2]: row[1] for row in rows}
    assert len(parties["untoc"]) == len(parties["untoc-2"])
    assert parties["untoc"] != parties["untoc-2"]


@pytest.fixture(scope="module", params=["real", "twice"])
def world(
    request: pytest.FixtureRequest, dataset: bytes, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Store, Path]:
    """The real dataset, and one with twice the treaties and States, with its tables as Parquet."""
    if request.param == "twice":
        dataset = b"".join(synthetic_dataset(templates(dataset), 2, 2, 7))
    store, folder = Store(dataset), tmp_path_factory.mktemp("tables")
    write_tables(store, folder)
    return store, folder


@pytest.fixture(scope="module", params=["duckdb", "cluster"])
def ask(request: pytest.FixtureRequest, world: tuple[Store, Path]) -> Iterator[Ask]:
    # pyspark takes a main module without a file, as a process of xdist has, for its doctests, and
    # ends the process.
    main = sys.modules["__main__"]
    if not hasattr(main, "__file__"):
        main.__file__ = __file__
    with {"duckdb": duckdb_over, "cluster": cluster_over}[request.param](world[1]) as engine:
        yield engine


def test_each_view_has_its_question() -> None:
    assert sorted(QUESTIONS) == [view.name for view in views()]
    assert columns("joined_both") == ["treaty", "other_treaty", "bound_by_both", "by_the_one_first"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_sql_answers_as_sparql(ask: Ask, world: tuple[Store, Path], question: str) -> None:
    expected = sparql(world[0], question)
    assert len(expected) > 10
    assert sql(ask, question) == expected


def test_the_status_on_a_day_is_a_filter_of_the_spans(ask: Ask, world: tuple[Store, Path]) -> None:
    rows = ask(
        "SELECT actor FROM status_spans WHERE treaty = 'opsc' AND status = 'party' "
        "AND since <= DATE '2007-04-27' AND (until IS NULL OR until > DATE '2007-04-27')"
    )
    found = world[0].values(
        "SELECT ?actor WHERE { ?i cse:treaty instrument:opsc ; cse:status status:party ; "
        "a cse:StatusInterval ; cse:actor/dcterms:identifier ?actor ; cse:from ?since . "
        "OPTIONAL { ?i cse:until ?until } FILTER(?since <= '2007-04-27'^^xsd:date && "
        "(!BOUND(?until) || ?until > '2007-04-27'^^xsd:date)) }"
    )
    assert sorted(rows) == sorted(found)
