"""Whether so many States have joined a treaty, or all of a group."""

from __future__ import annotations

from datetime import date
from operator import ge, gt, le, lt

from csekg.answers.claims.finding import UNREAD, Finding, all_true
from csekg.answers.claims.reading import Claim
from csekg.answers.common.groups import groups_by_key, members
from csekg.answers.common.references import TreatyInfo, actor_ref, find_treaty
from csekg.answers.common.translations import values
from csekg.answers.status.intervals import status_intervals
from csekg.answers.status.status_answers import too_early
from csekg.languages.days import spelled
from csekg.languages.messages import _, as_sentence
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine

_COMPARED = {"at-least": ge, "more": gt, "at-most": le, "fewer": lt}
#: So many States that are an exception are named.
_MOST_NAMED = 8


def of_group(store: QueryEngine, claim: Claim) -> Finding:
    """Return whether all members of a group but the others have joined a treaty, or none where that is denied."""
    info = find_treaty(store, claim.treaty)
    on = claim.period.last if claim.period else info.status_on
    if not _is_as_of(claim) or not (info.is_complete(on) if claim.period else info.complete):
        return Finding(None, (_(UNREAD),))
    spans = status_intervals(store, on, treaties=[info.id])
    if not spans:
        return Finding(*before_treaty(store, info, on))
    its, truths, apart = members(store, claim.group, on), [], []
    for span in spans:
        if span.actor.id in its and span.actor.key not in claim.others:
            has_joined = span.verdict == "bound" or span.status == "contracting-state"
            is_open = span.verdict == "not-known" or (span.status == "contracting-state" and claim.what == "party")
            truths.append(None if is_open else has_joined != claim.negated)
            apart += [] if truths[-1] else [span.actor.name]
    number = len(apart) if claim.negated else len(truths) - len(apart)
    why = [
        _(
            "{treaty}, {group}, {day}: {number} of {all} have joined.",
            treaty=info.ref.name,
            group=groups_by_key(store)[claim.group].name,
            day=spelled(on),
            number=number,
            all=len(truths),
        )
    ]
    if apart:
        why.append(_("It is not so of these: {names}.", names=joined(", ", apart[:_MOST_NAMED])))
    # "Kenya is the only Member of the European Union" that has not is not true, whoever has.
    are_members = all(actor_ref(store, key).id in its for key in claim.others)
    return Finding(all_true(truths) if are_members else None, tuple(why))


def before_treaty(store: QueryEngine, info: TreatyInfo, on: date) -> tuple[bool | None, tuple[str, ...]]:
    """Return that nobody had a status on a day before that of the treaty, None where that is not known, and why."""
    adopted = values(store, f"SELECT ?on WHERE {{ <{info.id}> cse:adoptedOn ?on }}")
    return (False if adopted else None), (as_sentence(str(too_early(store, info, on))),)


def _is_as_of(claim: Claim) -> bool:
    """Return whether how many have joined is claimed as of one day."""
    period, relation = claim.period, claim.relation
    is_day = bool(period and relation == "" and claim.what == "party" and period.first == period.last)
    return period is None or relation == "by-day" or is_day


def of_number(store: QueryEngine, claim: Claim) -> Finding:
    """Return whether a treaty has a number of parties, on a day or on that to which its list is complete."""
    info, period = find_treaty(store, claim.treaty), claim.period
    days = (period.last,) if period else sorted({info.as_of, info.status_on})
    if not info.is_complete(days[0]) or not _is_as_of(claim):
        return Finding(None, (_(UNREAD),))
    numbers, why = set[int](), []
    for on in days:
        spans = status_intervals(store, on, treaties=[info.id])
        if not spans:
            return Finding(*before_treaty(store, info, on))
        bound = [span for span in spans if span.verdict == "bound"]
        # Depositaries count who is not bound yet, and not everybody counts the European Union as a State.
        most = len(bound) + sum(span.status == "contracting-state" for span in spans)
        others = sum("/state/" not in span.actor.id for span in bound)
        numbers |= {len(bound), most, len(bound) - others, most - others}
        why.append(
            _("Parties to {treaty} on {day}: {number}.", treaty=info.ref.name, day=spelled(on), number=len(bound))
        )
    # Sources after the list need not name all who joined.
    count, is_later = claim.count or 0, len(days) > 1
    if not claim.comparison:
        is_open = is_later and count > min(numbers)
        return Finding(count in numbers or (None if is_open else False), tuple(why))
    holds = _COMPARED[claim.comparison]
    truths = {holds(number, count) for number in (*numbers, *([len(spans)] if is_later else []))}
    return Finding(truths.pop() if len(truths) == 1 else None, tuple(why))
