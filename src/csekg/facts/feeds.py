"""Where the depositaries and others publish the list of each treaty (`data/refresh/feeds.csv`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.tables import read_csv


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of a treaty on the network: its format, and the address of its file."""

    treaty: str
    format: str
    address: str


def read_feeds(data: Path, treaties: Collection[str]) -> tuple[Feed, ...]:
    """Return the feeds in file order; raises DataError for an unknown treaty, or no address."""
    rows = read_csv(data / "refresh" / "feeds.csv", ("treaty", "format", "address"))
    return tuple(
        Feed(
            row.one_of("treaty", treaties, "treaty"),
            row.required("format"),
            row.required("address"),
        )
        for row in rows
    )
