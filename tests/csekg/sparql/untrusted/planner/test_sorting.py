"""ORDER BY over values of several kinds, which ends the process of Oxigraph alone."""

from __future__ import annotations

import random
import subprocess
import sys
from decimal import Decimal

import pyoxigraph as ox
import pytest

from csekg.sparql.loader import Loaded
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries
from csekg.sparql.store import read, rows_of
from csekg.sparql.untrusted import read_query
from csekg.sparql.untrusted.planner import Statistics, sortable

EX = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
EVERY = "SELECT ?s ?o { ?s ?p ?o } ORDER BY"
#: Of properties that are not there the values may be of any kind.
NOTHING = Statistics(0, {}, frozenset())


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
            "gYearMonth",
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
        case "gYear" | "gYearMonth":
            written = f"{1900 + number % 200}" + ("-05" if datatype == "gYearMonth" else "")
        case "boolean":
            written = chance.choice(["true", "false"])
        case "dayTimeDuration" | "yearMonthDuration":
            written = f"P{abs(number)}{datatype[0].upper()}".replace("Y", chance.choice("YM"))
        case _:
            written = str(number)
    return ox.Literal(written, datatype=ox.NamedNode(XSD + datatype))


def n_quads(count: int, seed: int = 2) -> str:
    chance = random.Random(seed)
    return "".join(
        f"<{EX}s{n}> <{EX}p{n % 3}> {literal(chance) if n % 9 else f'<{EX}o{n}>'} <{EX}g> .\n" for n in range(count)
    )


@pytest.fixture(scope="module")
def mixed() -> Store:
    return Store(n_quads(5000).encode())


@pytest.mark.parametrize("key", ["?o", "DESC(?o)", "ASC(?o)", "(?o) ?s", "COALESCE(?o, ?s)", "?o ?o"])
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


@pytest.mark.parametrize(
    "key",
    [
        "STR(?o)",
        "DESC(LCASE(STR(?o)))",
        "STRLEN(STR(?o))",
        "(YEAR(?o))",
        "DATATYPE(?o)",
        "TIMEZONE(?o)",
        "isNumeric(?o)",
    ],
)
def test_values_of_one_kind_are_sorted_as_they_are(mixed: Store, key: str) -> None:
    query = f"{EVERY} {key}"
    assert sortable(query, mixed.statistics) == query
    assert len(read(mixed.query(query), rows_of)) == 5000


@pytest.mark.parametrize("where", ["?s ?p ?o . BIND((1) AS ?n) FILTER(BOUND(?x) || true)", "?s ?p ?o VALUES ?x { 1 }"])
def test_what_the_planner_cannot_read_is_sorted(mixed: Store, where: str) -> None:
    for pattern in (f"{{ {where} }}", f"{{ {where} OPTIONAL {{ (1) ?q ?r }} }}", f"{{ {where} }} #{' ' * 20_000}\n"):
        assert len(read(mixed.query(f"SELECT ?s ?o {pattern} ORDER BY ?o"), rows_of)) == 5000


def triple_terms(nested: bool) -> Store:
    """Return a store of triple terms whose objects are of many kinds."""
    chance = random.Random(5)
    objects = (f"<<( <{EX}b{chance.randint(1, 2)}> <{EX}q> {literal(chance)} )>>" for _ in range(5000))
    if nested:
        objects = (f"<<( <{EX}a> <{EX}q> {term} )>>" for term in objects)
    return Store("".join(f"<{EX}s{n}> <{EX}p> {term} <{EX}g> .\n" for n, term in enumerate(objects)).encode())


@pytest.mark.parametrize("nested", [False, True])
def test_triple_terms_are_sorted(nested: bool) -> None:
    store = triple_terms(nested)
    assert len(read(store.query(f"SELECT ?o {{ ?s <{EX}p> ?o }} ORDER BY ?o"), rows_of)) == 5000


def test_triple_terms_of_the_query_are_sorted(mixed: Store) -> None:
    terms = f"?s ?p ?o BIND(TRIPLE(<{EX}a>, <{EX}q>, ?o) AS ?t)"
    assert len(read(mixed.query(f"SELECT ?t {{ {terms} }} ORDER BY ?t"), rows_of)) == 5000


