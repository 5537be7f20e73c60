"""ORDER BY over values of several kinds, which ends the process of Oxigraph alone."""

from __future__ import annotations

import random
import subprocess
import sys
from decimal import Decimal

import pyoxigraph as ox
import pytest

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries
from csekg.sparql.store import read, rows_of
from csekg.sparql.untrusted.planner import Statistics, sortable

EX = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
EVERY = "SELECT ?s ?o { ?s ?p ?o } ORDER BY"


def literal(chance: random.Random) -> ox.Literal:
    number = chance.randint(-400, 4000)
    datatype = chance.choice(
        [
            "integer",
            "decimal",
            "double",
            "string",
            "date",
            "dateTime",
            "gYear",
            "boolean",
            "dayTimeDuration",
            "yearMonthDuration",
            "anyURI",
            "en",
        ]
    )
    match datatype:
        case "en":
            return ox.Literal(str(number), language="en")
        case "date" | "dateTime":
            written = f"{1900 + number % 200}-0{1 + number % 9}-1{number % 10}"
            written += "T00:00:00" if datatype == "dateTime" else ""
            written += chance.choice(["", "Z", "+05:00"])
        case "boolean":
            written = chance.choice(["true", "false"])
        case "dayTimeDuration" | "yearMonthDuration":
            written = f"P{abs(number)}{datatype[0].upper()}".replace("Y", chance.choice("YM"))
        case _:
            written = str(number)
    return ox.Literal(written, datatype=ox.NamedNode(XSD + datatype))


def n_quads(count: int, seed: int = 1) -> str:
    chance = random.Random(seed)
    return "".join(
        f"<{EX}s{n}> <{EX}p{n % 3}> {literal(chance) if n % 9 else f'<{EX}o{n}>'} <{EX}g> .\n" for n in range(count)
    )


@pytest.fixture(scope="module")
def mixed() -> Store:
    return Store(n_quads(5000).encode())


@pytest.mark.parametrize("key", ["?o", "DESC(?o)", "ASC(?o)", "(?o) ?s", "COALESCE(?o, ?s)"])
def test_every_solution_comes_in_an_order(mixed: Store, key: str) -> None:
    rows = read(mixed.query(f"{EVERY} {key}"), rows_of)
    assert len(rows) == 5000
    values = [row["o"] for row in rows]
    if "DESC" in key:
        values.reverse()
    iris = [isinstance(value, ox.NamedNode) for value in values]
    assert sorted(iris, reverse=True) == iris
    numbers = [
        Decimal(value.value)
        for value in values
        if isinstance(value, ox.Literal) and value.datatype.value.removeprefix(XSD) in ("integer", "decimal", "double")
    ]
    assert len(numbers) > 500
    assert sorted(numbers) == numbers


def test_solutions_are_sorted_without_the_planner(mixed: Store) -> None:
    results = mixed.query(f"{EVERY} ?o", planned=False)
    assert isinstance(results, ox.QuerySolutions)
    assert len(list(results)) == 5000


def test_moments_with_a_zone_and_without() -> None:
    chance = random.Random(3)
    store = Store(
        "".join(
            f'<{EX}s{n}> <{EX}p> "2005-02-{chance.randint(10, 28)}T{chance.randint(10, 23)}:00:00'
            f'{chance.choice(["", "Z", "+05:00", "-11:00"])}"^^<{XSD}dateTime> <{EX}g> .\n'
            for n in range(5000)
        ).encode()
    )
    results = store.query(f"SELECT ?o {{ ?s <{EX}p> ?o }} ORDER BY ?o")
    assert len(read(results, rows_of)) == 5000


