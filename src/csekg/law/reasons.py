"""Why an actor has a status under a treaty: codes, with the days and things that they are about.

`csekg.wording` says them in words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from csekg.law.conditions import Condition

#: Whether a treaty binds a State on a day.
Verdict = Literal["bound", "not-bound", "not-known"]

#: As what an actor counts wherever States are counted.
Counted = Literal["bound", "not-bound", "not-known", "not-eligible"]

#: Of these it is open only whether or when the actor signed or consented, and not whether it is bound.
OPEN_BEFORE_BOUND: frozenset[Code] = frozenset({"signed-undated", "signed-to-ratify", "consented-between"})


def verdict(status: str, codes: Collection[Code]) -> Verdict:
    """Return whether an actor with a status is bound; `codes` are those of the reasons for it.

    An `unknown` status leaves that open, except where only the day of a signature is not known, or
    that of a consent which does not bind yet: a signature binds nobody.
    """
    if status == "party":
        return "bound"
    if status == "unknown" and not OPEN_BEFORE_BOUND.intersection(codes):
        return "not-known"
    return "not-bound"


def counts_as(status: str, verdict: Verdict) -> Counted:
    """Return as what an actor counts: one that cannot join is apart from those that are not bound."""
    return "not-eligible" if status == "not-eligible" else verdict


Code = Literal[
    "bound",
    "bound-undated",
    "consented",
    "consented-only",
    "consented-undated",
    "left",
    "signed",
    "signed-undated",
    "signed-to-ratify",
    "consented-between",
    "predecessor",
    "open",
    "open-unread",
    "not-yet-open",
    "may-sign-then-join",
    "may-sign-only",
    "join-first",
    "open-only-to",
    "invitation-only",
    "may-have-drafted",
    "invited",
    "invitation-ended",
    "invited-undated",
    "no-actor",
    "no-list",
    "parties-listed-to",
    "no-list-of-signatures",
    "signatures-listed-to",
    "no-list-of-former",
    "not-in-force",
    "part-of",
    "began",
    "ended",
    "continues",
    "continued-by",
]
#: How another treaty that an actor must join first is open to it.
Way = Literal["open", "invitation", "other-first"]
#: The codes in the order in which several reasons of one status are told.
CODES: tuple[Code, ...] = get_args(Code)
WAYS: tuple[Way, ...] = get_args(Way)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for a status.

    `day` and `day2` are days that it is about, in the order of time; `latest` and `latest2` say of
    each that it is only the last possible one. `treaty` and `actor` are keys. `conditions` are
    those of a clause on admission that the actor does not meet, `article` is that clause, `way` how
    the other treaty is open that the actor must join first, None where it is not.
    """

    code: Code
    day: date | None = None
    day2: date | None = None
    latest: bool = False
    latest2: bool = False
    treaty: str = ""
    actor: str = ""
    conditions: tuple[Condition, ...] = ()
    article: str = ""
    way: Way | None = None


#: All reasons of a status, in order.
Reasons: TypeAlias = tuple[Reason, ...]


def in_order(reasons: Iterable[Reason]) -> Reasons:
    """Return the reasons of one status in the order in which they are told: of `CODES`, of time."""
    return tuple(sorted(reasons, key=_place))


def _place(reason: Reason) -> tuple[int, date, date]:
    return CODES.index(reason.code), reason.day or date.max, reason.day2 or date.max
