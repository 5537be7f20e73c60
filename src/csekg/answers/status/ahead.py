"""What lies ahead of a day: spans of status that what was done by then will begin."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from pyoxigraph import Literal

from csekg.answers.common.base import Answer, Day, Ref, code
from csekg.answers.common.kinds import change_in_words
from csekg.answers.common.known import (
    SourceRef,
    actor_refs,
    some_sources,
    source_refs,
    status_labels,
    treaties,
)
from csekg.answers.common.ordering import alphabetical
from csekg.answers.common.rows import refusing
from csekg.answers.status.subjects import Subject
from csekg.namespaces import XSD
from csekg.sparql.store import QueryEngine, whole_number


class Coming(Answer):
    """A change of status after a day, by an act done until that day and by the treaty's rule."""

    id: str
    date: Day
    actor: Ref
    treaty: Ref
    kind: str
    label: str
    arithmetic: str | None
    as_of: Day
    sources: tuple[SourceRef, ...]


class Awaited(Answer):
    """A treaty that is not in force on a day, with the consents given and those that it takes."""

    treaty: Ref
    consented: int
    threshold: int
    as_of: Day


# Begins with the few spans of contracting States and of denunciations: with `?interval` first the
# same takes 0.6 s.
_COMING = """
SELECT ?interval ?actor ?treaty ?day ?status ?was ?arithmetic ?source WHERE {
  {
    ?before cse:status status:contracting-state ; cse:from ?began ; cse:until ?day ;
            cse:intervalOf ?participation .
    FILTER(?began <= %(last)s && ?day > %(last)s)
    ?interval cse:intervalOf ?participation ; cse:from ?day .
    OPTIONAL { ?interval cse:basisAction ?act }
  } UNION {
    ?act a cse:Denunciation ; cse:date ?done . FILTER(?done <= %(last)s)
    ?interval cse:basisAction ?act ; cse:status status:former-party ; cse:from ?day ;
              cse:intervalOf ?participation . FILTER(?day > %(last)s)
    ?before cse:intervalOf ?participation ; cse:until ?day .
  }
  ?interval cse:status ?status . ?before cse:status ?was .
  ?participation cse:actor ?actor ; cse:treaty ?treaty .
  OPTIONAL { ?act cse:arithmetic ?arithmetic }
  OPTIONAL { ?act prov:hadPrimarySource ?source }
}
"""
_NOT_IN_FORCE = """
SELECT ?treaty ?threshold (COUNT(DISTINCT ?participation) AS ?consented) WHERE {
  ?rule cse:ruleOf ?treaty ; cse:threshold ?threshold .
  OPTIONAL { ?treaty cse:adoptedOn|cse:openedOn ?adopted }
  OPTIONAL { ?treaty eli:first_date_entry_in_force ?since }
  FILTER((!BOUND(?since) || ?since > %(last)s) && (!BOUND(?adopted) || ?adopted <= %(last)s))
  OPTIONAL {
    ?span cse:status status:contracting-state ; cse:from ?began ; cse:intervalOf ?participation .
    ?participation cse:treaty ?treaty .
    OPTIONAL { ?span cse:until ?ended }
    FILTER(?began <= %(last)s && (!BOUND(?ended) || ?ended > %(last)s))
  }
} GROUP BY ?treaty ?threshold ORDER BY ?treaty
"""


def _on(last: date) -> dict[str, Literal]:
    return {"last": Literal(last.isoformat(), datatype=XSD.date)}


def coming(store: QueryEngine, last: date, asked: Subject) -> list[Coming]:
    """Return the changes of status after a day that what was done until then brings, by date."""
    rows: dict[str, tuple[str, ...]] = {}
    sources: dict[str, set[str]] = defaultdict(set)
    for *row, source in store.values(_COMING % _on(last)):
        # An act has one sum of the rule; another act of the same change may have none.
        rows[row[0]] = max(rows.get(row[0], ()), tuple(row))
        sources[row[0]] |= {source} - {""}
    actors, infos, known = actor_refs(store), treaties(store), source_refs(store)
    labels = status_labels(store)
    with refusing(Coming):
        found = [
            Coming(
                id=interval, date=date.fromisoformat(on), actor=actors[actor],
                treaty=infos[code(treaty)].ref, kind=code(new),
                label=change_in_words(labels[code(was)], labels[code(new)]),
                arithmetic=arithmetic or None,
                as_of=infos[code(treaty)].as_of, sources=some_sources(known, sources[interval]),
            )
            for interval, actor, treaty, on, new, was, arithmetic in rows.values()
        ]  # fmt: skip
    return sorted(
        (each for each in found if asked.is_about(each.treaty.key, each.actor.key)),
        key=lambda each: (each.date, each.treaty.key, alphabetical(each.actor.name)),
    )


def awaited(store: QueryEngine, last: date, asked: Subject) -> list[Awaited]:
    """Return the treaties that exist and are not in force on a day, sorted by key."""
    infos = treaties(store)
    return [
        Awaited(treaty=infos[code(treaty)].ref, consented=whole_number(consented),
                threshold=whole_number(threshold), as_of=infos[code(treaty)].as_of)
        for treaty, threshold, consented in store.values(_NOT_IN_FORCE % _on(last))
        # A treaty waits for the consents of all States.
        if asked.is_about(code(treaty), None)
    ]  # fmt: skip
