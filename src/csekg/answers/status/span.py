"""The days about which somebody asks."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal

from csekg.answers.common.base import Day
from csekg.errors import CsekgError
from csekg.languages.messages import _
from csekg.namespaces import XSD


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `since` to `until`, both included; None leaves an end open."""

    since: Day | None = None
    until: Day | None = None

    def __post_init__(self) -> None:
        """Raise CsekgError for an end before the beginning."""
        if self.since and self.until and self.until < self.since:
            raise CsekgError(
                _("the last day, {last}, is before the first, {first}",
                  last=self.until, first=self.since)
            )  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether neither end is given, so that acts without a day belong to the span."""
        return self.since is None and self.until is None

    def has(self, day: Day | None) -> bool:
        """Return whether an act of this day belongs to the span; None where it is not known."""
        if day is None:
            return self.is_open
        return (self.since or day) <= day <= (self.until or day)

    def filter(self) -> str:
        """Return the SPARQL filter of `?day`, '' for an open span."""
        limits = (
            f"?day {sign} {Literal(limit.isoformat(), datatype=XSD.date)}"
            for sign, limit in ((">=", self.since), ("<=", self.until))
            if limit
        )
        return "".join(f"FILTER({limit}) " for limit in limits)


#: All days.
EVER = Span()
