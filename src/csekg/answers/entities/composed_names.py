"""Names of things that the dataset gives none, since they would repeat what it says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from csekg import namespaces as ns
from csekg.answers.common.base import code
from csekg.answers.common.names import names
from csekg.answers.common.translations import values
from csekg.sparql.store import QueryEngine
from csekg.wording.labels import IntervalLabel, Names, ParticipationLabel


class _Kind(NamedTuple):
    """What the identifiers begin with, the graph pattern of the parts, and what makes a name of them."""

    below: str
    parts: str
    named: Callable[..., str]


def _interval(own_names: Names, actor: str, treaty: str, status: str, since: str) -> str:
    return IntervalLabel(code(actor), code(treaty), code(status), date.fromisoformat(since)).say(own_names)


def _participation(own_names: Names, actor: str, treaty: str) -> str:
    return ParticipationLabel(code(actor), code(treaty)).say(own_names)


_KINDS = (
    _Kind(
        "participation/",
        "?thing a cse:StatusInterval ; cse:actor ?_1 ; cse:treaty ?_2 ; cse:status ?_3 ; cse:from ?_4",
        _interval,
    ),
    _Kind("participation/", "?thing a cse:Participation ; cse:actor ?_1 ; cse:treaty ?_2", _participation),
    _Kind(
        "practice/",
        "?thing cse:assessedPlace/rdfs:label ?_1 ; cse:assessedYear ?_2 ; cse:askedAs ?asked . "
        "?asked cse:indicator/rdfs:label ?_3 ; cse:assessor/skos:altLabel ?_4 "
        'FILTER(LANG(?_3) = "en" && LANG(?_4) IN ("en", ""))',
        lambda _, place, year, indicator, assessor: f"{place}, {year}: {indicator} ({assessor})",
    ),
    _Kind("name/", "?thing skosxl:literalForm ?_1", lambda _, text: text),
    _Kind("text/", '?thing rdf:value ?_1 FILTER(LANG(?_1) = "en")', lambda _, text: text),
    _Kind(
        "correspondence/",
        "?thing cse:correspondence/rdfs:label ?_1 ; cse:reading/rdfs:label ?_2 ; cse:strength/rdfs:label ?_3",
        lambda _, correspondence, reading, strength: f"{correspondence}, {reading}: {strength}",
    ),
    _Kind(
        "recommendation/",
        "?thing dcterms:isPartOf?/cse:madeInReview/rdfs:label ?_1 ; dcterms:isPartOf?/dcterms:identifier ?_2 "
        "OPTIONAL { ?thing cse:askedTreaty/cse:shortTitle|cse:askedTreatyGroup/rdfs:label ?_3 "
        'FILTER(LANG(?_3) = "en") } OPTIONAL { ?thing cse:askedAct/rdfs:label ?_4 }',
        lambda _, review, key, treaty, act: f"{review} ({key})" + (f": {treaty}, {act}" if act else ""),
    ),
)


def composed_names(store: QueryEngine, things: Iterable[str]) -> dict[str, str]:
    """Return the names, in the current language, of those things that only their parts name.

    These are participations and their intervals, assessments of law and practice, names and texts in
    languages, judgments, and recommendations with their parts.
    """
    found: dict[str, str] = {}
    unnamed = sorted(things)
    for kind in _KINDS:
        some = [thing for thing in unnamed if thing.startswith(ns.ID + kind.below)]
        if some:
            listed = " ".join(f"<{thing}>" for thing in some)
            columns = " ".join(f"?_{number}" for number in range(1, 5) if f"?_{number}" in kind.parts)
            rows = values(store, f"SELECT ?thing {columns} WHERE {{ VALUES ?thing {{ {listed} }} {kind.parts} }}")
            found |= {thing: kind.named(names(store), *parts) for thing, *parts in rows}
    return found
