"""Status over time: from dated acts to the status an actor has under a treaty on any day.

The intervals cut the time from a first day on without gap or overlap. `until` is always the first
day on which the status no longer holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from csekg.days import spelled
from csekg.errors import CsekgError

Kind = Literal["signature", "consent", "denunciation"]


class TimelineError(CsekgError):
    """An act that cannot be placed in time, or a question about a day outside the timeline."""


@dataclass(frozen=True, slots=True)
class Act:
    """What an actor did about a treaty.

    `on` is the day of the act, `known_by` the last day it can have been done on where `on` is not
    known, `effective_on` the day it took effect. Raises TimelineError where too little is known.
    """

    id: str
    kind: Kind
    on: date | None
    effective_on: date | None
    known_by: date | None

    def __post_init__(self) -> None:
        """Refuse an act that no day can be told for."""
        if self.kind == "denunciation" and not self.effective_on:
            raise TimelineError(f"{self.id}: a denunciation needs the day on which it takes effect")
        if self.kind == "signature" and not self.done_on:
            raise TimelineError(f"{self.id}: a signature needs its day, or the last possible one")
        if not self.done_on and not self.effective_on:
            raise TimelineError(f"{self.id}: a consent needs its day, its effect or a last day")

    @property
    def done_on(self) -> date | None:
        """The day from which the act is certain to have been done."""
        return self.on or self.known_by

    @property
    def begins(self) -> date:
        """The day that places the act before or after a denunciation."""
        if self.on:
            return self.on
        return min(day for day in (self.known_by, self.effective_on) if day)

    @property
    def told(self) -> str:
        """The day of the act for a sentence, "on 3 May 2001"; empty where nothing is known."""
        if self.on:
            return f"on {spelled(self.on)}"
        return f"by {spelled(self.known_by)} at the latest" if self.known_by else ""


@dataclass(frozen=True, slots=True)
class Step:
    """The status from a day on of an actor that has done nothing, and why."""

    since: date
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Interval:
    """A status and the time it holds (`until` excluded, None if open), its acts and reason."""

    status: str
    since: date
    until: date | None
    basis: tuple[str, ...]
    reason: str


def intervals(start: date, base: Sequence[Step], acts: Sequence[Act]) -> tuple[Interval, ...]:
    """Return the statuses from `start` on, in order, covering every day once.

    Earlier steps and acts count from `start`. Raises TimelineError where no step covers `start`.
    """
    steps = sorted(base, key=lambda step: step.since)
    if not steps or steps[0].since > start:
        raise TimelineError(f"no status is given for {start}, the first day of the timeline")
    days = {step.since for step in steps}
    days.update(day for act in acts for day in (act.done_on, act.effective_on) if day)
    found: list[Interval] = []
    for day in sorted({start} | {day for day in days if day > start}):
        step = next(step for step in reversed(steps) if step.since <= day)
        here = _by_acts(acts, day) or Interval(step.status, day, None, (), step.reason)
        if found and replace(here, since=found[-1].since) == found[-1]:
            continue
        if found:
            found[-1] = replace(found[-1], until=day)
        found.append(here)
    return tuple(found)


def status_on(timeline: Sequence[Interval], day: date) -> Interval:
    """Return the interval that holds on `day`; raises TimelineError for a day before the first."""
    for interval in reversed(timeline):
        if interval.since <= day:
            return interval
    first = f"it starts on {timeline[0].since}" if timeline else "it is empty"
    raise TimelineError(f"the timeline says nothing about {day}: {first}")


def _by_acts(acts: Sequence[Act], day: date) -> Interval | None:
    """Return the status that the acts give on a day, or None where none has been done yet."""
    left = [a for a in _of(acts, "denunciation") if a.effective_on and a.effective_on <= day]
    consents = [
        consent
        for consent in _of(acts, "consent")
        if not any(consent.begins < end.begins for end in left)
    ]
    for act in sorted(consents, key=lambda act: act.effective_on or date.max):
        if act.effective_on and act.effective_on <= day:
            return _interval("party", day, act, f"Bound since {spelled(act.effective_on)}.")
    for act in consents:
        if act.done_on and act.done_on <= day:
            effect = act.effective_on
            ahead = f"bound from {spelled(effect)}" if effect else "not bound yet"
            reason = f"Consented to be bound {act.told}; {ahead}."
            return _interval("contracting-state", day, act, reason)
    if left:
        end = left[-1]
        assert end.effective_on
        reason = f"No longer bound since {spelled(end.effective_on)}."
        return _interval("former-party", day, end, reason)
    for act in _of(acts, "signature"):
        if act.done_on and act.done_on <= day:
            return _interval("signatory", day, act, f"Signed {act.told}; has not consented.")
    return None


def _of(acts: Sequence[Act], kind: Kind) -> list[Act]:
    # A full order: what two acts of one day lead to must not depend on the order of the files.
    chosen = (act for act in acts if act.kind == kind)
    return sorted(chosen, key=lambda act: (act.begins, act.effective_on or date.max, act.id))


def _interval(status: str, since: date, act: Act, reason: str) -> Interval:
    return Interval(status, since, None, (act.id,), reason)
