"""What is claimed, and what is found of it: whether it is true, why, and the facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from csekg.answers.claims.days import Period
from csekg.answers.status.declarations import Declaration
from csekg.answers.status.participation import ActDetail
from csekg.languages.words import later

PARTIES = "parties"
NONE = later("The list, which is complete, has no such act.")
#: Claims that a treaty binds a State; with "since" they are about the day from which it does.
BINDS = ("party", "in-force", "entered-into-force")
DAY = timedelta(days=1)
UNREAD = later("No act was read that tells it, and no list is known to be complete to the day that is claimed of.")


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed of a State under a treaty, both by key; of the treaty itself `state` is ''.

    `what` is a predicate of `words.py`, `former`, or `withdrew` with the kind of statement in `of`.
    `relation` says how the period belongs to it, '' for on or within. `target` is the State whose
    statement is objected to. A statement with `made` is claimed to have been made, without it to
    stand; a status with `past` to have been. `count` is the number of parties, `comparison` says
    whether there are more or fewer, `total` how many there are in all; `rank` is the place in the order
    of acts, 0 for the last. A claim of all States of a `group`, or of none where it is
    negated, is not of the `others`. A denial that is `literal` is of one kind of consent only.
    """

    state: str
    treaty: str
    what: str
    negated: bool = False
    relation: str = ""
    period: Period | None = None
    article: str = ""
    target: str = ""
    of: str = ""
    made: bool = False
    past: bool = False
    count: int | None = None
    comparison: str = ""
    group: str = ""
    others: tuple[str, ...] = ()
    literal: bool = False
    total: int | None = None
    rank: int | None = None
    territory: str = ""
    partly: bool = False
    also: tuple[Claim, ...] = ()


def window(claim: Claim) -> tuple[date, date]:
    """Return the first and the last day on which a claimed act can have been done."""
    if claim.period is None:
        return date.min, date.max
    first, last = claim.period.first, claim.period.last
    before = max(first, date.min + DAY) - DAY
    windows = {"before": (date.min, before), "by-day": (date.min, last), "after": (last + DAY, date.max)}
    if claim.relation == "since" and claim.what not in BINDS:
        return first, date.max
    return windows.get(claim.relation, (first, last))


def throughout(claim: Claim) -> tuple[date, date]:
    """Return the first and the last day of a time throughout which a status is claimed."""
    first, last = window(claim)
    return last if claim.relation in ("before", "by-day") else first, first if claim.relation == "after" else last


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a claim is true, None where that is not known; why, in words; and the facts.

    `lists` are the codes of the lists whose silence counts.
    """

    truth: bool | None
    why: tuple[str, ...] = ()
    acts: Sequence[ActDetail] = ()
    statements: Sequence[Declaration] = ()
    lists: tuple[str, ...] = (PARTIES,)


def within(earliest: date, latest: date, first: date, last: date) -> bool | None:
    """Return whether what happened between two days lies in a window; None where it may."""
    if first <= earliest and latest <= last:
        return True
    return False if latest < first or last < earliest else None


def any_true(truths: Iterable[bool | None]) -> bool | None:
    """Return whether one is true; None where it is not known."""
    found = set(truths)
    return True if True in found else None if None in found else False


def all_true(truths: Iterable[bool | None]) -> bool | None:
    """Return whether all are true; None where it is not known."""
    found = set(truths)
    return False if False in found else None if None in found else True
