"""The status of an actor under a treaty over time, computed from its dated acts.

The result is a sequence of status intervals that covers every day from a first day on exactly once.
`until` is always exclusive: the first day on which the status no longer holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from csekg.errors import CsekgError
from csekg.law.reasons import Code, Reason, Reasons

ActKind = Literal["signature", "consent", "denunciation"]


class StatusError(CsekgError):
    """An act has too few dates, or a day lies before the first status interval."""


@dataclass(frozen=True, slots=True)
class DatedAct:
    """An act of an actor under a treaty, reduced to what its status depends on.

    `on` is the day of the act. Where it is not known, `known_by` is the last possible day.
    `effective_on` is the day on which the act took effect, or, where that is not known
    (`effect_known` is false), the last possible one. `done_by` is the key of the State that did the
    act where that is a predecessor of the actor. Raises StatusError where a denunciation has no
    `effective_on`, a signature no day at all, or a consent none of the three.
    """

    id: str
    kind: ActKind
    on: date | None
    effective_on: date | None
    known_by: date | None
    effect_known: bool = True
    done_by: str = ""

    def __post_init__(self) -> None:
        """Raise StatusError where the dates do not suffice to compute a status."""
        if self.kind == "denunciation" and not self.effective_on:
            raise StatusError(f"{self.id}: a denunciation needs the day on which it takes effect")
        if self.kind == "signature" and not self.done_on:
            raise StatusError(f"{self.id}: a signature needs its day, or the last possible one")
        if not self.done_on and not self.effective_on:
            raise StatusError(f"{self.id}: a consent needs its day, its effect or a last day")

    @property
    def done_on(self) -> date | None:
        """The first day on which the act is certain to have been done."""
        return self.on or self.known_by

    @property
    def begins(self) -> date:
        """The day that orders acts; it places a consent before or after a denunciation."""
        if self.on:
            return self.on
        return min(day for day in (self.known_by, self.effective_on) if day)


@dataclass(frozen=True, slots=True)
class BaseStatus:
    """The status, from `since` on, of an actor that has not acted, and the reasons."""

    since: date
    status: str
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class StatusInterval:
    """A status from `since` (inclusive) to `until` (exclusive; None where it is open).

    `status` is a concept of the vocabulary `status`, `acts` the ids of the acts it results from,
    `reasons` say why it holds. `held_since` is the day from which the act gives the status;
    it is before `since` where a predecessor did the act. `day_known` is false where no source gives
    that day: it is then the last possible one.
    """

    status: str
    since: date
    until: date | None
    acts: tuple[str, ...]
    reasons: Reasons
    held_since: date | None = None
    day_known: bool = True

    @property
    def is_held_longer(self) -> bool:
        """Whether the act gave the status before the interval begins."""
        return self.held_since is not None and self.held_since < self.since


def status_intervals(
    start: date, base: Sequence[BaseStatus], acts: Sequence[DatedAct], end: date | None = None
) -> tuple[StatusInterval, ...]:
    """Return the status intervals from `start` to `end`, in order, without gap or overlap.

    `end` is exclusive, None leaves the last interval open. What happened before `start` counts from
    `start` on. Raises StatusError where no base status covers `start`.
    """
    ordered = sorted(base, key=lambda status: status.since)
    if not ordered or ordered[0].since > start:
        raise StatusError(f"no status is given for {start}, the first day of the timeline")
    days = {status.since for status in ordered}
    days.update(day for act in acts for day in (act.done_on, act.effective_on) if day)
    intervals: list[StatusInterval] = []
    for day in sorted(day for day in {start, *days} if start <= day < (end or date.max)):
        fallback = next(status for status in reversed(ordered) if status.since <= day)
        here = _by_acts(acts, day) or StatusInterval(fallback.status, day, None, (), fallback.reasons)
        if intervals and replace(here, since=intervals[-1].since) == intervals[-1]:
            continue
        if intervals:
            intervals[-1] = replace(intervals[-1], until=day)
        intervals.append(here)
    intervals[-1] = replace(intervals[-1], until=end)
    return tuple(intervals)


def status_on(intervals: Sequence[StatusInterval], day: date) -> StatusInterval:
    """Return the interval that contains `day`; raises StatusError for a day before the first."""
    for interval in reversed(intervals):
        if interval.since <= day:
            return interval
    first = f"it starts on {intervals[0].since}" if intervals else "it is empty"
    raise StatusError(f"the timeline says nothing about {day}: {first}")


def _by_acts(acts: Sequence[DatedAct], day: date) -> StatusInterval | None:
    """Return the status that the acts give on `day`; None where none has been done by then."""
    left = [a for a in _of(acts, "denunciation") if a.effective_on and a.effective_on <= day]
    consents = [consent for consent in _of(acts, "consent") if not any(consent.begins < end.begins for end in left)]
    for act in sorted(consents, key=lambda act: act.effective_on or date.max):
        if act.effective_on and act.effective_on <= day:
            code: Code = "bound" if act.effect_known else "bound-undated"
            bound = Reason(code, act.effective_on)
            return _interval(
                status="party", since=day, act=act, reason=bound, held=act.effective_on, day_known=act.effect_known
            )
    for act in consents:
        if act.done_on and act.done_on <= day:
            consented = _done("consented" if act.effective_on else "consented-only", act)
            if act.effective_on:
                ahead = act.effective_on
                consented = replace(consented, day2=ahead, latest2=not act.effect_known)
            return _interval(
                status="contracting-state",
                since=day,
                act=act,
                reason=consented,
                held=act.done_on,
                day_known=bool(act.on),
            )
    if left:
        end = left[-1]
        reason = Reason("left", end.effective_on, latest=not end.effect_known)
        return _interval(
            status="former-party", since=day, act=end, reason=reason, held=end.effective_on, day_known=end.effect_known
        )
    for act in _of(acts, "signature"):
        if act.done_on and act.done_on <= day:
            signed = _done("signed", act)
            return _interval(
                status="signatory", since=day, act=act, reason=signed, held=act.done_on, day_known=bool(act.on)
            )
    return None


def _done(code: Code, act: DatedAct) -> Reason:
    return Reason(code, act.done_on, latest=not act.on)


def _of(acts: Sequence[DatedAct], kind: ActKind) -> list[DatedAct]:
    # A total order: the result for two acts of one day must not depend on the order of the files.
    chosen = (act for act in acts if act.kind == kind)
    return sorted(chosen, key=lambda act: (act.begins, act.effective_on or date.max, act.id))


def _interval(
    status: str, since: date, act: DatedAct, reason: Reason, held: date | None, day_known: bool
) -> StatusInterval:
    by = (Reason("predecessor", actor=act.done_by),) if act.done_by else ()
    return StatusInterval(
        status=status,
        since=since,
        until=None,
        acts=(act.id,),
        reasons=(reason, *by),
        held_since=held,
        day_known=day_known,
    )
