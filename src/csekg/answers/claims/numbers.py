"""Whether so many States have joined a treaty, all of a group or one only, and which of them did so first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Sized
from datetime import date
from operator import ge, gt, le, lt

from csekg.answers.claims.finding import NONE, UNREAD, Finding, all_true
from csekg.answers.claims.reading import Claim
from csekg.answers.claims.words import CONSENTS
from csekg.answers.common.groups import groups_by_key, members
from csekg.answers.common.references import TreatyInfo, actor_ref, actor_refs, find_treaty
from csekg.answers.common.translations import values
from csekg.answers.status.events import Happening, happenings_of
from csekg.answers.status.intervals import StatusInterval, status_intervals
from csekg.answers.status.status_answers import too_early
from csekg.languages.days import spelled
from csekg.languages.messages import _, as_sentence
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine

_COMPARED = {"at-least": ge, "more": gt, "at-most": le, "fewer": lt}
#: Of whom "all States" is said, and how many have not joined.
_EVERYBODY = "un-member"
#: So many States that are an exception are named.
_MOST_NAMED = 8


def before_treaty(store: QueryEngine, info: TreatyInfo, on: date) -> tuple[bool | None, tuple[str, ...]]:
    """Return that nobody had a status on a day before that of the treaty, None where that is not known, and why."""
    adopted = values(store, f"SELECT ?on WHERE {{ <{info.id}> cse:adoptedOn ?on }}")
    return (False if adopted else None), (as_sentence(str(too_early(store, info, on))),)


def of_group(store: QueryEngine, claim: Claim) -> Finding:
    """Return whether all members of a group but the others have joined a treaty, or none where that is denied."""
    conditions = [(find_treaty(store, each.treaty), each) for each in (claim, *claim.also)]
    info, on = (
        conditions[0][0],
        claim.period.last if claim.period else min(other.status_on for other, _each in conditions),
    )
    if not all(_is_told(each, other) for other, each in conditions):
        return Finding(None, (_(UNREAD),))
    spans = status_intervals(store, on, treaties=[info.id])
    if not spans:
        return Finding(*before_treaty(store, info, on))
    its, truths, apart = members(store, claim.group, on), [], []
    has = [_having(store, other, each, on) for other, each in conditions]
    for actor in (span.actor for span in spans if span.actor.id in its and span.actor.key not in claim.others):
        # What is denied of the group is that all of it is true of one State.
        also = zip(claim.also, (each.get(actor.id) for each in has[1:]), strict=True)
        truth = all_true([has[0][actor.id], *(None if done is None else done != each.negated for each, done in also)])
        truths.append(None if truth is None else truth != claim.negated)
        apart += [] if truths[-1] else [actor.name]
    number = len(apart) if claim.negated else len(truths) - len(apart)
    why = [_told(store, info, claim.group, on, number, len(truths))]
    if apart:
        why.append(_("It is not so of these: {names}.", names=joined(", ", apart[:_MOST_NAMED])))
    # "Kenya is the only Member of the European Union" that has not is not true, whoever has.
    are_members = all(actor_ref(store, key).id in its for key in claim.others)
    return Finding(all_true(truths) if are_members else None, tuple(why))


def _told(store: QueryEngine, info: TreatyInfo, group: str, on: date, number: int, every: int) -> str:
    return _(
        "{treaty}, {group}, {day}: {number} of {all} have done so.",
        treaty=info.ref.name,
        group=groups_by_key(store)[group].name,
        day=spelled(on),
        number=number,
        all=every,
    )


def _is_told(claim: Claim, info: TreatyInfo) -> bool:
    """Return whether how many have done something is claimed as of one day to which the lists are complete."""
    period, relation = claim.period, claim.relation
    is_day = bool(period and relation == "" and claim.what == "party" and period.first == period.last)
    on = period.last if period else None
    signed = claim.what != "signed" or info.has_all_signatures(on or info.signatures_as_of)
    listed = signed and info.is_complete(on or info.as_of)
    return (period is None or relation == "by-day" or is_day) and listed


def _having(store: QueryEngine, info: TreatyInfo, claim: Claim, on: date) -> dict[str, bool | None]:
    signed = _signed(store, info, on)
    return {span.actor.id: _has(span, claim.what, signed) for span in status_intervals(store, on, treaties=[info.id])}


def _signed(store: QueryEngine, info: TreatyInfo, on: date) -> set[str]:
    acts = (act for act in happenings_of(store, info.key) if act.what == "signature")
    return {act.actor for act in acts if act.on is None or act.on <= on}


def _has(span: StatusInterval, what: str, signed: set[str]) -> bool | None:
    """Return whether a State has done what is claimed; None where that is not known, or depends on how it is meant."""
    if what == "signed":
        return span.actor.id in signed
    if what == "signatory-only":
        return None if span.status in ("no-act-read", "unknown") else span.status == "signatory"
    if span.status == "contracting-state":
        return None if what == "party" else True
    # Who has denounced a treaty has ratified it, but is no party.
    is_open = span.verdict == "not-known" or (span.status == "former-party" and what == "ratified")
    return None if is_open else span.verdict == "bound"


def of_number(store: QueryEngine, claim: Claim) -> Finding:
    """Return whether so many States have joined a treaty, or have not, on a day or that to which its list is complete."""
    info, period, what = find_treaty(store, claim.treaty), claim.period, claim.what
    days = (period.last,) if period else sorted({info.as_of, info.status_on})
    if not _is_told(claim, info):
        return Finding(None, (_(UNREAD),))
    numbers, loose, why = set[int](), set[int](), []
    for on in days:
        spans = status_intervals(store, on, treaties=[info.id])
        if not spans:
            return Finding(*before_treaty(store, info, on))
        if claim.group or claim.negated:
            its = members(store, claim.group or _EVERYBODY, on)
            spans = [span for span in spans if span.actor.id in its]
        bound = [span for span in spans if span.verdict == "bound"]
        # Depositaries count who is not bound yet, and as a ratification that of a State that has left.
        most = bound + [span for span in spans if span.status == "contracting-state"]
        every = most + [span for span in spans if span.status == "former-party"]
        signed = _signed(store, info, on)
        had = [span for span in spans if _has(span, what, signed)]
        counted = {"party": (bound, most), "ratified": (every,), "joined": (every,)}.get(what, (had,))
        numbers |= _numbers(spans, counted, negated=claim.negated)
        loose |= _numbers(spans, (bound, most), negated=claim.negated) if counted == (every,) else set()
        if counted == (had,) or claim.group or claim.negated:
            number = min(_numbers(spans, counted, negated=claim.negated))
            why.append(_("Counted on {day}: {number}.", day=spelled(on), number=number))
        else:
            why.append(
                _("Parties to {treaty} on {day}: {number}.", treaty=info.ref.name, day=spelled(on), number=len(bound))
            )
        if len(every) > len(most) and counted == (every,):
            why.append(_("With those that have left it: {number}.", number=len(every)))
    # Sources after the list need not name all who joined.
    count, is_later = claim.count or 0, len(days) > 1
    if not claim.comparison:
        is_open = is_later and (count < max(numbers) if claim.negated else count > min(numbers))
        is_other = claim.total not in (None, len(spans))
        truth = count in numbers or (None if is_open or count in loose else False)
        return Finding(None if is_other and truth else truth, tuple(why))
    holds = _COMPARED[claim.comparison]
    truths = {
        holds(number, count) for number in (*numbers, *([0 if claim.negated else len(spans)] if is_later else []))
    }
    return Finding(truths.pop() if len(truths) == 1 else None, tuple(why))


def _numbers(spans: Sized, counted: Iterable[Sequence[StatusInterval]], *, negated: bool) -> set[int]:
    """Return the numbers of States that are counted: not everybody counts the European Union as one."""
    found = set()
    for those in counted:
        states = sum("/state/" in span.actor.id for span in those)
        found |= {len(spans) - len(those)} if negated else {len(those), states}
    return found


def of_rank(store: QueryEngine, claim: Claim) -> Finding:
    """Return whether a State was the first, or another in the order of days, to do something under a treaty."""
    info, place, me = find_treaty(store, claim.treaty), claim.rank or 0, actor_ref(store, claim.state)
    what, kind = ("signature" if claim.what == "signed" else "consent"), CONSENTS.get(claim.what)
    its = members(store, claim.group) if claim.group else None
    acts: dict[str, list[Happening]] = defaultdict(list)
    for act in happenings_of(store, info.key):
        if act.what == what and (act.actor in its if its else "/state/" in act.actor):
            acts[act.actor].append(act)
    listed = info.has_all_signatures(info.signatures_as_of) if what == "signature" else info.complete
    if me.id not in acts or not listed:
        return Finding(
            None if not listed or (its and me.id not in its) else False, (_(UNREAD if not listed else NONE),)
        )
    # "To ratify" may be said of any consent, or of that kind: both must give the same.
    of_kind = {who: done for who, done in acts.items() if any((kind or "") in act.kind for act in done)}
    truths = {_is_in_place(those, me.id, place) for those in ((acts, of_kind) if kind else (acts,))}
    days = sorted(
        (min(act.on for act in done if act.on), who) for who, done in acts.items() if any(act.on for act in done)
    )
    told = days[:place][-_MOST_NAMED:] if place else days[-_MOST_NAMED:]
    names = joined(", ", (f"{actor_refs(store)[who].name} ({spelled(on)})" for on, who in told))
    return Finding(truths.pop() if len(truths) == 1 else None, (_("In the order of days: {names}.", names=names),))


def _is_in_place(acts: Mapping[str, Sequence[Happening]], actor: str, place: int) -> bool | None:
    """Return whether an actor has a place in the order of days, 0 for the last; None where days are alike or not known."""
    if actor not in acts:
        return False
    days = {
        who: (
            min(act.on or act.not_before or date.min for act in done),
            min(act.on or act.not_after or date.max for act in done),
        )
        for who, done in acts.items()
    }
    first, last = days.pop(actor)
    if place:
        sure, most = sum(its[1] < first for its in days.values()), sum(its[0] <= last for its in days.values())
    else:
        sure, most = sum(its[0] > last for its in days.values()), sum(its[1] >= first for its in days.values())
    before = max(place, 1) - 1
    return sure == before if sure == most else None if sure <= before <= most else False
