"""Random queries with many joins, in an order that is bad by random statistics."""

from __future__ import annotations

import random

from csekg.sparql.untrusted.planner import Statistics
from csekg.sparql.untrusted.planner.joins.statistics import Property
from tests.csekg.sparql.untrusted.planner.generated import PREFIX

_NODES = [f":n{number}" for number in range(6)]
_VARIABLES = ["?s", "?t", "?x", "?y"]
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def statistics(chance: random.Random) -> Statistics:
    """Return statistics of a graph a thousand times larger than the generated ones."""
    properties = {}
    for name in ("p", "q", "r"):
        objects = chance.choice((1, 10, 1000, 20_000))
        properties[f"http://example.org/{name}"] = Property(chance.choice((20, 20_000)), objects)
    properties[_TYPE] = Property(30_000, 10)
    classes = {f"http://example.org/{name}": chance.choice((5, 20_000)) for name in "CD"}
    return Statistics(100_000, properties, classes, {}, {})


class Joins:
    """Makes queries of elements that may be reordered and elements that may not."""

    def __init__(self, chance: random.Random, *, data: bool) -> None:
        """Take the random generator; rdflib 7.6 ignores data blocks in an OPTIONAL."""
        self._chance, self._data = chance, data

    def one(self) -> str:
        chance = self._chance
        head = chance.choice(["?s ?x ?y", "?s ?t ?x ?z", "DISTINCT ?s ?x", "(COUNT(*) AS ?n)"])
        return f"{PREFIX}SELECT {head} WHERE {{ {self._group(2)} }}"

    def _group(self, depth: int) -> str:
        chance = self._chance
        parts = self._triples(chance.randrange(1, 4))
        parts += [self._other(depth) for _ in range(chance.randrange(3))]
        parts += self._triples(chance.randrange(3))
        if chance.random() < 0.3:
            chance.shuffle(parts)
        return " ".join(parts)

    def _triples(self, count: int) -> list[str]:
        return [self._triple() for _ in range(count)]

    def _triple(self) -> str:
        chance = self._chance
        subject = chance.choice(_VARIABLES)
        if chance.random() < 0.2:
            return f"{subject} a {chance.choice([':C', ':D', '?k'])} ."
        verb = chance.choice([":p", ":q", ":r", ":p", ":q", ":r", ":p/:q", "^:p", ":p|:q", ":p+"])
        return f"{subject} {verb} {chance.choice([*_VARIABLES, *_NODES[:2], '[]'])} ."

    def _other(self, depth: int) -> str:
        chance = self._chance
        # An inner group is small, since rdflib is slow.
        inner = " ".join(self._triples(chance.choice((1, 2, 2))))
        name = chance.choice(_VARIABLES)
        if self._data and chance.random() < 0.5:
            nodes = " ".join(chance.sample(_NODES, chance.choice((1, 1, 2, 3))))
            return chance.choice(
                [
                    f"VALUES {name} {{ {nodes} }}",
                    f"VALUES {name} {{ {nodes} }}",
                    "VALUES (?s ?z) { (:n1 1) (:n2 2) (:n1 1) }",
                    "VALUES (?x ?t) { (:n1 UNDEF) }",
                ]
            )
        if not self._data and chance.random() < 0.5:
            filter_ = chance.choice(["", "", f"FILTER({name} != :n1)", "OPTIONAL { ?x :q ?z }"])
            return f"OPTIONAL {{ {inner} {filter_} }}"
        return chance.choice(
            [
                f"MINUS {{ {inner} }}",
                f"FILTER({name} != :n3)",
                f"GRAPH :g {{ {inner} }}",
                f"GRAPH ?g {{ {inner} }}",
                f"{{ SELECT DISTINCT ?s {{ {inner} }} }}",
                f"{{ {inner} }} UNION {{ {self._triple()} }}",
                f"?s :p* {name} .",
                f"{{ {inner} MINUS {{ {self._triple()} }} }} UNION {{ BIND(1 AS ?z) {inner} }}",
                f"{{ {self._group(depth - 1) if depth else inner} }}",
                f"{{ ?s :q ?x BIND({name} AS ?z) }}",
            ]
        )
