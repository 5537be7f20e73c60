"""Why an actor has a status under a treaty: codes, with the days and things that they are about.

`csekg.wording` says them in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from csekg.law.conditions import Condition

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
