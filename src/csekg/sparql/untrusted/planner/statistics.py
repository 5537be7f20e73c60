"""What a dataset holds: its properties and classes, and the kinds of values that each property has."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import pyoxigraph as ox

from csekg.namespaces import RDF, RDFS, XSD

#: Evaluates a SELECT query over the default graph.
Evaluate: TypeAlias = "Callable[[str], ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]"

#: The class of triple terms (RDF 1.2 Schema).
PROPOSITION = RDFS.Proposition.value
#: The most things with IRIs of one folder that are listed: there are thousands of acts, and some hundreds of States.
_MOST_SIBLINGS = 500
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """What is in a default graph: how many triples, and the IRIs of its properties and classes.

    `datatypes` are those of the literals that each property has, and `PROPOSITION` where it has
    triple terms; `days` are the properties that have nothing but days without a zone (ISO 8601).
    `things` are the IRIs with a class, of each folder that has few of them.
    """

    triples: int
    properties: frozenset[str]
    classes: frozenset[str]
    datatypes: Mapping[str, frozenset[str]]
    days: frozenset[str]
    things: frozenset[str]

    @classmethod
    def of(cls, evaluate: Evaluate) -> Statistics:
        """Look at what is in the default graph; takes about a microsecond for each triple."""
        triples = {
            name.value: int(count.value)
            for name, count in _rows(evaluate, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
        }
        classes = _rows(evaluate, f"SELECT DISTINCT ?c {{ ?s {RDF.type} ?c FILTER(isIRI(?c)) }}")
        datatypes: defaultdict[str, set[str]] = defaultdict(set)
        for name, datatype in _rows(
            evaluate,
            "SELECT DISTINCT ?p ?d { ?s ?p ?o FILTER(isLiteral(?o) || isTRIPLE(?o)) "
            f"BIND(COALESCE(DATATYPE(?o), <{PROPOSITION}>) AS ?d) }}",
        ):
            datatypes[name.value].add(datatype.value)
        return cls(
            sum(triples.values()),
            frozenset(triples),
            frozenset(name.value for (name,) in classes),
            {name: frozenset(found) for name, found in datatypes.items()},
            frozenset(
                name
                for name, found in datatypes.items()
                if found == {XSD.date.value} and _has_only_days(evaluate, name)
            ),
            _in_small_folders(iri.value for (iri,) in _rows(evaluate, _THINGS)),
        )

    def to_json(self) -> str:
        """Return the statistics as text for `from_json`; the same ones always give the same."""
        return json.dumps(asdict(self), default=sorted, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Statistics:
        """Return the statistics that `to_json` has written."""
        content = json.loads(text)
        return cls(
            content["triples"],
            frozenset(content["properties"]),
            frozenset(content["classes"]),
            {name: frozenset(each) for name, each in content["datatypes"].items()},
            frozenset(content["days"]),
            frozenset(content["things"]),
        )


_THINGS = f"SELECT DISTINCT ?s {{ ?s {RDF.type} ?class FILTER(isIRI(?s)) }}"


def _in_small_folders(iris: Iterable[str]) -> frozenset[str]:
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for iri in iris:
        folders[folder_of(iri)].append(iri)
    return frozenset(iri for siblings in folders.values() if len(siblings) <= _MOST_SIBLINGS for iri in siblings)


def folder_of(iri: str) -> str:
    """Return an IRI up to its last hash or slash."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _has_only_days(evaluate: Evaluate, name: str) -> bool:
    rows = _rows(evaluate, f"SELECT DISTINCT ?o {{ ?s <{name}> ?o }}")
    return all(isinstance(value, ox.Literal) and _DAY.fullmatch(value.value) for (value,) in rows)


def _rows(evaluate: Evaluate, query: str) -> Iterator[Any]:
    results = evaluate(query)
    assert isinstance(results, ox.QuerySolutions)
    return iter(results)
