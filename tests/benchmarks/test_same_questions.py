"""The main questions in SQL have SPARQL's answers: on DuckDB, and on a cluster with workers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.same_questions import QUESTIONS
from benchmarks.sql_engines import Ask, cluster_over, duckdb_over
from benchmarks.synthetic import synthetic_dataset, templates
from benchmarks.tables import columns, sparql, sql, write_tables
from csekg.sparql.oxigraph_store import Store
from csekg.tables.as_sqlite import views

pytestmark = [
    pytest.mark.timeout(400),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]


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
