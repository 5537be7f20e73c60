"""Generated queries follow the data; each is measured within limits, and the answers are compared."""

from __future__ import annotations

import re
import resource

import pyoxigraph as ox
import pytest

from benchmarks import generated_queries
from benchmarks.generated_queries import measure, report
from benchmarks.random_walks import Query, random_walks
from csekg.namespaces import PREFIXES
from csekg.sparql.oxigraph_store import Store

#: All pairs of triples: nobody waits for them.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d FILTER(STR(?a) < STR(?d)) }"
WORDS = (
    *(
        "OPTIONAL {",
        "NOT EXISTS {",
        "FILTER EXISTS {",
        "MINUS {",
        "!BOUND(",
        "UNION",
        "{ SELECT ?",
        "GROUP BY",
        "HAVING(",
    ),
    *(
        "GRAPH ?",
        "GRAPH <",
        "VALUES ?",
        "UNDEF",
        "BIND(",
        "REGEX(",
        "LANG(",
        " IN (",
        " || ",
        "ORDER BY",
        "LIMIT",
        "OFFSET",
    ),
    *("SELECT DISTINCT", "SELECT *", "ASK {", "CONSTRUCT {", "* ", "+ ", "? ", "|^", "!", "YEAR("),
)


@pytest.fixture(autouse=True)
def any_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process of other tests may have more already than the limit of a run."""
    monkeypatch.setattr(generated_queries, "_MEMORY", resource.RLIM_INFINITY)


def test_a_seed_gives_the_same_queries(small_store: Store) -> None:
    first, second, other = (list(random_walks(small_store._store, seed, 20)) for seed in (1, 1, 2))
    assert first == second != other


def test_queries_are_of_all_kinds_and_find_something(small_store: Store) -> None:
    queries = list(random_walks(small_store._store, 1, 400))
    assert [word for word in WORDS if not any(word in query.text for query in queries)] == []
    empty = ox.Store()
    for query in queries:
        empty.query(query.text, prefixes=PREFIXES)
    of_all = [query for query in measure(small_store, queries[:8]) if query.outcomes[0]]
    assert len({query.outcomes[0].answer for query in of_all if query.outcomes[0]}) > 4


def test_answers_are_compared_and_losses_counted(
    small_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report(list(measure(small_store, random_walks(small_store._store, 1, 5))))
    # A query of a random walk can be without an end.
    printed = capsys.readouterr().out
    assert re.search("with an answer on each way: [1-5], of these with another one on ours: 0", printed)
    slow = "SELECT ?a { ?a ?p ?b }"
    ways = generated_queries._WAYS | {"ours": lambda store, _: store.query(slow)}
    monkeypatch.setattr(generated_queries, "_WAYS", ways)
    report(list(measure(small_store, [Query("SELECT ?s { ?s a cse:Treaty }")] * 2)))
    rows = capsys.readouterr().out.splitlines()
    assert "  with an answer on each way: 2, of these with another one on ours: 2" in rows
    [ours] = [row.split() for row in rows if row.startswith("all")]
    # n, and how many are lost.
    assert (ours[1], ours[-3]) == ("2", "2")


def test_a_query_without_an_end_is_ended(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated_queries, "_LIMIT", 0.2)
    [measured] = measure(small_store, [Query(ENDLESS)])
    assert measured.outcomes == (None, None)
