"""Ranges of days: a query with a data block has the same solutions, or is left alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pyoxigraph as ox
import pytest

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries
from csekg.sparql.untrusted.planner import Statistics, rewrite
from csekg.sparql.untrusted.planner.joins.statistics import Property
from tests.csekg.sparql.untrusted.planner.test_equality import same_solutions

ENOUGH = 400
PREFIX = "PREFIX : <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
_DAYS = [f"20{year:02}-0{month}-15" for year in range(12) for month in (1, 7)]
_NODES = [f":n{number}" for number in range(9)]


def held(chance: random.Random) -> tuple[ox.Store, Statistics]:
    """Return a store of two graphs and their union, and statistics that make rewriting worthwhile.

    `:on` and `:until` have days alone; `:odd` has a day with a zone, `:mixed` a text too.
    """
    triples = [':n0 :odd "2003-01-15Z"^^xsd:date', ":n1 :mixed 'x'"]
    for node in _NODES:
        triples.append(f"{node} :by {chance.choice(_NODES)}")
        for name in (":on", ":on", ":until", ":odd", ":mixed"):
            if chance.random() < 0.8:
                triples.append(f'{node} {name} "{chance.choice(_DAYS)}"^^xsd:date')
    quads = " ".join(f"GRAPH {chance.choice((':g', ':h'))} {{ {each} }}" for each in triples)
    store = ox.Store()
    store.update(f"{PREFIX}INSERT DATA {{ {quads} }}")
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    counts = Statistics.of(store.query)
    many = {name: replace(each, triples=100_000) for name, each in counts.properties.items()}
    return store, replace(counts, properties=many)


class Ranges:
    """Makes queries that compare days, in all surroundings."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def one(self) -> str:
        chance = self._chance
        parts = [self._dated(), self._other(), self._filter(), self._filter()]
        if chance.random() < 0.5:
            rows = " ".join(self._day() for _ in range(chance.choice((1, 1, 2))))
            parts.append(f"VALUES ?given {{ {rows} }}")
        chance.shuffle(parts)
        head = chance.choice(("?x ?d ?e ?y", "?d", "DISTINCT ?e ?y", "(COUNT(?x) AS ?n)"))
        return f"{PREFIX}SELECT {head} WHERE {{ {' '.join(parts)} }}"

    def _dated(self) -> str:
        text = f"{self._pattern()} ."
        for _ in range(self._chance.randrange(4)):
            text = self._around(text)
        return text

    def _around(self, inner: str) -> str:
        return self._chance.choice(
            [
                f"{inner} ?x :by ?y .",
                f"?x :by ?y . {inner} {self._pattern()} .",
                f"GRAPH ?g {{ {inner} }}",
                f"GRAPH :g {{ {inner} }}",
                f"OPTIONAL {{ {inner} }}",
                f"{{ {inner} }} UNION {{ {self._pattern()} }}",
                f"{{ {inner} MINUS {{ ?x :by :n1 }} }} UNION {{ ?y :by ?x }}",
                f"{{ {inner} OPTIONAL {{ {self._pattern()} }} }}",
                f"{inner} MINUS {{ ?x :by :n1 }}",
                f"OPTIONAL {{ {self._pattern()} }} {inner}",
                f"{{ SELECT ?x ?d {{ {inner} }} }}",
                f"OPTIONAL {{ {inner} {self._filter()} }} ?x :by ?y .",
                f"{{ {inner} {self._filter()} }} UNION {{ {inner} }}",
            ]
        )

    def _other(self) -> str:
        return self._chance.choice(
            [
                "",
                "?x :by ?y .",
                f"OPTIONAL {{ {self._pattern()} }}",
                "MINUS { ?x :by :n2 }",
                "BIND(?d AS ?e)",
                f"MINUS {{ {self._pattern()} {self._filter()} }}",
                f"{self._pattern()} .",
            ]
        )

    def _pattern(self) -> str:
        chance = self._chance
        verb = chance.choice((":on", ":on", ":until", ":odd", ":mixed", ":on|:until"))
        return f"{chance.choice(('?x', '?x', '?y'))} {verb} {chance.choice(('?d', '?d', '?e'))}"

    def _filter(self) -> str:
        first, second = self._comparison(), self._comparison()
        return self._chance.choice(
            [
                f"FILTER({first})",
                f"FILTER({first})",
                f"FILTER({first} && {second})",
                f"FILTER({first} || {second})",
                f"FILTER(!({first}))",
                f"FILTER(({first}) && ({second}))",
                f"FILTER EXISTS {{ {self._pattern()} FILTER({first}) }}",
            ]
        )

    def _comparison(self) -> str:
        chance = self._chance
        other = chance.choice(("?given", "?e", self._day(), self._day()))
        sides = [chance.choice(("?d", "?d", "?e")), other]
        if chance.random() < 0.4:
            sides.reverse()
        return chance.choice((" < ", " <= ", " > ", " >= ", " = ", " != ")).join(sides)

    def _day(self) -> str:
        day = self._chance.choice([*_DAYS[:3], *_DAYS[-3:], "2005-05-05", "2009-02-30"])
        forms = [f"'{day}'", f'"{day}Z"^^xsd:date', *[f'"{day}"^^xsd:date'] * 18]
        return self._chance.choice(forms)


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_on_generated_queries(seed: int) -> None:
    chance = random.Random(seed)
    queries, compared, asked, with_solutions = Ranges(chance), 0, 0, 0
    while compared < ENOUGH:
        if asked % 40 == 0:
            store, counts = held(chance)
        query = queries.one()
        asked += 1
        try:
            store.query(query)
        except SyntaxError:
            continue
        rewritten = rewrite(query, counts)
        if rewritten.count("VALUES") == query.count("VALUES"):
            continue
        compared += 1
        with_solutions += bool(same_solutions(store, query, rewritten))
    assert with_solutions > ENOUGH / 6


