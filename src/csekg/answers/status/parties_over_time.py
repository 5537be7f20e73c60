"""How many States a treaty has bound, from its entry into force to its as-of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer
from csekg.answers.status.intervals import intervals_of
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class BoundSpan:
    """The days during which a treaty binds one actor; `until` is the first on which it does not."""

    since: date
    until: date | None


class YearOfParties(Answer):
    """A year in the life of a treaty."""

    year: int
    became_bound: int = Field(description="States and organizations that the treaty began to bind")
    ceased: int = Field(description="those that it ceased to bind")
    parties: int = Field(description="those that it binds at the end of the year")


def bound_spans(store: QueryEngine, treaty: str) -> list[BoundSpan]:
    """Return when the treaty with this key binds which actor; the oldest span first."""
    found = (
        BoundSpan(span.since, span.until)
        for span in intervals_of(store, treaty)
        if span.status == "party"
    )
    return sorted(found, key=lambda span: span.since)


def years_of_parties(spans: Sequence[BoundSpan], last: date) -> list[YearOfParties]:
    """Return the years up to a day in which the number of parties changed, the oldest first."""
    joined = Counter(span.since.year for span in spans if span.since <= last)
    left = Counter(span.until.year for span in spans if span.until and span.until <= last)
    found, parties = [], 0
    for year in sorted({*joined, *left}):
        parties += joined[year] - left[year]
        found.append(
            YearOfParties(year=year, became_bound=joined[year], ceased=left[year], parties=parties)
        )
    return found
