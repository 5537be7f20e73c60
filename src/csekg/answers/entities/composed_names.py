"""Names of things that the dataset gives none, since they would repeat what it says of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from csekg import namespaces as ns
from csekg.answers.common.base import code
from csekg.answers.common.references import names
from csekg.answers.common.translations import values
from csekg.sparql.store import QueryEngine
from csekg.wording.labels import IntervalLabel

_UNNAMED = (f"{ns.ID}participation/", f"{ns.ID}practice/")
_INTERVALS = """
SELECT ?thing ?actor ?treaty ?status ?since WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing a cse:StatusInterval ; cse:actor ?actor ; cse:treaty ?treaty ; cse:status ?status ; cse:from ?since
}}"""
_ASSESSMENTS = """
SELECT ?thing ?place ?year ?indicator ?assessor WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing cse:assessedPlace/rdfs:label ?place ; cse:assessedYear ?year ; cse:askedAs ?asked .
  ?asked cse:indicator/rdfs:label ?indicator ; cse:assessor/skos:altLabel ?assessor
  FILTER(LANG(?place) IN ("en", "") && LANG(?indicator) = "en" && LANG(?assessor) IN ("en", ""))
}}"""


def composed_names(store: QueryEngine, things: Iterable[str]) -> dict[str, str]:
    """Return the names, in the current language, of those things that are intervals or assessments."""
    listed = " ".join(f"<{thing}>" for thing in sorted(things) if thing.startswith(_UNNAMED))
    found = {
        thing: f"{place}, {year}: {indicator} ({assessor})"
        for thing, place, year, indicator, assessor in values(store, _ASSESSMENTS.format(things=listed))
    }
    for thing, actor, treaty, status, since in store.values(_INTERVALS.format(things=listed)):
        label = IntervalLabel(code(actor), code(treaty), code(status), date.fromisoformat(since))
        found[thing] = label.say(names(store))
    return found
