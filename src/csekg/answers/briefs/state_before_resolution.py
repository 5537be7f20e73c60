"""A State before the resolution: what is known of it when it is said what to ask, and what of the requests binds it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csekg.answers.briefs.accession import Step
from csekg.answers.briefs.peers import PeerGroup
from csekg.answers.briefs.requests import BindingArticle, BoundAspect, BoundRequest
from csekg.answers.briefs.reservations import AffectingDeclaration
from csekg.answers.common.base import Ref
from csekg.answers.common.references import SourceRef, TreatyInfo, part_number
from csekg.answers.common.rows import grouped
from csekg.answers.practice.assessments import IndicatorLink
from csekg.answers.practice.promises import Promise
from csekg.answers.status.status_answers import Standing
from csekg.answers.texts.affected_texts import overlaps
from csekg.answers.texts.correspondences import Correspondence
from csekg.answers.texts.parallels import Parallel
from csekg.answers.texts.resolution_requests import Request, ResolutionRequests

#: Correspondences by which a treaty puts a paragraph into effect; looser ones bind to less.
BINDING = ("equivalent", "implements")
#: Statuses of who can join by an act of its own.
OPEN = ("signatory", "no-action", "no-act-read", "former-party")


@dataclass(frozen=True, slots=True)
class StateBeforeResolution:
    """A State before the resolution: its standings by treaty key, and what is known beside them.

    `today` is the day of the brief. `on_laws` is all that the resolution asks of Member States, also
    where the State is none, without what only announces sub-paragraphs. `links` are all
    correspondences, `aspects` those that the editors name, by the key of the paragraph, `summaries`
    what provisions say, by IRI, `excluded` the IRIs of provisions that it excludes by reservation.
    `parents` are the treaties to one of which it must be a party first, by the key of the treaty.
    `promises` is what assessors found, `bearing` the provisions that their questions are about, by the
    IRIs of assessor and indicator, `touching` its reservations on what is asked, `invitations` the
    sources of invitations by the IRI of the treaty. `ways` are the steps to join, and `peers` the groups
    of the State, by the key of the treaty; `withdrawal` returns the step by which a reservation to one is
    withdrawn.
    """

    asks: ResolutionRequests
    standings: Mapping[str, Standing]
    infos: Mapping[str, TreatyInfo]
    today: date
    on_laws: Sequence[Request]
    links: Sequence[Correspondence]
    aspects: Mapping[str, Sequence[Parallel]]
    summaries: Mapping[str, str | None]
    excluded: Collection[str]
    parents: Mapping[str, tuple[Ref, ...]]
    promises: Sequence[Promise]
    bearing: Mapping[tuple[str, str], Sequence[IndicatorLink]]
    touching: Sequence[AffectingDeclaration]
    invitations: Mapping[str, tuple[SourceRef, ...]]
    ways: Mapping[str, Sequence[Step]]
    peers: Mapping[str, Sequence[PeerGroup]]
    withdrawal: Callable[[str], str]

    def is_party(self, treaty: str) -> bool:
        """Return whether the treaty with this key binds the State."""
        standing = self.standings.get(treaty)
        return bool(standing and standing.status == "party")

    def could_join(self, treaty: str) -> bool:
        """Return whether the treaty with this key is open to the State, if need be after another one that is."""
        standing = self.standings.get(treaty)
        if standing and standing.status == "must-join-first":
            return any(self.could_join(each.key) for each in self.parents[treaty])
        return bool(standing and standing.status in OPEN)

    def joins_later(self, treaty: str) -> bool:
        """Return whether the State joins the treaty with this key on invitation, or after one that it so joins."""
        standing = self.standings.get(treaty)
        return bool(standing and standing.status in ("needs-invitation", "must-join-first")) and not self.could_join(
            treaty
        )

    def is_excluded(self, provision: str) -> bool:
        """Return whether a reservation of the State excludes the provision with this IRI."""
        return any(f"{provision}/".startswith(f"{excluded}/") for excluded in self.excluded)


def bound_requests(case: StateBeforeResolution) -> tuple[BoundRequest, ...]:
    """Return for each request to Member States what binds the State to it, in the order of the resolution."""
    links = grouped(case.links, lambda link: link.paragraph.id)
    return tuple(_bound(case, request, links.get(request.requested_in.id, ())) for request in case.on_laws)


#: A provision with its treaty.
_Part = tuple[Ref, Ref]


def _bound(case: StateBeforeResolution, request: Request, links: Sequence[Correspondence]) -> BoundRequest:
    named = case.aspects.get(request.requested_in.key, ())
    if named:
        aspects = tuple(
            _aspect(
                case,
                each.content,
                [(one.treaty, one.provision) for one in each.bindings],
                [(one.treaty, one.provision) for one in each.in_part],
            )
            for each in named
        )
        told = [one.provision.id for each in named for one in (*each.bindings, *each.in_part)]
        rest = [link for link in links if link.strength != "related" and not overlaps(told, link.provision.id)]
    else:
        direct = _parts(links, lambda strength: strength in BINDING)
        part = _parts(links, lambda strength: strength == "supports")
        if not any(case.is_party(treaty.key) for treaty, _ in (*direct, *part)):
            part = _parts(links, lambda strength: strength == "related")
        aspects, rest = (_aspect(case, None, direct, part),), []
    return BoundRequest(
        asked_in=request.requested_in,
        number=part_number(request.requested_in.key),
        verb=request.opening_verb.name,
        asks=request.description,
        condition=request.condition,
        aspects=aspects,
        others=_binding(case, _parts(rest, bool)),
    )


def _parts(links: Iterable[Correspondence], is_asked: Callable[[str], bool]) -> list[_Part]:
    # A preamble asks nothing.
    asking = (link for link in links if link.provision.key != "preamble")
    return [(link.instrument, link.provision) for link in asking if is_asked(link.strength)]


def _aspect(
    case: StateBeforeResolution, content: str | None, direct: Sequence[_Part], part: Sequence[_Part]
) -> BoundAspect:
    return BoundAspect(
        content=content,
        direct=_binding(case, direct),
        in_part=_binding(case, part),
        excluded=tuple(ref for treaty, ref in direct if case.is_party(treaty.key) and case.is_excluded(ref.id)),
        would=tuple(ref for treaty, ref in direct if case.could_join(treaty.key)),
        on_invitation=tuple(ref for treaty, ref in direct if case.joins_later(treaty.key)),
    )


def _binding(case: StateBeforeResolution, parts: Iterable[_Part]) -> tuple[BindingArticle, ...]:
    """Return those of treaties that bind the State and that its reservations do not exclude."""
    return tuple(
        BindingArticle(article=ref, asks=case.summaries.get(ref.id))
        for treaty, ref in parts
        if case.is_party(treaty.key) and not case.is_excluded(ref.id)
    )
