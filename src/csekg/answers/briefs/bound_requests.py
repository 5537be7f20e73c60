"""What of the requests of the resolution binds a State by treaty, aspect by aspect."""

from __future__ import annotations

from collections.abc import Sequence

from csekg.answers.briefs.models import AnsweredRequest, BoundAspect
from csekg.answers.briefs.state_before_resolution import StateBeforeResolution
from csekg.answers.common.references import part_number
from csekg.answers.texts.correspondences import Correspondence
from csekg.answers.texts.parallels import Parallel
from csekg.answers.texts.resolution_requests import Request


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
