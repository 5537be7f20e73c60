"""What a dataset holds: the kinds of values that each property has, and the names that a query may mean."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from csekg.namespaces import RDF, XSD

#: Evaluates a SELECT query over the default graph.
Evaluate: TypeAlias = "Callable[[str], Any]"

#: The kinds of values, by the numbers that `kind_of` gives them; a node is no literal, `local` a time without a zone.
_KINDS = ("node", "number", "duration", "zoned", "local", "text", "triple")
_DURATIONS = ", ".join(str(XSD[name]) for name in ("dayTimeDuration", "duration", "yearMonthDuration"))
#: Oxigraph compares moments of two datatypes by their text, which is in the order of time.
_TEMPORAL = ", ".join(str(XSD[name]) for name in ("date", "dateTime", "gYear", "gYearMonth", "time"))
#: Of so many things in a folder, and so many slashes, are names that people type: `state:FRA`, not each article.
_MOST_SIBLINGS, _MOST_SLASHES = 500, 7


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """What is in a default graph: how many triples, the kinds of the values of each property, and names.

    `names` are the IRIs of properties, and of classes and things in folders that are near the root and not large.
    """

    triples: int
    kinds: Mapping[str, frozenset[str]]
    names: frozenset[str]

    @classmethod
    def of(cls, evaluate: Evaluate) -> Statistics:
        """Look at what is in the default graph; takes about a microsecond for each triple."""
        triples, kinds = 0, defaultdict[str, set[str]](set)
        for name, kind, count in evaluate(
            "SELECT ?p ?k (COUNT(*) AS ?n) { ?s ?p ?o "
            f"BIND(IF(isIRI(?o), 0, {kind_of('?o', True)}) AS ?k) }} GROUP BY ?p ?k"
        ):
            triples += int(count.value)
            kinds[name.value].add(_KINDS[int(kind.value)])
        folders = defaultdict[str, list[str]](list)
        named = f"{{ ?s {RDF.type} ?n }} UNION {{ ?n {RDF.type} ?c }} FILTER(isIRI(?n))"
        for (iri,) in evaluate(f"SELECT DISTINCT ?n {{ {named} }}"):
            folders[folder_of(iri.value)].append(iri.value)
        names = set(kinds)
        for folder, siblings in folders.items():
            if len(siblings) <= _MOST_SIBLINGS and folder.count("/") <= _MOST_SLASHES:
                names.update(siblings)
        return cls(triples, {name: frozenset(found) for name, found in kinds.items()}, frozenset(names))

    def to_json(self) -> str:
        """Return the statistics as text for `from_json`; the same ones always give the same."""
        return json.dumps(asdict(self), default=sorted, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Statistics:
        """Return the statistics that `to_json` has written."""
        content = json.loads(text)
        kinds = {name: frozenset(found) for name, found in content["kinds"].items()}
        return cls(content["triples"], kinds, frozenset(content["names"]))


def kind_of(value: str, triples: bool) -> str:
    """Return an expression of SPARQL for the kind of a value, as a number: 0 if it is unbound, a blank node or an IRI.

    Times with and without a zone are different kinds. `triples` tells whether it may be a triple term.
    """
    other = f"IF(isTRIPLE({value}), 6, 0), " if triples else ""
    return (
        f"COALESCE(IF(isNumeric({value}), 1, IF(DATATYPE({value}) IN ({_DURATIONS}), 2, "
        f"IF(DATATYPE({value}) IN ({_TEMPORAL}), "
        f'IF(REGEX(STR({value}), "(Z|[+-][0-9][0-9]:[0-9][0-9])$"), 3, 4), 5))), {other}0)'
    )


def folder_of(iri: str) -> str:
    """Return an IRI up to its last hash or slash."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
