"""Which States are bound to what a paragraph asks, by treaties that correspond to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, BeyondData, Iri, Ref, Words
from csekg.answers.common.known import SourceRef, list_sources
from csekg.answers.common.ordering import alphabetical
from csekg.answers.status.intervals import status_intervals
from csekg.answers.texts.correspondences import (
    STRENGTHS,
    Correspondence,
    Strength,
    correspondences,
)
from csekg.sparql.store import QueryEngine


class Bound(Answer):
    """A State that is party to a treaty with provisions that correspond to a paragraph."""

    id: Iri = Field(description="IRI of the span of time during which the State is bound")
    type: Literal["StatusInterval"] = "StatusInterval"
    actor: Ref
    treaty: Ref
    since: date = Field(description="first day on which the treaty is in force for the State")
    held_since: date | None = Field(
        description="that day under a former name, where it is before `since`"
    )
    until: date | None = Field(description="first day on which it no longer is; null if it is")
    acts: Words = Field(description="the act that it rests on, in words")
    closest: Strength = Field(description="the closest of the correspondences")
    provisions: tuple[Ref, ...] = Field(description="the corresponding provisions of the treaty")
    on: date = Field(description="the day that is spoken of")
    as_of: date = Field(description="day on which the data about the treaty stand; what happened "
                        "after it may be missing")  # fmt: skip
    beyond_data: BeyondData
    complete: bool = Field(description="whether a complete list of parties has been read")
    sources: tuple[SourceRef, ...] = Field(description="sources of the list of parties")


def bound(
    store: QueryEngine,
    paragraph: str,
    on: date | None = None,
    strengths: Iterable[Strength] = STRENGTHS,
) -> list[Bound]:
    """Return who is bound on a day by treaties with provisions that correspond to a paragraph.

    Sorted by State, day and treaty. `paragraph` is a key such as `op/4/a`. Without a day it is the
    as-of date of each treaty. Only correspondences of these strengths count. Raises
    UnknownNameError for an unknown paragraph.
    """
    counted = set(strengths)
    answering: dict[str, list[Correspondence]] = defaultdict(list)
    for link in correspondences(store, paragraph=paragraph):
        if link.strength in counted:
            answering[link.instrument.id].append(link)
    if not answering:
        return []
    lists = list_sources(store)
    found = [
        Bound(
            id=span.id,
            actor=span.actor,
            treaty=span.treaty.ref,
            since=span.since,
            held_since=span.held_since,
            until=span.until,
            acts=span.acts,
            # Correspondences come from the closest to the loosest.
            closest=answering[span.treaty.id][0].strength,
            provisions=tuple(link.provision for link in answering[span.treaty.id]),
            on=on or span.treaty.as_of,
            as_of=span.treaty.as_of,
            beyond_data=span.treaty.is_before(on),
            complete=span.treaty.complete,
            sources=lists[span.treaty.id],
        )
        for span in status_intervals(store, on, treaties=answering, status="party")
    ]
    return sorted(
        found,
        key=lambda each: (
            alphabetical(each.actor.name),
            each.held_since or each.since,
            each.treaty.key,
        ),
    )
