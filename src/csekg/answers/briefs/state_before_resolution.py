"""A State before the resolution: what is known of it when it is said what to ask, and what of the requests binds it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csekg.answers.briefs.requests import AnsweredRequest, BoundAspect
from csekg.answers.briefs.reservations import AffectingDeclaration
from csekg.answers.common.references import SourceRef, TreatyInfo, part_number
from csekg.answers.practice.promises import Promise
from csekg.answers.status.status_answers import Standing
from csekg.answers.texts.correspondences import Correspondence
from csekg.answers.texts.parallels import Parallel
from csekg.answers.texts.resolution_requests import Request, ResolutionRequests

#: Correspondences by which a treaty puts a paragraph into effect; looser ones bind to less.
BINDING = ("equivalent", "implements")


@dataclass(frozen=True, slots=True)
class StateBeforeResolution:
    """A State before the resolution: its standings by treaty key, and the days that matter.

    `asked_since` is the day on which the resolution began to speak to it: that of the adoption, or
    of a later admission (`is_later`). `today` is the day of the brief. `on_laws` is all that the
    resolution asks of Member States, also where the State is none. `links` are all correspondences,
    `aspects` those that the editors name, by the key of the paragraph, `excluded` the IRIs of
    provisions that it excludes by reservation. `promises` is what assessors found, `touching` its
    declarations that touch what is asked, `invitations` the sources of invitations by the IRI of
    the treaty.
    """

    asks: ResolutionRequests
    standings: Mapping[str, Standing]
    infos: Mapping[str, TreatyInfo]
    asked_since: date
    is_later: bool
    today: date
    on_laws: Sequence[Request]
    links: Sequence[Correspondence]
    aspects: Mapping[str, Sequence[Parallel]]
    excluded: Collection[str]
    promises: Sequence[Promise]
    touching: Sequence[AffectingDeclaration]
    invitations: Mapping[str, tuple[SourceRef, ...]]

    def is_party(self, treaty: str) -> bool:
        """Return whether the treaty with this key binds the State."""
        standing = self.standings.get(treaty)
        return bool(standing and standing.status == "party")

    def could_join(self, treaty: str) -> bool:
        """Return whether the treaty with this key is open to the State and does not bind it."""
        standing = self.standings.get(treaty)
        return bool(standing and standing.status in ("signatory", "no-action", "no-act-read"))


def answered_request(
    case: StateBeforeResolution, request: Request, links: Sequence[Correspondence]
) -> AnsweredRequest | None:
    """Return what of a request binds the State; None where its reservations exclude all of it."""
    named = case.aspects.get(request.requested_in.key, ())
    aspects = tuple(aspect for each in named if (aspect := _bound_aspect(case, each)))
    provisions = [provision for aspect in aspects for provision in aspect.provisions]
    if not named:
        provisions = [link.provision for link in links]
    if not provisions:
        return None
    rows = [case.standings[link.instrument.key] for link in links]
    return AnsweredRequest(
        paragraph=request.requested_in,
        number=part_number(request.requested_in.key),
        verb=request.opening_verb.name,
        description=request.description,
        aspects=aspects,
        provisions=tuple(dict.fromkeys(provisions)),
        since=min(row.held_since or row.since for row in rows),
    )


def _bound_aspect(case: StateBeforeResolution, aspect: Parallel) -> BoundAspect | None:
    """Return an aspect with the provisions that bind the State to it; None without one."""
    provisions = tuple(
        one.provision
        for one in aspect.bindings
        if case.is_party(one.treaty.key) and not _is_excluded(case, one.provision.id)
    )
    return BoundAspect(content=aspect.content, provisions=provisions) if provisions else None


def _is_excluded(case: StateBeforeResolution, provision: str) -> bool:
    return any(f"{provision}/".startswith(f"{excluded}/") for excluded in case.excluded)
