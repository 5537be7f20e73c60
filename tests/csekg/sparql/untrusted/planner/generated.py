"""Random small graphs, and random queries with EXISTS and its relatives."""

from __future__ import annotations

import random

import pyoxigraph as ox
import rdflib

PREFIX = "PREFIX : <http://example.org/> "
_NODES = [f":n{number}" for number in range(6)]
_PROPERTIES = [":p", ":q", ":r"]
_CLASSES = [":C", ":D"]
_LITERALS = ["1", "2", '"x"@en']
#: The variables of the outer group, and two that mostly occur in the inner pattern alone.
_OUTER = ["?s", "?t", "?x"]
_INNER = ["?a", "?b"]


def turtle(chance: random.Random) -> str:
    """Return about forty triples, dense enough for joins and sparse enough for gaps."""
    lines = []
    for node in _NODES:
        lines += [f"{node} a {kind} ." for kind in _CLASSES if chance.random() < 0.6]
        for name in _PROPERTIES:
            for _ in range(chance.choice((0, 1, 1, 2))):
                value = chance.choice([*_NODES, *_NODES, *_LITERALS])
                lines.append(f"{node} {name} {value} .")
    return "@prefix : <http://example.org/> .\n" + "\n".join(lines)


def engines(chance: random.Random) -> tuple[ox.Store, rdflib.Dataset]:
    """Return the same two graphs, the default one and `:g`, in Oxigraph and in rdflib."""
    store, peer = ox.Store(), rdflib.Dataset()
    for name in (None, "http://example.org/g"):
        text = turtle(chance)
        to = ox.NamedNode(name) if name else ox.DefaultGraph()
        store.load(text.encode(), ox.RdfFormat.TURTLE, to_graph=to)
        graph = peer.graph(rdflib.URIRef(name)) if name else peer.default_graph
        graph.parse(data=text, format="turtle")
    return store, peer


class Queries:
    """Makes random queries with all that the planner must and must not rewrite."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._data = False

    def one(self) -> str:
        chance = self._chance
        # rdflib 7.6 forgets data blocks where it evaluates an OPTIONAL: no query has both.
        self._data = chance.random() < 0.5
        group = self._outer() + self._asking()
        if chance.random() < 0.3:
            group += [self._noise()]
        if chance.random() < 0.2:
            chance.shuffle(group)
        body = "{ " + " ".join(group) + " }"
        form = chance.random()
        if form < 0.1:
            body = f"{{ {{ SELECT ?s ?x {body} }} {self._triple(_OUTER[:1], _OUTER)} }}"
        elif form < 0.2:
            body = f"{{ {body} UNION {{ {self._triple(_OUTER, _OUTER)} }} }}"
        elif form < 0.25:
            body = f"{{ GRAPH :g {body} }}"
        elif form < 0.3:
            body = f"{{ ?s a :C MINUS {body} }}"
        if form > 0.95:
            return f"{PREFIX}SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) WHERE {body}"
        head = chance.choice(["*", "?s ?x", "?s ?x", "DISTINCT ?s", "?s ?a"])
        return f"{PREFIX}SELECT {head} WHERE {body}"

    def _outer(self) -> list[str]:
        chance = self._chance
        found = [chance.choice(["?s a :C .", "?s :p ?x .", "?s :q ?t .", "?s a ?k ."])]
        for _ in range(chance.randrange(3)):
            found.append(chance.choice([self._triple(_OUTER, _OUTER), self._noise()]))
        return found

    def _noise(self) -> str:
        """Return an element that binds a variable, always or sometimes, or removes solutions."""
        triple = self._triple(["?s"], _OUTER)
        chance = self._chance
        if self._data:
            nodes = " ".join(chance.sample(_NODES, 3))
            return chance.choice(
                [
                    f"VALUES ?s {{ {nodes} }}",
                    f"VALUES ?t {{ {nodes} }}",
                    f"VALUES (?s ?t) {{ ({chance.choice(_NODES)} UNDEF) (UNDEF :n1) }}",
                ]
            )
        return chance.choice(
            [
                f"OPTIONAL {{ {triple} }}",
                f"OPTIONAL {{ {triple} }}",
                f"{{ {triple} }} UNION {{ {self._triple(['?s'], ['?t'])} }}",
                "BIND(?s AS ?c)",
                "FILTER(?s != :n1)",
                f"MINUS {{ {triple} }}",
                f"{{ SELECT DISTINCT ?s {{ {triple} }} }}",
            ]
        )

    def _asking(self) -> list[str]:
        chance = self._chance
        found: list[str] = []
        for _ in range(chance.choice((1, 1, 1, 2))):
            inner = self._inner()
            forms = [
                [f"FILTER NOT EXISTS {{ {inner} }}"],
                [f"FILTER(!EXISTS {{ {inner} }} && ?s != :n2)"],
                [f"FILTER EXISTS {{ {inner} }}"],
            ]
            if not self._data:
                forms += [
                    [f"OPTIONAL {{ {inner} }}", f"FILTER(!BOUND({chance.choice(_INNER)}))"],
                    [f"OPTIONAL {{ {inner} }}", "FILTER(?s != :n2 && !bound(?a))"],
                ]
            found += chance.choice(forms)
        return found

    def _inner(self) -> str:
        chance = self._chance
        names = ["?s", *_INNER]
        found = [f"?a {chance.choice(_PROPERTIES)} ?s ."]
        for _ in range(chance.randrange(1, 3)):
            found.append(self._triple([*_INNER[:1], *names], [*names, *_NODES]))
        if chance.random() < 0.4:
            one, two = self._triple(["?a"], names), self._triple(["?a"], names)
            found.append(
                chance.choice(
                    [
                        f"{{ {one} }} UNION {{ {two} }}",
                        f"{{ {one} }}",
                        "FILTER(?a != :n3)",
                        "FILTER(?x = ?a)",
                        f"OPTIONAL {{ {one} }}",
                        f"GRAPH :g {{ {one} }}",
                        f"VALUES ?a {{ {' '.join(chance.sample(_NODES, 4))} }}",
                        f"MINUS {{ {one} }}",
                        "?a :p/:q ?b .",
                        "?a ^:p|:q ?s .",
                        "?s :p* ?a .",
                        "[] :p ?a ; :q ?s .",
                        self._triple(["?a"], _OUTER),
                    ]
                )
            )
        return " ".join(found)

    def _triple(self, subjects: list[str], objects: list[str]) -> str:
        chance = self._chance
        if chance.random() < 0.25:
            return f"{chance.choice(subjects)} a {chance.choice(_CLASSES)} ."
        property_ = chance.choice(_PROPERTIES)
        return f"{chance.choice(subjects)} {property_} {chance.choice(objects)} ."
