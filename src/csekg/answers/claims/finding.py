"""What is found of a claim: whether it is true, why, and the facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from csekg.answers.status.declarations import Declaration
from csekg.answers.status.participation import ActDetail
from csekg.languages.words import later

PARTIES = "parties"
NONE = later("The list, which is complete, has no such act.")
UNREAD = later("No act was read that tells it, and no list is known to be complete to the day that is claimed of.")


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
