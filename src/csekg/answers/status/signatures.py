"""Signed and not ratified: who has signed a treaty and not consented to be bound, since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Literal

from pydantic import Field
from pyoxigraph import Literal as RdfLiteral

from csekg.answers.common.base import Answer, BeyondData, Filter, Iri, Ref, day
from csekg.answers.common.known import (
    SourceRef,
    actor_refs,
    only_treaties,
    some_sources,
    source_refs,
    treaties,
)
from csekg.namespaces import XSD
from csekg.sparql.store import QueryEngine


class PendingSignature(Answer):
    """A signature without consent to be bound, on a day."""

    id: Iri = Field(description="IRI of the span of time during which the status holds")
    type: Literal["StatusInterval"] = "StatusInterval"
    actor: Ref
    treaty: Ref
    status: Literal["signatory"] = "signatory"
    since: date = Field(description="day of the signature, or the last day on which it can have "
                        "been given")  # fmt: skip
    day_known: bool = Field(description="whether a source gives the day of the signature")
    until: date | None = Field(description="day of the later consent; null where there is none")
    years: int = Field(description="full years from the signature to `countedTo`")
    days: int = Field(description="days from the signature to `countedTo`")
    counted_to: date = Field(description="the day asked about, but not after the as-of date")
    legal_basis: str
    on: date
    as_of: date
    beyond_data: BeyondData
    complete: bool
    sources: tuple[SourceRef, ...] = Field(description="sources of the signature")


# Only spans have an act to begin with; asking for their class as well costs much.
_ROWS = """
SELECT ?interval ?treaty ?actor ?since ?until ?on ?followed ?source WHERE {
  %s
  ?interval cse:status status:signatory ; cse:treaty ?treaty ; cse:actor ?actor ;
            cse:from ?since ; cse:basisAction ?act .
  ?act prov:hadPrimarySource ?source .
  FILTER(?since <= ?on)
  OPTIONAL { ?interval cse:until ?until }
  FILTER(!BOUND(?until) || ?until > ?on)
  OPTIONAL { ?act cse:followedDate ?followed }
}
"""


def signatures_without_ratification(
    store: QueryEngine,
    on: date | None = None,
    *,
    treaty: Filter[str] = None,
    members: Collection[str] | None = None,
) -> list[PendingSignature]:
    """Return who had signed and not consented on a day, those who wait longest first.

    Without a day each row speaks of the as-of date of its treaty. `members` are the IRIs of the
    actors to tell of. Raises UnknownNameError for an unknown treaty.
    """
    infos = treaties(store)
    pattern = only_treaties(store, treaty)
    if on:
        pattern += f"VALUES ?on {{ {RdfLiteral(on.isoformat(), datatype=XSD.date)} }}"
    else:
        pattern += "?treaty cse:statusAsOf ?on ."
    names, known = actor_refs(store), source_refs(store)
    rows: dict[str, tuple[str, ...]] = {}
    sources: dict[str, set[str]] = defaultdict(set)
    for *row, source in store.values(_ROWS % pattern):
        rows[row[0]] = tuple(row)
        sources[row[0]].add(source)
    found = []
    for interval, of, actor, since, until, asked, followed in rows.values():
        if members is not None and actor not in members:
            continue
        info = infos[of.rpartition("/")[2]]
        signed, spoken = date.fromisoformat(since), date.fromisoformat(asked)
        last = min(spoken, info.as_of)
        found.append(PendingSignature(
            id=interval, actor=names[actor],
            treaty=info.ref, since=signed, day_known=bool(followed), until=day(until),
            years=full_years(signed, last), days=max(0, (last - signed).days), counted_to=last,
            legal_basis=info.legal_basis, on=spoken, as_of=info.as_of,
            beyond_data=info.is_before(spoken), complete=info.complete,
            sources=some_sources(known, sources[interval]),
        ))  # fmt: skip
    return sorted(found, key=lambda row: (row.since, row.treaty.key, row.actor.name))


def full_years(first: date, last: date) -> int:
    """Return how many anniversaries of the first day have passed by the last; never negative."""
    early = (last.month, last.day) < (first.month, first.day)
    return max(0, last.year - first.year - early)
