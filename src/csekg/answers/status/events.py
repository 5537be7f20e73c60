"""What happened, by day: acts of States and changes of their status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from pydantic import Field
from pyoxigraph import Literal

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Filter, Iri, Ref, chosen
from csekg.answers.common.kinds import CLASSES, READ, What, fine_kind
from csekg.answers.common.references import (
    Day,
    SourceRef,
    actor_values,
    code,
    day,
    some_sources,
    source_refs,
    treaty_ref,
    treaty_values,
)
from csekg.answers.status.status import actors as all_actors
from csekg.answers.status.status import status_labels, treaties
from csekg.errors import CsekgError
from csekg.namespaces import ONTOLOGY, XSD
from csekg.sparql.store import QueryEngine


class Event(Answer):
    """An act of a State under a treaty, or a change of its status."""

    id: Iri = Field(description="IRI of the act, or of the span of time that begins")
    type: str = Field(description="class, as Signature, ConsentToBeBound or StatusInterval")
    date: Day | None = Field(description="the day; null where no source gives it")
    not_before: Day | None = Field(description="where the day is not known, the first possible one")
    not_after: Day | None = Field(description="where the day is not known, the last possible one")
    actor: Ref
    treaty: Ref
    what: What
    kind: str = Field(description="kind of act, as `ratification`; for a change the new status")
    previous_status: str | None = Field(description="for a change, the status that ends")
    label: str = Field(description="what happened, in a few words")
    detail: str | None = Field(description="what a statement says; why a status changed")
    as_of: Day = Field(description="day on which the data about the treaty stand")
    sources: tuple[SourceRef, ...] = Field(description="sources of the act, or of that which the "
                                           "change rests on")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `since` to `until`, both included; open where one is None."""

    since: Day | None = None
    until: Day | None = None

    def __post_init__(self) -> None:
        """Refuse an end before the beginning; raises CsekgError."""
        if self.since and self.until and self.until < self.since:
            raise CsekgError(f"the last day, {self.until}, is before the first, {self.since}")

    @property
    def is_open(self) -> bool:
        """Whether acts without a day belong to it as well."""
        return self.since is None and self.until is None

    def filter(self) -> str:
        """Return the SPARQL filter on `?day`."""
        limits = (
            f"?day {sign} {Literal(limit.isoformat(), datatype=XSD.date)}"
            for sign, limit in ((">=", self.since), ("<=", self.until))
            if limit
        )
        return "".join(f"FILTER({limit}) " for limit in limits)


# A statement that was not read tells nothing of what happened.
_VALUES = " ".join(
    f"cse:{name}" for name in CLASSES if name in READ or CLASSES[name] != "statement"
)
_ACTS = f"""
SELECT ?act ?class ?actor ?treaty ?day ?followed ?first ?last ?label ?kind ?gist WHERE {{
  %s
  ?act a ?class .
  VALUES ?class {{ {_VALUES} }}
  ?act cse:treaty ?treaty ; cse:actor ?actor ; rdfs:label ?label .
  OPTIONAL {{ ?act cse:followedDate ?followed }}
  OPTIONAL {{ ?act cse:followedKind ?kind }}
  OPTIONAL {{ ?act cse:notBefore ?first }}
  OPTIONAL {{ ?act cse:notAfter ?last }}
  OPTIONAL {{ ?act dcterms:description ?gist }}
  OPTIONAL {{ ?act cse:dismissed ?dismissed }}
  FILTER(!BOUND(?dismissed))
}}
"""
_SOURCES = "SELECT ?act ?source WHERE { %s ?act prov:hadPrimarySource ?source }"
# A change is a span that begins when another ends; the first of all is none.
_CHANGES = """
SELECT ?interval ?actor ?treaty ?day ?status ?was ?reason ?act WHERE {
  %s
  ?participation cse:interval ?before .
  ?before cse:until ?day ; cse:status ?was .
  ?interval cse:status ?status ; cse:treaty ?treaty ; cse:actor ?actor .
  OPTIONAL { ?interval cse:eligibilityReason ?reason }
  OPTIONAL { ?interval cse:basisAction ?act }
}
"""
_CHANGE_SOURCES = """
SELECT ?act ?source WHERE { %s ?interval cse:basisAction ?act . ?act prov:hadPrimarySource ?source }
"""