def test_triple_terms_come_last_by_subject_predicate_object() -> None:
    # SPARQL 1.2 Query, section 15.1, as W3C's tests order-1 and order-2 have it.
    data = "<urn:1> <urn:p> 9 , 10 , 'a' , <urn:x> , <<( <urn:b> <urn:p> 1 )>> , <<( <urn:a> <urn:p> 10 )>> , "
    data += "<<( <urn:a> <urn:p> 9 )>> , <<( <urn:a> <urn:p> 'a' )>> ."
    store = ox.Store()
    store.load(data.encode(), ox.RdfFormat.TURTLE)
    query = "SELECT ?o { ?s ?p ?o } ORDER BY "
    ordered = [row["o"] for row in read(Store(Loaded(store)).query(query + "?o"), rows_of)]
    results = store.query(query + "?o")
    assert isinstance(results, ox.QuerySolutions)
    assert ordered == [row["o"] for row in results]
    assert [str(term).replace("urn:", "").partition("^^")[0].strip('<( "') for term in ordered] == [
        "x>",
        "9",
        "10",
        "a",
        'a> <p> "9',
        'a> <p> "10',
        'a> <p> "a',
        'b> <p> "1',
    ]
    falling = read(Store(Loaded(store)).query(query + "DESC(?o)"), rows_of)
    assert [row["o"] for row in falling] == ordered[::-1]


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
    # Once this fails, Oxigraph has a total order, and `sorting` can go.
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
        ("SELECT ?s { ?s ex:mixed ?v } ORDER BY STRLEN(?v)", False),
        ("SELECT ?s { ?s ?p ?v } ORDER BY DESC(STR(?v)) LCASE(?v) (YEAR(?v))", False),
        ("SELECT ?s (YEAR(?v) AS ?y) { ?s ex:moment ?v } ORDER BY ?y", False),
        ("SELECT ?s { ?s ?p ?v BIND(STR(?v) AS ?t) BIND(?t AS ?u) } ORDER BY ?u", False),
        ("SELECT ?s (MIN(?v) AS ?n) { ?s ex:text ?v } GROUP BY ?s ORDER BY ?n", False),
        ("SELECT ?s (MAX(DISTINCT COALESCE(?v, 1)) AS ?n) { ?s ex:number ?v } GROUP BY ?s ORDER BY ?n", False),
        ("SELECT ?s (MAX(DISTINCT COALESCE(?v, 'a')) AS ?n) { ?s ex:number ?v } GROUP BY ?s ORDER BY ?n", True),
        ("SELECT ?s { ?s ex:number ?v BIND(IF(CONTAINS(?v, ','), 'a'@en, LCASE('b')) AS ?k) } ORDER BY ?k", False),
        ("SELECT ?s { ?s ex:number ?v BIND(IF(BOUND(?v), 1, ?v + 1) AS ?k) } ORDER BY ?k", True),
        ("SELECT ?s { VALUES (?s ?v) { (ex:a 'a') (UNDEF 'b'@en) } } ORDER BY ?v", False),
        ("SELECT ?s { VALUES ?v { -1 2.5 UNDEF } } ORDER BY ?v", False),
        ("SELECT ?s { VALUES ?v { ex:a true 'a' } } ORDER BY ?v", False),
        ("SELECT ?s { VALUES ?v { '1'^^ex:number } } ORDER BY ?v", True),
        ("SELECT ?string { VALUES ?v { 1 } BIND(?number AS ?string) ?s ?p ?number } ORDER BY ?string", True),
        ("SELECT ?s { ?s ex:day ?v } ORDER BY ?v", False),
        ("SELECT ?s { ?s ex:day ?v } ORDER BY <http://www.w3.org/2001/XMLSchema#string>(?v)", True),
        ("SELECT ?s { ?s ex:unknown ?v } ORDER BY ?v", True),
        ("SELECT ?s { ?s ex:triple ?v } ORDER BY ?v", True),
        ("SELECT ?s { { ?s ex:triple ?v } UNION { ?s ex:text ?v } } ORDER BY ?v", True),
        ("SELECT ?s { ?s ?p ?v { BIND(STR(?s) AS ?u) } UNION { ?s ex:mixed ?u } } ORDER BY ?u", True),
        ("SELECT ?s { ?s ex:mixed ?v } ORDER BY (STR(?v) < 'a') (?v + 1 = 2 || ?v) (?v IN (1, 'a'))", False),
        ("SELECT ?s { ?s ex:mixed ?v } ORDER BY NOT EXISTS { ?v ex:text ?s }", False),
        ("SELECT ?s { ?s ex:mixed ?v } ORDER BY (?v - 1)", True),
        ("SELECT ?s { ?s ex:mixed ?v } ORDER BY EXISTS { SELECT ?s { ?s ex:mixed ?w } ORDER BY ?w }", True),
        ("SELECT ?s { { SELECT ?s { ?s ex:mixed ?v } ORDER BY ?v LIMIT 1 } }", True),
    ],
)
def test_keys_are_added_where_kinds_may_mix(query: str, changed: bool) -> None:
    kinds = {"text": {"text"}, "number": {"node", "number"}, "moment": {"zoned", "local"}, "mixed": {"number", "text"}}
    kinds |= {"day": {"local"}, "triple": {"triple"}}
    statistics = Statistics(0, {f"{EX}{name}": frozenset(found) for name, found in kinds.items()}, frozenset())
    text = read_query(f"PREFIX ex: <{EX}> {query}").text
    assert (sortable(text, statistics) != text) is changed


