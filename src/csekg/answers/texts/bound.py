"""Who is bound to what a paragraph of the resolution asks, by treaties that answer it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, BeyondData, Iri, Ref
from csekg.answers.common.known import SourceRef, list_sources, treaties
from csekg.answers.status.status import status_rows
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
    until: date | None = Field(description="first day on which it no longer is; null if it is")
    acts: str = Field(description="the act that it rests on, in words")
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
    """Return who is bound on a day by a treaty that answers a paragraph, by State, then treaty.

    Without a day each treaty is told on its own as-of date. Only correspondences of these strengths
    count. Raises UnknownNameError for an unknown paragraph.
    """
    chosen = set(strengths)
    answering: dict[str, list[Correspondence]] = defaultdict(list)
    for link in correspondences(store, paragraph=paragraph):
        if link.strength in chosen:
            answering[link.instrument.key].append(link)
    infos, lists = treaties(store), list_sources(store)
    found = []
    for key, links in answering.items():
        info, reference = infos[key], infos[key].ref
        provisions = tuple(link.provision for link in links)
        found += [
            Bound(
                id=row.interval,
                actor=Ref(id=ns.actor(row.actor).value, key=row.actor, name=row.name),
                treaty=reference,
                since=row.since,
                until=row.until,
                acts=row.acts,
                # They come from the closest to the loosest.
                closest=links[0].strength,
                provisions=provisions,
                on=on or info.as_of,
                as_of=info.as_of,
                beyond_data=info.is_before(on),
                complete=info.complete,
                sources=lists[reference.id],
            )
            for row in status_rows(store, on, key)
            if row.status == "party"
        ]
    return sorted(found, key=lambda each: (each.actor.name, each.since, each.treaty.key))
