"""The parties to several treaties over time, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer, BeyondData, Ref, chosen
from csekg.answers.common.known import SourceRef, find_treaty, list_sources
from csekg.answers.status.comparing.states import TooFewOrManyError
from csekg.answers.status.parties_over_time import (
    BoundSpan,
    YearOfParties,
    bound_spans,
    years_of_parties,
)
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine

#: The most treaties on one chart: more lines cannot be told apart.
MOST_TREATIES = 5


class YearUnderTreaty(YearOfParties):
    """A year in the life of one of the treaties."""

    treaty: Ref


class ComparedTreaty(Answer):
    """One of the treaties, with its parties on a day."""

    treaty: Ref
    on: date
    as_of: date
    beyond_data: BeyondData
    complete: bool = Field(description="whether a complete list of parties has been read; where "
                           "not, the numbers are lower bounds")  # fmt: skip
    parties: int = Field(description="States and organizations that it binds on the day")
    sources: tuple[SourceRef, ...]


def compare_treaties(
    store: QueryEngine, keys: Sequence[str], on: date | None = None
) -> tuple[list[ComparedTreaty], list[YearUnderTreaty]]:
    """Return two to five treaties with their parties on a day, and the years of each.

    Without a day it is the as-of date of each treaty. The years are those in which the number of
    parties changed, the oldest first, treaty after treaty. Raises UnknownNameError and
    TooFewOrManyError.
    """
    infos = [find_treaty(store, key) for key in chosen(keys)]
    if not 2 <= len(infos) <= MOST_TREATIES:
        raise TooFewOrManyError(
            _("give two to {most} treaties to compare; {number} were given",
              most=MOST_TREATIES, number=len(infos))
        )  # fmt: skip
    spans = treaty_spans(store, keys)
    sources = list_sources(store)
    about = [
        ComparedTreaty(
            treaty=info.ref, on=on or info.as_of, as_of=info.as_of,
            beyond_data=info.is_before(on), complete=info.complete,
            parties=_bound_on(spans[info.key], on or info.as_of),
            sources=sources[info.id],
        )
        for info in infos
    ]  # fmt: skip
    years = [
        YearUnderTreaty(treaty=info.ref, **dict(year))
        for info in infos
        for year in years_of_parties(spans[info.key], info.as_of)
    ]
    return about, years


def _bound_on(spans: Sequence[BoundSpan], day: date) -> int:
    return sum(each.since <= day and not (each.until and each.until <= day) for each in spans)


def treaty_spans(store: QueryEngine, keys: Sequence[str]) -> Mapping[str, list[BoundSpan]]:
    """Return when each of the treaties binds whom, the oldest span first, by key of the treaty.

    Raises UnknownNameError for an unknown treaty.
    """
    infos = [find_treaty(store, key) for key in chosen(keys)]
    return {info.key: bound_spans(store, info.key) for info in infos}


def parties_by_year(
    keys: Sequence[str], years: Sequence[YearUnderTreaty]
) -> list[tuple[int, list[YearUnderTreaty | None]]]:
    """Return for each year in which any number changed the state of each treaty, oldest first.

    A treaty that did not change in a year has its row of an earlier one, None before its first.
    """
    rows = {(year.treaty.key, year.year): year for year in years}
    now: dict[str, YearUnderTreaty | None] = dict.fromkeys(keys)
    found = []
    for number in sorted({year.year for year in years}):
        now = {key: rows.get((key, number), now[key]) for key in keys}
        found.append((number, [now[key] for key in keys]))
    return found
