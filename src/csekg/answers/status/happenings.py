"""What happened, in keys, days and codes, as it is remembered whatever the language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from csekg.answers.common.base import code, day
from csekg.answers.common.composed import act_labels_of
from csekg.answers.common.grouping import grouped, lists_of
from csekg.answers.common.kinds import CLASSES, READ, What, fine_kind
from csekg.answers.common.known import ABSENT, find_treaty, only, treaties
from csekg.answers.common.reasons import known_reasons
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.law.reasons import Reasons
from csekg.sparql.store import QueryEngine
from csekg.wording.labels import ActLabel


@dataclass(frozen=True, slots=True)
class Happening:
    """An act or a change of status in keys, days and codes; `detail` of an act is a text.

    `actor` and `sources` are IRIs, `treaty` is one, too.
    """

    id: str
    type: str
    on: date | None
    not_before: date | None
    not_after: date | None
    actor: str
    treaty: str
    what: What
    kind: str
    previous_status: str
    label: ActLabel | None
    detail: str
    reasons: Reasons
    sources: tuple[str, ...]


# A statement whose text was not read says nothing about what happened.
_VALUES = " ".join(
    f"cse:{name}" for name in CLASSES if name in READ or CLASSES[name] != "statement"
)
_ACTS = f"""
SELECT ?act ?class ?actor ?treaty ?day ?followed ?first ?last ?kind ?gist WHERE {{
  %s
  ?act cse:actor ?actor ; cse:treaty ?treaty ; a ?class .
  VALUES ?class {{ {_VALUES} }}
  OPTIONAL {{ ?act cse:date ?day }}
  OPTIONAL {{ ?act cse:followedDate ?followed }}
  OPTIONAL {{ ?act cse:followedKind ?kind }}
  OPTIONAL {{ ?act cse:notBefore ?first }}
  OPTIONAL {{ ?act cse:notAfter ?last }}
  OPTIONAL {{ ?act dcterms:description ?gist FILTER(LANG(?gist) IN ("en", "")) }}
  OPTIONAL {{ ?act cse:dismissed ?dismissed }}
  FILTER(!BOUND(?dismissed))
}}
"""
_SOURCES = """
SELECT ?act ?source WHERE {
  %s ?act cse:actor ?actor ; cse:treaty ?treaty ; prov:hadPrimarySource ?source
}
"""
# A change is an interval that begins when another ends: the first interval is none. Nor is one that
# goes on with what a predecessor had.
_CHANGES = """
SELECT ?interval ?actor ?treaty ?day ?status ?was ?reason ?act ?held WHERE {
  %s
  ?participation cse:interval ?before .
  ?before cse:until ?day ; cse:status ?was .
  ?interval cse:status ?status ; cse:treaty ?treaty ; cse:actor ?actor .
  OPTIONAL { ?interval cse:statusReason ?reason }
  OPTIONAL { ?interval cse:basisAction ?act }
  OPTIONAL { ?interval cse:heldSince ?held }
}
"""
_CHANGE_SOURCES = """
SELECT ?act ?source WHERE { %s ?interval cse:basisAction ?act . ?act prov:hadPrimarySource ?source }
"""


@remembered
def happenings_of(store: QueryEngine, treaty: str) -> tuple[Happening, ...]:
    """Return the acts and changes of status under a treaty, given by key."""
    iri = find_treaty(store, treaty).id
    narrowed = only("treaty", [iri])
    return (*_acts(store, narrowed, act_labels_of(store, iri)), *_changes(store, narrowed))


@remembered
def happenings_by_actor(store: QueryEngine) -> Mapping[str, tuple[Happening, ...]]:
    """Return all acts and changes of status by the IRI of the actor."""
    every = chain.from_iterable(happenings_of(store, key) for key in treaties(store))
    return grouped(every, lambda happening: happening.actor)


def _acts(store: QueryEngine, narrowed: str, labels: Mapping[str, ActLabel]) -> Iterator[Happening]:
    """Yield the acts, each with the day that is followed where sources state several."""
    sources = lists_of(store, _SOURCES % narrowed)
    rows = sorted(values(store, _ACTS % narrowed))
    seen = set()
    # Sources may differ in the last possible day of an act: sorted, the earliest comes first.
    for row in rows:
        act, class_, actor, treaty, on, followed, first, last, kind, gist = row
        name = code(class_)
        if (followed or CLASSES[name] in ("signature", "consent")) and on != followed:
            if followed:
                continue
            on = ""
        if act in seen:
            continue
        seen.add(act)
        yield Happening(
            act, name, day(on), day(first), day(last), actor, treaty, CLASSES[name],
            fine_kind(name, kind), "", labels[act], gist, (), tuple(sources[act]),
        )  # fmt: skip


def _changes(store: QueryEngine, narrowed: str) -> Iterator[Happening]:
    """Yield the changes of status; the beginning and the end of a State by itself are none."""
    pattern = (
        f"{narrowed} ?participation a cse:Participation ; cse:actor ?actor ; "
        "cse:treaty ?treaty ; cse:interval ?interval . ?interval cse:from ?day ."
    )
    why, sources = known_reasons(store), lists_of(store, _CHANGE_SOURCES % pattern)
    acts: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, tuple[str, ...]] = {}
    reasons: dict[str, set[str]] = defaultdict(set)
    for *row, reason, act, held in values(store, _CHANGES % pattern):
        began = code(row[5]) == ABSENT and not act
        if held or began or code(row[4]) == ABSENT:
            continue
        rows[row[0]] = tuple(row)
        acts[row[0]].add(act)
        reasons[row[0]].add(reason)
    for interval, actor, treaty, on, status, was in rows.values():
        origins = {source for act in acts[interval] for source in sources[act]}
        yield Happening(
            interval, "StatusInterval", day(on), None, None, actor, treaty, "status-change",
            code(status), code(was), None, "", why.of(reasons[interval]), tuple(origins),
        )  # fmt: skip