def test_the_kinds_of_the_values_of_properties() -> None:
    values = {
        "day": ("'2001-01-01'^^xsd:date, '2002-02-02T00:00:00'^^xsd:dateTime, '1999'^^xsd:gYear", {"local"}),
        "zone": ("'2001-01-01'^^xsd:date, '2002-02-02Z'^^xsd:date", {"local", "zoned"}),
        "number": ("1, 2.5, 1e9", {"number"}),
        "text": ("'a', 'a'@en, true, 'a'^^xsd:anyURI, 'many'^^xsd:integer", {"text"}),
        "node": ("<x:s>, _:b", {"node"}),
        "either": ("<x:s>, 'P1D'^^xsd:duration, <<( <x:s> <x:p> 1 )>>", {"node", "duration", "triple"}),
    }
    store = ox.Store()
    lines = [f"@prefix xsd: <{XSD}> .", *(f"<x:s> <x:{name}> {texts} ." for name, (texts, _) in values.items())]
    store.load("\n".join(lines), ox.RdfFormat.TURTLE)
    statistics = Statistics.of(store.query)
    assert statistics.triples == len(store) == 18
    assert statistics.kinds == {f"x:{name}": kinds for name, (_, kinds) in values.items()}
    assert statistics.names == set(statistics.kinds)


def test_a_relative_property_may_have_values_of_any_kind(mixed: Store) -> None:
    assert read(mixed.query(f"BASE <{EX}> SELECT ?o {{ ?s <p1> ?o }} ORDER BY ?o"), rows_of)


def test_a_sub_query_in_a_key_is_sorted_too() -> None:
    store = Store(n_quads(60).encode())
    inner = "EXISTS { SELECT ?x { ?x ?q ?o } ORDER BY ?o ?x LIMIT 1 }"
    query = f"{EVERY} COALESCE(IF({inner}, 1, 'a'), ?s) ?s"
    assert sortable(query, store.statistics).count("isNumeric(?o)") > 1
    assert [row["s"] for row in read(store.query(query), rows_of)] == [
        row["s"] for row in read(store.query(f"{EVERY} ?s"), rows_of)
    ]
    for _ in range(6):
        inner = f"COALESCE(IF(EXISTS {{ SELECT ?x {{ ?x ?q ?o }} ORDER BY {inner} }}, 1, 'a'), ?s)"
    assert len(sortable(f"{EVERY} {inner}", store.statistics)) < 200_000


def test_a_key_is_not_repeated(mixed: Store) -> None:
    once = sortable("SELECT ?o { ?s ?p ?o } ORDER BY ?o", mixed.statistics)
    assert sortable("SELECT ?o { ?s ?p ?o } ORDER BY ?o DESC(?o)", mixed.statistics) == once


def test_errors_speak_of_the_text_that_was_sent() -> None:
    for query in ("SELECT ?s { ?s ?p ?o } ORDER BY ?o LIMIT many", "SELECT ?s { ?s ?p } ORDER BY ?s"):
        assert sortable(query, NOTHING) == query


def test_saved_queries_keep_their_order(small_store: Store) -> None:
    plain, changed = small_store._store, 0
    for saved in saved_queries().values():
        query = sortable(saved.text, NOTHING)
        changed += query != saved.text
        ours, theirs = (
            [str(row) for row in answer]
            for answer in (plain.query(query), plain.query(saved.text))
            if isinstance(answer, ox.QuerySolutions)
        )
        assert ours == theirs, saved.name
    assert changed > 50