def events(
    store: QueryEngine,
    *,
    treaty: Filter[str] = None,
    actor: Filter[str] = None,
    span: Span = Span(),
    what: Filter[What] = None,
) -> list[Event]:
    """Return what happened under treaties, to actors, within a span of days, the oldest first.

    Acts without a day come last, and only where the span is open. Raises UnknownNameError.
    """
    keys = treaty_values(store, treaty) + actor_values(store, actor)
    wanted = chosen(what) or get_args(What)
    builder = _Builder(store)
    found: list[Event] = []
    if set(wanted) != {"status-change"}:
        found += builder.acts(keys, span)
    if "status-change" in wanted:
        found += builder.changes(keys, span)
    return sorted((event for event in found if event.what in wanted), key=_by_day)


def _by_day(event: Event) -> tuple[Day, Day, str, str, bool, str]:
    # On one day the act comes before the change that it brings about.
    return (
        event.date or Day.max, event.not_after or Day.max, event.treaty.key, event.actor.name,
        event.what == "status-change", event.id,
    )  # fmt: skip


class _Builder:
    """Makes events of rows, with the names that they mention."""

    def __init__(self, store: QueryEngine) -> None:
        self._store = store
        self._actors = {
            iri: Ref(id=iri, key=key, name=name) for iri, (key, name) in all_actors(store).items()
        }
        infos = treaties(store)
        self._treaties = {ns.instrument(key).value: treaty_ref(t) for key, t in infos.items()}
        self._as_of = {ns.instrument(key).value: info.as_of for key, info in infos.items()}
        self._known = source_refs(store)

    def acts(self, keys: str, span: Span) -> Iterator[Event]:
        """Yield the acts; of two stated days, the one that is followed."""
        dated = "?act cse:date ?day ."
        if span.is_open:
            linked = keys + "?act cse:actor ?actor ; cse:treaty ?treaty . "
            pattern, sourced = linked + f"OPTIONAL {{ {dated} }}", linked
        else:
            pattern = sourced = f"{keys} {{ SELECT ?act ?day WHERE {{ {dated} {span.filter()} }} }}"
            sourced += "?act cse:actor ?actor ; cse:treaty ?treaty . "
        sources = self._sources(_SOURCES % sourced)
        seen = set()
        # An act with two bounds has two rows: the first one counts, so their order must be fixed.
        for row in sorted(self._store.values(_ACTS % pattern)):
            act, class_, actor, treaty, on, followed, first, last, label, kind, gist = row
            name = class_.removeprefix(ONTOLOGY)
            if CLASSES[name] in ("signature", "consent") and on != followed:
                if followed or not span.is_open:
                    continue
                on = ""
            if act in seen:
                continue
            seen.add(act)
            yield Event(
                id=act, type=name, date=day(on), not_before=day(first), not_after=day(last),
                actor=self._actors[actor], treaty=self._treaties[treaty], what=CLASSES[name],
                kind=fine_kind(name, kind), previous_status=None, label=label, detail=gist or None,
                as_of=self._as_of[treaty], sources=some_sources(self._known, sources[act]),
            )  # fmt: skip

    def changes(self, keys: str, span: Span) -> Iterator[Event]:
        """Yield the changes of status."""
        if span.is_open:
            pattern = (
                f"{keys} ?participation a cse:Participation ; cse:actor ?actor ; "
                "cse:treaty ?treaty ; cse:interval ?interval . ?interval cse:from ?day ."
            )
        else:
            pattern = (
                f"{keys} {{ SELECT ?interval ?day WHERE {{ ?interval cse:from ?day . "
                f"{span.filter()} }} }} ?interval cse:intervalOf ?participation ; "
                "cse:actor ?actor ; cse:treaty ?treaty ."
            )
        labels = status_labels(self._store)
        sources = self._sources(_CHANGE_SOURCES % pattern)
        acts: dict[str, set[str]] = defaultdict(set)
        rows: dict[str, tuple[str, ...]] = {}
        for *row, act in self._store.values(_CHANGES % pattern):
            rows[row[0]] = tuple(row)
            acts[row[0]].add(act)
        for interval, actor, treaty, on, status, was, reason in rows.values():
            new, old = code(status), code(was)
            origins = {source for act in acts[interval] for source in sources[act]}
            yield Event(
                id=interval, type="StatusInterval", date=day(on), not_before=None, not_after=None,
                actor=self._actors[actor], treaty=self._treaties[treaty], what="status-change",
                kind=new, previous_status=old, label=f"{labels[old]} to {labels[new]}",
                detail=reason or None, as_of=self._as_of[treaty],
                sources=some_sources(self._known, origins),
            )  # fmt: skip

    def _sources(self, query: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for act, source in self._store.values(query):
            found[act].add(source)
        return found