def test_oxigraph_alone_ends_the_process() -> None:
    # Once this fails, Oxigraph has a total order, and `rewriting.sorting` can go.
    program = (
        "import sys, pyoxigraph as ox; store = ox.Store(); "
        "store.load(sys.stdin.buffer.read(), ox.RdfFormat.N_QUADS); "
        "store.query(sys.argv[1], use_default_graph_as_union=True)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, f"{EVERY} ?o"], input=n_quads(5000).encode(), capture_output=True, check=False
    )
    assert ended.returncode != 0
    assert b"total order" in ended.stderr


@pytest.mark.parametrize(
    ("query", "changed"),
    [
        ("SELECT ?s { ?s ex:text ?v } ORDER BY ?v", False),
        ("SELECT ?s { ?s ex:number ?v } ORDER BY DESC(?v) ?s", False),
        ("SELECT ?s { ?s ex:text/ex:number ?v } ORDER BY ?v", False),
        ("SELECT ?s { ?s ex:text ?v } ORDER BY ?v LIMIT 3", False),
        ("SELECT ?s (COUNT(?v) AS ?n) { ?s ex:mixed ?v } GROUP BY ?s ORDER BY ?n", False),
        ("SELECT ?s { ?s ex:mixed ?v } ORDER BY ?v", True),
        ("SELECT ?s { ?s ex:moment ?v } ORDER BY ?v", True),
        ("SELECT ?s { { ?s ex:text ?v } UNION { ?s ex:number ?v } } ORDER BY ?v", True),
        ("SELECT ?s { ?s ex:text ?t OPTIONAL { ?s ex:mixed ?v } } ORDER BY ?v", True),
        ("SELECT ?s { ?s (ex:text|ex:number) ?v } ORDER BY ?v", True),
        ("SELECT ?s { ?s ?p ?v } ORDER BY ?v", True),
        ("SELECT ?s { VALUES ?v { 1 'a' } ?s ex:text ?v } ORDER BY ?v", True),
        ("SELECT ?s { ?s ex:text ?t BIND(IF(?t = 'a', 1, ?t) AS ?v) } ORDER BY ?v", True),
        ("SELECT ?s (MIN(?v) AS ?n) { ?s ex:mixed ?v } GROUP BY ?s ORDER BY ?n", True),
        ("SELECT ?s (COUNT(?v) + STRLEN(?s) AS ?n) { ?s ex:text ?v } GROUP BY ?s ORDER BY ?n", True),
        ("SELECT ?s { ?s ex:text ?v } ORDER BY STRLEN(?v)", True),
        ("SELECT ?s { { SELECT ?s { ?s ex:mixed ?v } ORDER BY ?v LIMIT 1 } }", True),
    ],
)
def test_keys_are_added_where_kinds_may_mix(query: str, changed: bool) -> None:
    datatypes = {
        f"{EX}text": frozenset({f"{XSD}string", f"{XSD}anyURI"}),
        f"{EX}number": frozenset({f"{XSD}integer", f"{XSD}decimal"}),
        f"{EX}moment": frozenset({f"{XSD}dateTime"}),
        f"{EX}mixed": frozenset({f"{XSD}integer", f"{XSD}string"}),
    }
    text = f"PREFIX ex: <{EX}> {query}"
    assert (sortable(text, Statistics(0, {}, {}, datatypes, {})) != text) is changed
    assert sortable(text, None) != text or "COUNT(?v) AS" in text


def test_errors_speak_of_the_text_that_was_sent() -> None:
    for query in ("SELECT ?s { ?s ?p ?o } ORDER BY ?o LIMIT many", "SELECT ?s { ?s ?p } ORDER BY ?s"):
        assert sortable(query, None) == query


def test_saved_queries_keep_their_order(small_store: Store) -> None:
    plain = small_store._store
    for saved in saved_queries().values():
        query = sortable(saved.text, None)
        assert query != saved.text, saved.name
        ours, theirs = (
            [str(row) for row in answer]
            for answer in (plain.query(query), plain.query(saved.text))
            if isinstance(answer, ox.QuerySolutions)
        )
        assert ours == theirs, saved.name
