"""Whether all States of a group have joined a treaty, so many of them or one only, and which of them did so first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from operator import ge, gt, le, lt

from csekg.answers.claims.finding import NONE, UNREAD, Claim, Finding, all_true, any_true
from csekg.answers.claims.words import CONSENTS
from csekg.answers.common.groups import groups_by_key, members
from csekg.answers.common.references import TreatyInfo, actor_ref, actor_refs, find_treaty
from csekg.answers.common.translations import values
from csekg.answers.status.events import happenings_of
from csekg.answers.status.intervals import StatusInterval, status_intervals
from csekg.answers.status.status_answers import too_early
from csekg.languages.days import spelled
from csekg.languages.messages import _, as_sentence
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine

_COMPARED = {"at-least": ge, "more": gt, "at-most": le, "fewer": lt}
#: Of whom "all States" is said, and how many have not joined.
_EVERYBODY = "un-member"
#: So many States are named.
_MOST_NAMED = 8


def before_treaty(store: QueryEngine, info: TreatyInfo, on: date) -> tuple[bool | None, tuple[str, ...]]:
    """Return that nobody had a status on a day before that of the treaty, None where that is not known, and why."""
    adopted = values(store, f"SELECT ?on WHERE {{ <{info.id}> cse:adoptedOn ?on }}")
    return (False if adopted else None), (as_sentence(str(too_early(store, info, on))),)


def of_states(store: QueryEngine, claim: Claim) -> Finding:
    """Return whether all States of a group but the others, none of them or so many have done what is claimed.

    A number is counted on the day to which the list is complete and on that of the newest source.
    """
    info, period, is_count = find_treaty(store, claim.treaty), claim.period, claim.count is not None
    parts = [(find_treaty(store, each.treaty), each) for each in (claim, *claim.also)]
    if not all(_is_told(each, other) for other, each in parts):
        return Finding(None, (_(UNREAD),))
    newest = min(other.status_on for other, _each in parts)
    days = [period.last] if period else sorted({info.as_of, newest}) if is_count else [newest]
    group = claim.group or (_EVERYBODY if claim.negated or not is_count else "")
    truths, why = set[bool | None](), []
    for on in days:
        spans = {span.actor.id: span for span in status_intervals(store, on, treaties=[info.id])}
        if not spans:
            return Finding(*before_treaty(store, info, on))
        its = {who for who in members(store, group, on) if who in spans} if group else {*spans}
        others = {actor_ref(store, key).id for key in claim.others}
        # "Kenya is the only Member of the European Union" that has not is not true, whoever has.
        truths |= {None} if others - its else set()
        having = [(each.negated and each is not claim, _having(store, other, each, on)) for other, each in parts]
        done = {who: all_true(_but(has[who], denied) for denied, has in having) for who in its - others}
        # Not everybody counts the European Union as a State.
        sure = [who for who, truth in done.items() if truth and (group or "/state/" in who)]
        most = [who for who, truth in done.items() if truth is not False]
        if is_count:
            bound = sum(spans[who].verdict == "bound" for who in its)
            why.append(
                _("Parties to {treaty} on {day}: {number}.", treaty=info.ref.name, day=spelled(on), number=bound)
            )
            why += [_("So many have done what is claimed: {number}.", number=len(most))] if len(most) != bound else []
            counts = (len(done) - len(most), len(done) - len(sure)) if claim.negated else (len(sure), len(most))
            truth = _is_number(claim, *counts, len(done), is_later=len(days) > 1)
            # Who has denounced a treaty may be left out of those that have ratified it.
            truths.add(None if truth is False and claim.count == bound and claim.what == "ratified" else truth)
            continue
        apart = [spans[who].actor.name for who in spans if who in done and _but(done[who], claim.negated) is not True]
        truths.add(all_true(_but(truth, claim.negated) for truth in done.values()))
        say = later("{treaty}, {group}, {day}: {number} of {all} have done so.")
        named = {"treaty": info.ref.name, "group": groups_by_key(store)[group].name, "day": spelled(on)}
        why.append(_(say, **named, number=len(sure), all=len(done)))
        why += [_("It is not so of these: {names}.", names=joined(", ", apart[:_MOST_NAMED]))] if apart else []
    is_exact = is_count and not claim.comparison
    return Finding(any_true(truths) if is_exact else truths.pop() if len(truths) == 1 else None, tuple(why))


def _but(truth: bool | None, denied: bool) -> bool | None:
    return None if truth is None else truth != denied


def _is_number(claim: Claim, low: int, high: int, every: int, *, is_later: bool) -> bool | None:
    """Return whether so many are counted of all; sources after the list need not name all who joined."""
    count, end = claim.count or 0, (0 if claim.negated else every) if is_later else low
    if claim.comparison:
        holds = {_COMPARED[claim.comparison](number, count) for number in (low, high, end)}
        return holds.pop() if len(holds) == 1 else None
    if low <= count <= high:
        return True if claim.total in (None, every) else None
    return None if min(high, end) <= count <= max(low, end) else False


def _is_told(claim: Claim, info: TreatyInfo) -> bool:
    """Return whether how many have done something is claimed as of one day to which the lists are complete."""
    period, relation = claim.period, claim.relation
    is_day = bool(period and relation == "" and claim.what == "party" and period.first == period.last)
    on = period.last if period else None
    signed = claim.what != "signed" or info.has_all_signatures(on or info.signatures_as_of)
    return (period is None or relation == "by-day" or is_day) and signed and info.is_complete(on or info.as_of)


def _having(store: QueryEngine, info: TreatyInfo, claim: Claim, on: date) -> dict[str, bool | None]:
    """Return who has done what is claimed, by IRI; None where that is not known, or depends on how it is meant."""
    acts = happenings_of(store, info.key) if claim.what == "signed" else ()
    signed = {act.actor for act in acts if act.what == "signature" and (act.on is None or act.on <= on)}
    spans = status_intervals(store, on, treaties=[info.id])
    return {span.actor.id: _has(span, claim.what, signed) for span in spans}


def _has(span: StatusInterval, what: str, signed: set[str]) -> bool | None:
    match what:
        case "signed":
            return span.actor.id in signed
        case "signatory-only":
            return None if span.status in ("no-act-read", "unknown") else span.status == "signatory"
        case "party":
            return (
                None if span.status == "contracting-state" or span.verdict == "not-known" else span.verdict == "bound"
            )
    # Who has denounced a treaty has ratified it, and is no party.
    return span.status in ("contracting-state", "former-party") or _has(span, "party", signed)


def of_rank(store: QueryEngine, claim: Claim) -> Finding:
    """Return whether a State was the first, or another in the order of days, to do something under a treaty."""
    info, place, me = find_treaty(store, claim.treaty), claim.rank or 0, actor_ref(store, claim.state).id
    what, kind = ("signature" if claim.what == "signed" else "consent"), CONSENTS.get(claim.what, "")
    its = members(store, claim.group) if claim.group else None
    days: dict[str, tuple[date, date]] = {}
    kinds: defaultdict[str, str] = defaultdict(str)
    for act in happenings_of(store, info.key):
        if act.what == what and (act.actor in its if its else "/state/" in act.actor):
            on = act.on or act.not_before or date.min, act.on or act.not_after or date.max
            days[act.actor] = min(on, days.get(act.actor, on))
            kinds[act.actor] += act.kind
    listed = info.has_all_signatures(info.signatures_as_of) if what == "signature" else info.complete
    if me not in days or not listed:
        return Finding(None if not listed or (its and me not in its) else False, (_(NONE if listed else UNREAD),))
    # "To ratify" may be said of any consent, or of that kind: both must give the same.
    of_kind = {who: on for who, on in days.items() if kind in kinds[who]}
    truths = {_is_in_place(days, me, place), _is_in_place(of_kind, me, place)}
    order = sorted((first, who) for who, (first, last) in days.items() if first == last)
    told = order[:place][-_MOST_NAMED:] if place else order[-_MOST_NAMED:]
    names = joined(", ", (f"{actor_refs(store)[who].name} ({spelled(on)})" for on, who in told))
    return Finding(truths.pop() if len(truths) == 1 else None, (_("In the order of days: {names}.", names=names),))


def _is_in_place(days: Mapping[str, tuple[date, date]], actor: str, place: int) -> bool | None:
    """Return whether an actor has a place in the order, 0 for the last; None where days are alike or not known."""
    if actor not in days:
        return False
    others = [on for who, on in days.items() if who != actor]
    first, last = days[actor]
    sure = sum(on[1] < first if place else on[0] > last for on in others)
    most = sum(on[0] <= last if place else on[1] >= first for on in others)
    before = max(place, 1) - 1
    return sure == before if sure == most else None if sure <= before <= most else False
