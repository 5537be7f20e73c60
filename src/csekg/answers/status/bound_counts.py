"""How many States and organizations a treaty binds, and how many it does not: the numbers of every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from csekg.answers.common.references import TreatyInfo, treaties
from csekg.answers.common.remembering import remembered
from csekg.answers.status.matrix import cells_as_of
from csekg.law.reasons import Verdict, counts_as
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class BoundCounts:
    """How many States and organizations a treaty binds on a day, does not bind, and cannot bind.

    `not_known` are those of which no list tells. Unless `exact`, more may be bound than were read:
    `bound` is then a lower bound and `not_bound` an upper one. A treaty that is not `in_force` on
    the day binds nobody, whatever lists were read.
    """

    bound: int
    not_bound: int
    not_known: int
    not_eligible: int
    exact: bool
    in_force: bool


class _Told(Protocol):
    @property
    def status(self) -> str: ...
    @property
    def verdict(self) -> Verdict: ...


def counted(info: TreatyInfo, told: Iterable[_Told], on: date | None = None) -> BoundCounts:
    """Return the counts of these statuses under a treaty on a day, without one on that of its statuses."""
    found = Counter(counts_as(each.status, each.verdict) for each in told)
    return BoundCounts(
        found["bound"],
        found["not-bound"],
        found["not-known"],
        found["not-eligible"],
        exact=info.knows_all_bound(on),
        in_force=info.is_in_force(on),
    )


@remembered
def counts_of(store: QueryEngine, treaty: str) -> BoundCounts:
    """Return the counts under the treaty with this key; raises KeyError for an unknown one."""
    return counted(treaties(store)[treaty], cells_as_of(store).get(treaty, {}).values())
