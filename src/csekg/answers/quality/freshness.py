"""How fresh each list of each treaty is: until when it was read, and when that is due again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Day, Filter, Ref, Words, chosen
from csekg.answers.common.known import TreatyInfo, by_legal_basis, find_treaty, treaties
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.answers.texts.coverage import ListCoverage, coverage
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine, whole_number


class Freshness(Answer):
    """How fresh one list of one treaty is on a day."""

    treaty: Ref
    list_of: Code = Field(description="parties, signatures, or a kind of declaration")
    list_label: Words = Field(description="the same in words")
    as_of: Day = Field(
        description="day on which the data on signatures and parties of the treaty stand"
    )
    complete_on: Day | None = Field(
        description="a day on which the sources listed every act of the kind; null where none is "
        "known"
    )
    checked_until: Day | None = Field(
        description="the day until which sources were read that need not print all such acts: "
        "weaker than a complete list"
    )
    read_until: Day = Field(
        description="the later of `completeOn` and `checkedUntil`; `asOf` where both are null"
    )
    days_since: int = Field(
        description="days from `readUntil` to the day asked about; negative where that is earlier"
    )
    read_every_days: int | None = Field(
        description="days between two readings, as the editors plan them; null where not stated"
    )
    next_check: Day | None = Field(description="`readUntil` and those days: when it is due again")
    overdue: bool = Field(description="whether that day is before the day asked about")


_PARTIES = "parties"
_PLANS = "SELECT ?treaty ?days WHERE { ?treaty a cse:Treaty ; cse:readEveryDays ?days }"


def freshness(store: QueryEngine, today: date, *, treaty: Filter[str] = None) -> list[Freshness]:
    """Return how fresh each list is on a day: treaties that the resolution urges come first.

    A treaty of which no list was read has one row, that of its parties. Raises UnknownNameError
    for an unknown treaty.
    """
    keys = {find_treaty(store, key).key for key in chosen(treaty)}
    lists, plans = coverage(store), _plans(store)
    return [
        _row(info, each, plans.get(info.id), today)
        for info in sorted(treaties(store).values(), key=by_legal_basis)
        if not keys or info.key in keys
        for each in lists.get(info.id) or (None,)
    ]


def _row(info: TreatyInfo, listed: ListCoverage | None, plan: int | None, today: Day) -> Freshness:
    days = [day for day in (listed.complete_on, listed.checked_until) if day] if listed else []
    read_until = max(days, default=info.as_of)
    next_check = read_until + timedelta(days=plan) if plan else None
    return Freshness(
        treaty=info.ref,
        list_of=listed.list_of if listed else _PARTIES,
        list_label=listed.label if listed else _("parties"),
        as_of=info.as_of,
        complete_on=listed.complete_on if listed else None,
        checked_until=listed.checked_until if listed else None,
        read_until=read_until,
        days_since=(today - read_until).days,
        read_every_days=plan,
        next_check=next_check,
        overdue=bool(next_check and next_check < today),
    )


@remembered
def _plans(store: QueryEngine) -> Mapping[str, int]:
    """Return the days between two readings by the treaty's IRI, where the dataset states them."""
    found = {treaty: whole_number(days) for treaty, days in values(store, _PLANS)}
    return MappingProxyType(found)
