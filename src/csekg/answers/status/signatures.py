"""Who has signed a treaty and not consented to be bound, and since when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, BeyondData, Filter, Iri, Ref, alphabetical, code
from csekg.answers.common.references import (
    SourceRef,
    TreatyInfo,
    actor_refs,
    only_treaties,
    some_sources,
    source_refs,
    treaties,
)
from csekg.answers.common.rows import Row, lists_of, rows_as
from csekg.answers.status.intervals import HOLDS, the_day
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
    held_since: date | None = Field(
        description="day from which the status is held in law where that is before `since`"
    )
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


# Without the class: only status intervals have a basis action, and the class costs much time.
_SPANS = f"""
  %s
  ?id cse:status status:signatory ; cse:treaty ?treaty ; cse:actor ?actor ; cse:from ?since .
  OPTIONAL {{ ?id cse:until ?until }}
  {HOLDS}
  ?id cse:basisAction ?act .
"""
_ROWS = f"""
SELECT DISTINCT ?id ?treaty ?actor ?since ?held_since ?until ?on ?followed WHERE {{
  {_SPANS} OPTIONAL {{ ?id cse:heldSince ?held_since }}
  OPTIONAL {{ ?act cse:followedDate ?followed }}
}}
"""
_SOURCES = f"SELECT ?id ?source WHERE {{ {_SPANS} ?act prov:hadPrimarySource ?source }}"


def signatures_without_ratification(
    store: QueryEngine,
    on: date | None = None,
    *,
    treaty: Filter[str] = None,
    members: Collection[str] | None = None,
) -> list[PendingSignature]:
    """Return who had signed and not consented on a day, those who wait longest first.

    Without a day each row is about the as-of date of its treaty. `members` narrows the list to
    actors with these IRIs. Raises UnknownNameError for an unknown treaty.
    """
    chosen = the_day(on) + only_treaties(store, treaty)
    known, sources = source_refs(store), lists_of(store, _SOURCES % chosen)
    actors, infos = actor_refs(store), treaties(store)

    def info(row: Row) -> TreatyInfo:
        return infos[code(row["treaty"])]

    def counted_to(row: Row) -> date:
        return min(date.fromisoformat(row["on"]), info(row).as_of)

    def since(row: Row) -> date:
        return date.fromisoformat(row["held_since"] or row["since"])

    found = rows_as(
        store, _ROWS % chosen, PendingSignature,
        actor=lambda row: actors[row["actor"]],
        treaty=lambda row: info(row).ref,
        day_known=lambda row: bool(row["followed"]),
        years=lambda row: full_years(since(row), counted_to(row)),
        days=lambda row: max(0, (counted_to(row) - since(row)).days),
        counted_to=counted_to,
        legal_basis=lambda row: info(row).legal_basis,
        as_of=lambda row: info(row).as_of,
        beyond_data=lambda row: info(row).is_before(date.fromisoformat(row["on"])),
        complete=lambda row: info(row).complete,
        sources=lambda row: some_sources(known, sources[row["id"]]),
    )  # fmt: skip
    # An interval that begins with two acts has a row for each.
    by_span = {each.id: each for each in found}
    return sorted(
        (each for each in by_span.values() if members is None or each.actor.id in members),
        key=lambda each: (
            each.held_since or each.since,
            each.treaty.key,
            alphabetical(each.actor.name),
        ),
    )


def full_years(first: date, last: date) -> int:
    """Return how many anniversaries of the first day have passed by the last; never negative."""
    early = (last.month, last.day) < (first.month, first.day)
    return max(0, last.year - first.year - early)
