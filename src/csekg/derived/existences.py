"""When each State exists in law, and why it has no status on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from csekg.errors import CsekgError
from csekg.facts.actors import Actor
from csekg.facts.existence import ExistenceSpan, StateChange
from csekg.facts.memberships import spells
from csekg.law.continuity import Continuity, Existence, with_capacity
from csekg.law.reasons import Reason, Reasons

#: The organizations whose members can act under treaties, whatever the day of their independence.
_UNIVERSAL = ("un-member", "ilo")


def derive_continuity(
    actors: Mapping[str, Actor], spans: Iterable[ExistenceSpan], changes: Iterable[StateChange]
) -> Continuity:
    """Return the existences of all actors that have any recorded, and who continues whom.

    Raises DataError for a continuation on a day on which no existence begins, for a former State
    without an end and an end of any other, and CsekgError where the existences do not fit together.
    """
    by_day: dict[tuple[str, date], list[StateChange]] = {}
    for change in changes:
        by_day.setdefault((change.actor, change.on), []).append(change)
    found: list[Existence] = []
    for span in spans:
        began = by_day.pop((span.actor, span.since), []) if span.since else []
        first = span.actor not in {each.actor for each in found}
        existence = Existence(
            span.actor,
            span.since,
            span.until,
            next((each.continues for each in began if each.continues), ""),
            tuple(dict.fromkeys(key for each in began for key in each.succeeds)),
        )
        member_since = _member_since(actors[span.actor])
        found.append(with_capacity(existence, member_since) if first else existence)
    for left in by_day.values():
        if left[0].continues:
            message = "no existence begins on the day of this continuation"
            raise left[0].row.fail(message, left[0].on.isoformat())
    _check_ends(actors, spans)
    try:
        return Continuity(found)
    except CsekgError as error:
        raise CsekgError(f"data/existence.csv and continuity.csv: {error}") from None


def _member_since(actor: Actor) -> date | None:
    days = (spell.since for group in _UNIVERSAL for spell in spells(actor.memberships, group))
    return min((day for day in days if day), default=None)


def _check_ends(actors: Mapping[str, Actor], spans: Iterable[ExistenceSpan]) -> None:
    last = {span.actor: span for span in spans}
    for span in last.values():
        if (actors[span.actor].kind == "former_state") != bool(span.until):
            raise span.row.fail(
                "a former State has an end, and no other actor", span.row["until"], span.actor
            )


def reasons_before(existence: Existence) -> Reasons:
    """Return why the State has no status before an existence of it."""
    began = Reason("began", existence.since)
    if existence.continues and existence.continues != existence.actor:
        return began, Reason("continues", actor=existence.continues)
    return (began,)


def reasons_after(existence: Existence, continuity: Continuity) -> Reasons:
    """Return why the State has no status after its last existence."""
    ended = Reason("ended", existence.until)
    following = continuity.continued_by(existence)
    return (ended, Reason("continued-by", actor=following.actor)) if following else (ended,)
