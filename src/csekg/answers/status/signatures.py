"""Who has signed a treaty and not consented to be bound, and since when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, BeyondData, Filter, Iri, Ref, alphabetical, chosen
from csekg.answers.common.references import SourceRef, find_treaty, some_sources, source_refs
from csekg.answers.status.acts import acts_of_treaty
from csekg.answers.status.intervals import StatusInterval, status_intervals
from csekg.sparql.store import QueryEngine


class PendingSignature(Answer):
    """A signature without consent to be bound, on a day."""

    id: Iri = Field(description="IRI of the span of time during which the status holds")
    type: Literal["StatusInterval"] = "StatusInterval"
    actor: Ref
    treaty: Ref
    status: Literal["signatory"] = "signatory"
    since: date = Field(description="day of the signature, or the last day on which it can have been given")
    held_since: date | None = Field(description="day from which the status is held in law where that is before `since`")
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


def signatures_without_ratification(
    store: QueryEngine, on: date | None = None, *, treaty: Filter[str] = None, members: Collection[str] | None = None
) -> list[PendingSignature]:
    """Return who had signed and not consented on a day, those who wait longest first.

    Without a day each row is about the as-of date of its treaty. `members` narrows the list to
    actors with these IRIs. Raises UnknownNameError for an unknown treaty.
    """
    iris = [find_treaty(store, key).id for key in chosen(treaty)]
    known = source_refs(store)
    pending = [
        _pending(span, on, some_sources(known, _sources(store, span)))
        for span in status_intervals(store, on, treaties=iris, status="signatory")
        if members is None or span.actor.id in members
    ]
    return sorted(
        pending,
        key=lambda signature: (
            signature.held_since or signature.since,
            signature.treaty.key,
            alphabetical(signature.actor.name),
        ),
    )


def _sources(store: QueryEngine, span: StatusInterval) -> set[str]:
    """Return the IRIs of the sources of the acts with which a span of status began."""
    participation = ns.participation(span.treaty.key, span.actor.key).value
    acts = acts_of_treaty(store, span.treaty.key).get(participation, ())
    return {source for act in acts if act.iri in span.basis for source in act.sources}


def _pending(span: StatusInterval, on: date | None, sources: tuple[SourceRef, ...]) -> PendingSignature:
    info, signed = span.treaty, span.held_since or span.since
    asked = info.day(on)
    counted_to = min(asked, info.status_on)
    return PendingSignature(
        id=span.id,
        actor=span.actor,
        treaty=info.ref,
        since=span.since,
        held_since=span.held_since,
        day_known=span.day_known,
        until=span.until,
        years=full_years(signed, counted_to),
        days=max(0, (counted_to - signed).days),
        counted_to=counted_to,
        legal_basis=info.legal_basis,
        on=asked,
        as_of=info.as_of,
        beyond_data=info.is_before(on),
        complete=info.is_complete(on),
        sources=sources,
    )


def full_years(first: date, last: date) -> int:
    """Return how many anniversaries of the first day have passed by the last; never negative."""
    early = (last.month, last.day) < (first.month, first.day)
    return max(0, last.year - first.year - early)
