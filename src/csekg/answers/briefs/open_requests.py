"""What to ask of a State first: each request with its paragraph, and since when it is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Ref, Words
from csekg.answers.common.references import TreatyInfo, part_number
from csekg.answers.status.status_answers import Standing
from csekg.answers.texts.correspondences import Correspondence
from csekg.answers.texts.resolution_requests import Request, ResolutionRequests
from csekg.days import full_years, spelled
from csekg.languages.forms import listed
from csekg.languages.messages import _, ngettext, pgettext, without_stop


def _signed(years: int, day: str, until: str) -> str:
    """Return that a State has signed and not ratified, with the days spelled."""
    if not years:
        return _("Signed on {day}; not ratified less than a year later, on {last}.", day=day, last=until)
    return ngettext(
        "Signed on {day}; not ratified {number} year later, on {last}.",
        "Signed on {day}; not ratified {number} years later, on {last}.",
        years,
        day=day,
        last=until,
    )


def _no_action(years: int, is_later: bool, began: str, until: str) -> str:
    """Return that a State has done nothing since the resolution began to speak to it."""
    if is_later and not years:
        return _(
            "No signature or consent is recorded on {last}, less than a year after it became "
            "a Member of the United Nations on {day}.",
            day=began,
            last=until,
        )
    if is_later:
        return ngettext(
            "No signature or consent is recorded on {last}, {number} year after it became a Member "
            "of the United Nations on {day}.",
            "No signature or consent is recorded on {last}, {number} years after it became a "
            "Member of the United Nations on {day}.",
            years,
            day=began,
            last=until,
        )
    if not years:
        return _(
            "No signature or consent is recorded on {last}, less than a year after the "
            "resolution was adopted on {day}.",
            day=began,
            last=until,
        )
    return ngettext(
        "No signature or consent is recorded on {last}, {number} year after the resolution was adopted on {day}.",
        "No signature or consent is recorded on {last}, {number} years after the resolution was adopted on {day}.",
        years,
        day=began,
        last=until,
    )


def _open_for(years: int, since: str, state: str) -> str:
    """Return how long a request has been open to a State that no treaty binds to it."""
    if not years:
        return _(
            "Open for less than a year, since {day}: no treaty of this register that binds "
            "{state} puts it into effect.",
            day=since,
            state=state,
        )
    return ngettext(
        "Open for {number} year, since {day}: no treaty of this register that binds {state} puts it into effect.",
        "Open for {number} years, since {day}: no treaty of this register that binds {state} puts it into effect.",
        years,
        day=since,
        state=state,
    )


#: Correspondences by which a treaty puts a paragraph into effect; looser ones bind to less.
_BINDING = ("equivalent", "implements")
AskKind = Literal["join", "enact", "carry-out"]
OpenBasis = Literal["signature", "paragraph", "membership", "bound"]


class OpenRequest(Answer):
    """Something to ask of a State, with the paragraph of the resolution that asks it."""

    kind: AskKind = Field(
        description="join a treaty; enact what no treaty asks that binds the State; carry out what binds it"
    )
    title: Words = Field(description="what to ask, in our words")
    reason: Words = Field(description="why it is open, and since when, in sentences")
    paragraph: Ref
    number: str = Field(description="number of the paragraph as printed, `4(d)`")
    verb: Words = Field(description="the verb by which the paragraph asks")
    verb_force: int | None = Field(description="how strongly the verb asks, 4 for the strongest")
    addressee: Code
    description: Words = Field(description="what the paragraph asks, in our words")
    condition: Words | None
    treaties: tuple[Ref, ...] = Field(description="treaties that it is about")
    open_since: date
    open_basis: OpenBasis = Field(
        description="what began on that day: the State signed, the paragraph was adopted, the "
        "State became a Member of the United Nations later, the treaty bound it"
    )
    years: int = Field(description="full years from then to `countedTo`")
    counted_to: date = Field(description="the as-of date of the treaty, or the day of the release of the data")


class AnsweredRequest(Answer):
    """A request that treaties put into effect that bind the State."""

    paragraph: Ref
    number: str
    verb: Words
    description: Words
    provisions: tuple[Ref, ...] = Field(description="provisions that bind it, the closest first")
    since: date = Field(description="first day on which one of the treaties bound it")


@dataclass(frozen=True, slots=True)
class StateBeforeResolution:
    """A State before the resolution: its standings by treaty key, and the days that matter.

    `asked_since` is the day on which the resolution began to speak to it: that of the adoption, or
    of a later admission (`is_later`). `today` is the day of the data.
    """

    name: str
    asks: ResolutionRequests
    standings: Mapping[str, Standing]
    infos: Mapping[str, TreatyInfo]
    asked_since: date
    is_later: bool
    today: date


def open_requests(
    case: StateBeforeResolution, links: Iterable[Correspondence]
) -> tuple[tuple[OpenRequest, ...], tuple[AnsweredRequest, ...]]:
    """Return what to ask, what comes first at the front, and what treaties already bind it to.

    First the treaties to join, then that treaties be carried out and what no treaty asks of it
    that binds it, the strongest verb first. `links` are all correspondences.
    """
    binding: dict[str, list[Correspondence]] = {}
    for link in links:
        standing = case.standings.get(link.instrument.key)
        if link.strength in _BINDING and standing and standing.status == "party":
            binding.setdefault(link.paragraph.id, []).append(link)
    alone = _without_parts(case.asks.requests)
    on_laws = [request for request in alone if request.addressee == "member-states"]
    unbound = (_enact(case, request) for request in on_laws if request.requested_in.id not in binding)
    # A stable sort: with one force they stay in the order of the resolution.
    further = sorted([*_carried_out(case), *unbound], key=lambda ask: -(ask.verb_force or 0))
    answered = [
        _answered(case, request, binding[request.requested_in.id])
        for request in on_laws
        if request.requested_in.id in binding
    ]
    return (*_joins(case), *further), tuple(answered)


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
    years = full_years(since, info.status_on)
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
        counted_to=info.status_on,
    )


def _enact(case: StateBeforeResolution, request: Request) -> OpenRequest:
    years = full_years(case.asked_since, case.today)
    return _ask(
        kind="enact",
        title=without_stop(request.description),
        reason=_open_for(years, spelled(case.asked_since), case.name),
        request=request,
        treaties=(),
        since=case.asked_since,
        basis=_basis(case),
        counted_to=case.today,
    )


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
    request: Request,
    treaties: tuple[Ref, ...],
    since: date,
    basis: OpenBasis,
    counted_to: date,
) -> OpenRequest:
    return OpenRequest(
        kind=kind,
        title=title,
        reason=reason,
        paragraph=request.requested_in,
        number=part_number(request.requested_in.key),
        verb=request.opening_verb.name,
        verb_force=request.verb_force,
        addressee=request.addressee,
        description=request.description,
        condition=request.condition,
        treaties=treaties,
        open_since=since,
        open_basis=basis,
        years=full_years(since, counted_to),
        counted_to=counted_to,
    )


def _answered(case: StateBeforeResolution, request: Request, links: Sequence[Correspondence]) -> AnsweredRequest:
    rows = [case.standings[link.instrument.key] for link in links]
    return AnsweredRequest(
        paragraph=request.requested_in,
        number=part_number(request.requested_in.key),
        verb=request.opening_verb.name,
        description=request.description,
        provisions=tuple(dict.fromkeys(link.provision for link in links)),
        since=min(row.held_since or row.since for row in rows),
    )


def _basis(case: StateBeforeResolution) -> OpenBasis:
    return "membership" if case.is_later else "paragraph"
