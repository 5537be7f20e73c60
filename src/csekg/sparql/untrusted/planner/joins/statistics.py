"""How often each property and class occurs in a dataset."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import pyoxigraph as ox

from csekg.namespaces import RDFS, XSD

#: Evaluates a SELECT query over the default graph.
Evaluate: TypeAlias = "Callable[[str], ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]"

#: The class of triple terms (RDF 1.2 Schema).
PROPOSITION = RDFS.Proposition.value
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class Property:
    """Triples with a property, and its distinct objects."""

    triples: int
    objects: int


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """Counts of a default graph, by the IRIs of properties and classes.

    `datatypes` are those of the literals that each property has, and `PROPOSITION` where it has
    triple terms; `days` are the values, in order, of each property that has nothing but days
    without a zone (ISO 8601).
    """

    triples: int
    properties: Mapping[str, Property]
    classes: Mapping[str, int]
    datatypes: Mapping[str, frozenset[str]]
    days: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, evaluate: Evaluate) -> Statistics:
        """Count what is in the default graph; takes a microsecond for each triple."""
        properties = {
            name.value: Property(int(count.value), int(objects.value))
            for name, count, objects in _rows(
                evaluate, "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?d) { ?s ?p ?o } GROUP BY ?p"
            )
        }
        classes = {
            name.value: int(count.value)
            for name, count in _rows(evaluate, f"SELECT ?c (COUNT(*) AS ?n) {{ ?s <{_TYPE}> ?c }} GROUP BY ?c")
            if isinstance(name, ox.NamedNode)
        }
        datatypes: defaultdict[str, set[str]] = defaultdict(set)
        for name, datatype in _rows(
            evaluate,
            "SELECT DISTINCT ?p ?d { ?s ?p ?o FILTER(isLiteral(?o) || isTRIPLE(?o)) "
            f"BIND(COALESCE(DATATYPE(?o), <{PROPOSITION}>) AS ?d) }}",
        ):
            datatypes[name.value].add(datatype.value)
        return cls(
            sum(each.triples for each in properties.values()),
            properties,
            classes,
            {name: frozenset(found) for name, found in datatypes.items()},
            {
                name: days
                for name, found in datatypes.items()
                if found == {XSD.date.value} and (days := _days(evaluate, name, properties[name].objects))
            },
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
            {name: Property(**each) for name, each in content["properties"].items()},
            content["classes"],
            {name: frozenset(each) for name, each in content["datatypes"].items()},
            {name: tuple(each) for name, each in content["days"].items()},
        )

    def matches(self, predicate: str | None, subject: bool, object_: bool, class_: float | None = None) -> float:
        """Return a guess at the matches of a triple pattern, some of its terms being known.

        `predicate` is an IRI, or None for a variable or a path; `class_` gives how many things are
        of the class that the object is. The guess is an average over the values of known terms.
        """
        if predicate is None:
            return {0: float(self.triples), 1: _BY_ANY_PATH, 2: 1.0}[subject + object_]
        found = self.properties.get(predicate)
        if found is None:
            return 0
        if subject and object_:
            return 1 if class_ is None else max(_LEAST_SHARE, class_ / found.triples)
        if subject:
            return _FROM_SUBJECT
        if not object_:
            return found.triples
        return found.triples / found.objects if class_ is None else class_


#: Values of one property of one thing: mostly one, for some properties many.
_FROM_SUBJECT = 1.5
#: What a path leads to from either end, or any property.
_BY_ANY_PATH = 4.0
#: Of things found otherwise, more may be of a class than its share of all things suggests.
_LEAST_SHARE = 0.1


def _days(evaluate: Evaluate, name: str, objects: int) -> tuple[str, ...]:
    """Return the objects of a property in order; nothing if there are others than days."""
    rows = _rows(evaluate, f"SELECT DISTINCT ?o {{ ?s <{name}> ?o }}")
    found = [value.value for (value,) in rows]
    days = sorted(filter(_DAY.fullmatch, found))
    return tuple(days) if len(days) == objects else ()


def _rows(evaluate: Evaluate, query: str) -> Iterator[Any]:
    results = evaluate(query)
    assert isinstance(results, ox.QuerySolutions)
    return iter(results)