EX = f"{PREFIX}SELECT ?x ?d WHERE "
COUNTS = Statistics(
    100_000,
    {f"http://example.org/{name}": Property(20_000, 24) for name in ("on", "mixed")},
    {},
    {},
    {"http://example.org/on": tuple(sorted(_DAYS))},
)


@pytest.mark.parametrize(
    ("where", "days"),
    [
        ('{ ?x :on ?d FILTER(?d > "2009-07-15"^^xsd:date) }', _DAYS[20:]),
        ('{ ?x :on ?d FILTER("2009-07-15"^^xsd:date <= ?d) }', _DAYS[19:]),
        # Two bounds, one of them by a parameter; and a day without triples.
        (
            "{ VALUES ?from { '2010-01-15'^^<http://www.w3.org/2001/XMLSchema#date> } ?x :on ?d "
            'FILTER((?d >= ?from) && ?d < "2011-06-01"^^xsd:date) }',
            _DAYS[20:23],
        ),
        ('{ ?x :on ?d FILTER(?d = "2010-01-15"^^xsd:date) }', _DAYS[20:21]),
        ('{ ?x :on ?d FILTER(?d < "1999-01-01"^^xsd:date) }', []),
        # It is joined in branches of a union, but not in an OPTIONAL.
        (
            '{ { ?x :on ?d } UNION { ?x :mixed ?d } OPTIONAL { ?y :on ?d } FILTER(?d > "2010-12-01"^^xsd:date) }',
            _DAYS[22:],
        ),
    ],
)
def test_only_days_in_the_range_are_looked_for(where: str, days: list[str]) -> None:
    written = rewrite(EX + where, COUNTS)
    data = " ".join(f'"{day}"^^<http://www.w3.org/2001/XMLSchema#date>' for day in days)
    assert written.count(f"VALUES ?d {{ {data} }}") == 1
    assert written.count("VALUES ?d") == 1


@pytest.mark.parametrize(
    "where",
    [
        # Most days remain; the property has other values, too; or no day is compared.
        '{ ?x :on ?d FILTER(?d > "2002-01-15"^^xsd:date) }',
        '{ ?x :mixed ?d FILTER(?d > "2010-12-01"^^xsd:date) }',
        '{ ?x :on ?d FILTER(?d > "2010-12-01Z"^^xsd:date) }',
        '{ ?x :on ?d FILTER(?d > "2010-12-01") }',
        '{ ?x :on ?d FILTER(?d > "2010-12-01"^^xsd:string) }',
        "{ ?x :on ?d ; :mixed ?e FILTER(?d > ?e) }",
        '{ GRAPH ?g { { ?x :on ?d } UNION { ?x :mixed ?d } } FILTER(?d > "2010-12-01"^^xsd:date) }',
        # The filter need not hold, or not for this variable.
        '{ ?x :on ?d FILTER(?d > "2010-12-01"^^xsd:date || ?x = :n1) }',
        '{ ?x :on ?d FILTER(!(?d > "2010-12-01"^^xsd:date)) }',
        '{ ?x :mixed ?y OPTIONAL { ?x :on ?d FILTER(?d > "2010-12-01"^^xsd:date) } }',
        '{ VALUES ?from { UNDEF "2011-01-15"^^xsd:date } ?x :on ?d FILTER(?d >= ?from) }',
        "{ VALUES ?from { '2011-01-15' :n1 xsd:date } ?x :on ?d FILTER(?d >= ?from) }",
        "{ VALUES ?from { } ?x :on ?d FILTER(?d >= ?from) }",
        # The answer depends on the order of solutions.
        '{ ?x :on ?d FILTER(?d > "2010-12-01"^^xsd:date) } LIMIT 3',
    ],
)
def test_comes_back_as_it_is(where: str) -> None:
    assert rewrite(EX + where, COUNTS) == EX + where


def test_days_are_told_of_properties_that_have_nothing_else() -> None:
    chance = random.Random(0)
    store, _ = held(chance)
    days = Statistics.of(store.query).days
    assert set(days) == {"http://example.org/on", "http://example.org/until"}
    assert list(days["http://example.org/on"]) == sorted(set(days["http://example.org/on"]))


def test_what_happened_between_two_days_is_looked_up_by_these(store: Store) -> None:
    rewritten = rewrite(saved_queries()["changes-between"].text, store.statistics)
    assert rewritten.count("VALUES ?day { ") == 2
