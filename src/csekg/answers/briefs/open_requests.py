"""What to ask of a State first, by worth: each request with its paragraph and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from csekg.answers.briefs.requests import AnsweredRequest, AskKind, Drafts, OpenBasis, OpenRequest, drafts
from csekg.answers.briefs.state_before_resolution import BINDING, StateBeforeResolution, answered_request
from csekg.answers.common.base import Ref
from csekg.answers.common.references import SourceRef, part_number
from csekg.answers.status.status_answers import Standing
from csekg.answers.texts.correspondences import Correspondence
from csekg.answers.texts.resolution_requests import Request
from csekg.languages.days import full_years, spelled, spelled_in_full
from csekg.languages.forms import listed
from csekg.languages.messages import _, as_sentence, ngettext, pgettext, sentences, without_stop


def _signed(years: int, day: str, until: str) -> str:
    """Return that a State has signed and not ratified, with the days spelled."""
    told = _("Signed on {day}, less than a year ago.", day=day)
    if years:
        told = ngettext("Signed on {day}, {number} year ago.", "Signed on {day}, {number} years ago.", years, day=day)
    return sentences(told, _("No ratification is in the list of {last}.", last=until))


def _no_action(years: int, is_later: bool, began: str, until: str) -> str:
    """Return that a State has done nothing since the resolution began to speak to it."""
    told = ""
    if years and is_later:
        told = ngettext(
            "It became a Member of the United Nations on {day}, {number} year ago.",
            "It became a Member of the United Nations on {day}, {number} years ago.",
            years,
            day=began,
        )
    elif years:
        told = ngettext(
            "The resolution was adopted on {day}, {number} year ago.",
            "The resolution was adopted on {day}, {number} years ago.",
            years,
            day=began,
        )
    return sentences(told, _("No signature or consent is in the lists of {last}.", last=until))


#: Provisions that a reason names.
_NAMED = 2


class RankedRequests(NamedTuple):
    """What to ask, what treaties bind it to already, and paragraphs that no treaty of the register answers."""

    asks: tuple[OpenRequest, ...]
    answered: tuple[AnsweredRequest, ...]
    unanswered: tuple[Ref, ...]


def ranked_requests(case: StateBeforeResolution) -> RankedRequests:
    """Return what to ask, by worth, and what binds the State already.

    First the treaties to join that the resolution urges; then findings that the law does not
    conform, invitations that hold, reservations; then that treaties be carried out and what no
    treaty asks of it, the strongest verb first.
    """
    on_laws = _without_parts(case.on_laws)
    binding: dict[str, list[Correspondence]] = {}
    answered_anywhere = {link.paragraph.id for link in case.links if link.strength in BINDING}
    for link in case.links:
        if link.strength in BINDING and case.is_party(link.instrument.key):
            binding.setdefault(link.paragraph.id, []).append(link)
    answered = tuple(
        request
        for ask in on_laws
        if ask.requested_in.id in binding and (request := answered_request(case, ask, binding[ask.requested_in.id]))
    )
    if not case.asks.is_member:
        on_laws = []
    in_part = {request.paragraph.id: request for request in answered}
    unbound = [
        unasked
        for ask in on_laws
        if ask.requested_in.id in answered_anywhere and (unasked := _enact(case, ask, in_part.get(ask.requested_in.id)))
    ]
    # A stable sort: with one force they stay in the order of the resolution.
    further = sorted([*_carried_out(case), *unbound], key=lambda ask: -(ask.verb_force or 0))
    return RankedRequests(
        (*_joins(case), *_findings(case), *_invitations(case), *_reservations(case), *further),
        answered,
        tuple(ask.requested_in for ask in on_laws if ask.requested_in.id not in answered_anywhere),
    )


def _without_parts(requests: Sequence[Request]) -> list[Request]:
    """Return the requests without those that only announce the sub-paragraphs below them."""
    whole = {request.requested_in.id.rpartition("/")[0] for request in requests}
    return [request for request in requests if request.requested_in.id not in whole]


def _joins(case: StateBeforeResolution) -> Iterator[OpenRequest]:
    asked = [r for r in case.asks.requests if r.addressee == "member-states-not-yet-party"]
    for row in case.asks.to_join:
        for request in asked:
            if row.status in ("not-eligible", "contracting-state", "unknown"):
                continue
            if row.treaty.id in {instrument.id for instrument in request.concerns_instrument}:
                yield _join(case, row, request)


def _join(case: StateBeforeResolution, row: Standing, request: Request) -> OpenRequest:
    info = case.infos[row.treaty.key]
    signed = row.status == "signatory" and row.signed_on
    since = signed or case.asked_since
    years = full_years(since, case.today)
    if signed:
        reason = _signed(years, spelled(since), spelled(info.status_on))
    elif row.status == "no-action":
        reason = _no_action(years, case.is_later, spelled(since), spelled(info.status_on))
    else:
        # Where no list names all acts, only the reasons say what is known.
        reason = row.reason
    if row.status == "signatory":
        title = _("Ratify the {treaty}", treaty=row.treaty.name)
    else:
        title = _("Join the {treaty}", treaty=row.treaty.name)
    return _ask(
        kind="join",
        title=title,
        reason=reason,
        request=request,
        treaties=(row.treaty,),
        since=since,
        basis="signature" if signed else _basis(case),
        counted_to=case.today,
        sources=row.sources,
        drafted=drafts("ratify-signed" if signed else "join", title=info.title, day=spelled_in_full(since)),
    )


def _findings(case: StateBeforeResolution) -> Iterator[OpenRequest]:
    """Yield the indicators of which the newest finding of an assessor is that the law does not conform."""
    asked, seen = {ask.requested_in.id: ask for ask in case.asks.requests}, set()
    for promise in case.promises:
        for found in promise.found:
            if (found.assessor.id, found.indicator.id) in seen or not found.values:
                continue
            if found.indicator_strength == "context" or found.values[-1].conforms is not False:
                continue
            seen.add((found.assessor.id, found.indicator.id))
            years = [str(value.assessed_year) for value in found.values if value.conforms is False]
            yield _ask(
                kind="conform",
                title=_("Bring the law into line with the international standard: {matter}", matter=found.scope.name),
                reason=_(
                    "For {years} the law was found not to conform. This is a finding of an assessor, not ours: "
                    "{assessor}.",
                    assessor=found.assessor.name,
                    years=listed(years),
                ),
                request=asked.get(promise.paragraph.id),
                paragraph=promise.paragraph,
                treaties=(),
                counted_to=case.today,
                sources=tuple({value.source: None for value in found.values}),
                drafted=drafts("conform", assessor=found.assessor.name, year=years[-1], matter=found.scope.name),
            )


def _invitations(case: StateBeforeResolution) -> Iterator[OpenRequest]:
    """Yield the treaties to which the State was invited to accede, while the invitation holds."""
    for row in case.standings.values():
        if row.status in ("party", "contracting-state") or not row.invited_on:
            continue
        ends = row.invited_until
        if ends and ends <= case.today:
            continue
        told = _("Invited to accede on {day}.", day=spelled(row.invited_on))
        if ends:
            told = _(
                "Invited to accede on {day}; the invitation ends on {day2}.",
                day=spelled(row.invited_on),
                day2=spelled(ends),
            )
            months = (ends.year - case.today.year) * 12 + ends.month - case.today.month - (ends.day < case.today.day)
            left = ngettext("{number} full month is left.", "{number} full months are left.", months)
            told = sentences(told, left)
        yield _ask(
            kind="invitation",
            title=_("Accede to the {treaty} while it is invited", treaty=row.treaty.name),
            reason=sentences(told, _("No accession is in the list of {last}.", last=spelled(row.as_of))),
            request=None,
            treaties=(row.treaty,),
            since=row.invited_on,
            basis="invitation",
            counted_to=case.today,
            sources=case.invitations.get(row.treaty.id, row.sources),
            drafted=drafts("invitation", title=case.infos[row.treaty.key].title, day=spelled_in_full(row.invited_on)),
        )


def _reservations(case: StateBeforeResolution) -> Iterator[OpenRequest]:
    """Yield for each treaty that binds the State its reservation that touches most, and what peers did with theirs.

    One to a provision that no paragraph corresponds to, as on religion, is no matter for the first page.
    """
    asked, seen = {ask.requested_in.id: ask for ask in case.asks.requests}, set()
    for each in case.touching:
        stated = each.statement
        standing = case.standings.get(stated.treaty.key)
        request = asked.get(each.paragraphs[0].id)
        if stated.kind != "reservation" or stated.made_upon == "signature" or stated.treaty.key in seen:
            continue
        if standing is None or standing.status != "party":
            continue
        if (
            stated.concerns_provision
            and request
            and stated.treaty.id in {its.id for its in request.concerns_instrument}
        ):
            continue
        seen.add(stated.treaty.key)
        peers, back = "", ""
        if each.peers:
            peers = ngettext(
                "{number} other State made such a reservation.",
                "{number} other States made such reservations.",
                each.peers,
            )
        if each.withdrawals:
            latest = each.withdrawals[0]
            back = ngettext(
                "{state} took it back, on {day}.",
                "{number} took it back, the last one {state}, on {day}.",
                len(each.withdrawals),
                state=latest.actor.name,
                day=spelled(latest.on),
            )
        objected = ""
        if each.objected_by:
            objected = ngettext("{number} State objected.", "{number} States objected.", len(each.objected_by))
        fate = _("Whether it was taken back since is not known.") if stated.withdrawal != "no" else ""
        yield _ask(
            kind="reservation",
            title=_("Review its reservation to the {treaty}", treaty=stated.treaty.name),
            reason=sentences(as_sentence(stated.description or ""), objected, peers, back, fate),
            request=request,
            paragraph=each.paragraphs[0],
            treaties=(stated.treaty,),
            counted_to=case.today,
            sources=stated.sources,
            drafted=drafts("reservation", title=case.infos[stated.treaty.key].title),
        )


def _enact(case: StateBeforeResolution, request: Request, answered: AnsweredRequest | None) -> OpenRequest | None:
    """Return what a paragraph asks and no treaty in force for the State asks of it; None if one asks it all.

    Of a paragraph with named aspects that is those that no article binds it to.
    """
    links = [link for link in case.links if link.paragraph.id == request.requested_in.id]
    could = [link.provision for link in links if link.strength in BINDING and case.could_join(link.instrument.key)]
    near = [link.provision for link in links if link.strength == "supports" and case.is_party(link.instrument.key)]
    known = []
    if answered:
        bound = {aspect.content for aspect in answered.aspects}
        rest = [each for each in case.aspects.get(request.requested_in.key, ()) if each.content not in bound]
        if not rest:
            return None
        could = [one.provision for each in rest for one in each.bindings if case.could_join(one.treaty.key)]
        near = []
        reserved = [each for each in rest if any(case.is_party(one.treaty.key) for one in each.bindings)]
        known.append(_unasked([each.content for each in rest if each not in reserved]))
        if reserved:
            contents = listed([each.content for each in reserved])
            known.append(_("Its own reservations exclude: {aspects}.", aspects=contents))
    if could:
        names = [provision.name for provision in could[:_NAMED]]
        known.append(_("A treaty that is open to it asks it: {provisions}.", provisions=listed(names)))
    if near:
        names = [provision.name for provision in near[:_NAMED]]
        known.append(_("Treaties that bind it come near: {provisions}.", provisions=listed(names)))
    return _ask(
        kind="enact",
        title=without_stop(request.description),
        reason=sentences(*known),
        request=request,
        treaties=(),
        counted_to=case.today,
        drafted=drafts("enact", number=part_number(request.requested_in.key), what=without_stop(request.description)),
    )


def _unasked(contents: Sequence[str]) -> str:
    """Return that no article asks a State for aspects of a paragraph; '' for none."""
    if not contents:
        return ""
    return _("In our reading, no article that binds it asks for: {aspects}.", aspects=listed(contents))


def _carried_out(case: StateBeforeResolution) -> Iterator[OpenRequest]:
    for request in case.asks.requests:
        if request.addressee != "states-parties":
            continue
        concerned = {instrument.id for instrument in request.concerns_instrument}
        rows = [row for row in case.asks.joined if row.treaty.id in concerned]
        if not rows:
            continue
        began = {row.treaty.name: row.held_since or row.since for row in rows}
        since = max(min(began.values()), case.asked_since)
        bound = [
            pgettext("in a list", "the {treaty} since {day}", treaty=name, day=spelled(day))
            for name, day in began.items()
        ]
        names = [pgettext("in a list", "the {treaty}", treaty=name) for name in began]
        yield _ask(
            kind="carry-out",
            title=_("Carry out {treaties} in full", treaties=listed(names)),
            reason=_("It has been bound by {treaties}.", treaties=listed(bound)),
            request=request,
            treaties=tuple(row.treaty for row in rows),
            since=since,
            basis="bound" if since > case.asked_since else _basis(case),
            counted_to=case.today,
        )


def _ask(
    kind: AskKind,
    title: str,
    reason: str,
    request: Request | None,
    treaties: tuple[Ref, ...],
    counted_to: date,
    paragraph: Ref | None = None,
    since: date | None = None,
    basis: OpenBasis | None = None,
    sources: tuple[SourceRef, ...] = (),
    drafted: Drafts | None = None,
) -> OpenRequest:
    about = request.requested_in if request else paragraph
    return OpenRequest(
        kind=kind,
        title=title,
        reason=reason,
        paragraph=about,
        number=part_number(about.key) if about else "",
        verb=request.opening_verb.name if request else None,
        verb_force=request.verb_force if request else None,
        addressee=request.addressee if request else None,
        description=request.description if request else "",
        condition=request.condition if request else None,
        treaties=treaties,
        open_since=since,
        open_basis=basis,
        years=full_years(since, counted_to) if since else None,
        counted_to=counted_to,
        sources=sources,
        drafts=drafted,
    )


def _basis(case: StateBeforeResolution) -> OpenBasis:
    return "membership" if case.is_later else "paragraph"
