"""Where lists are fetched, and what a refresh of the facts is checked against (`data/refresh/`).

`feeds.csv` says where the depositaries and others publish the list of each treaty, `formats.csv` of
each format who publishes it and what it lists; `pinned.csv` names rare acts that a
depositary's list must show, and `expected.csv` how many parties and signatures at least.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.facts.actors import Actor, actor_of
from csekg.facts.tables import Row, read_csv
from csekg.facts.treaties import PARTIES, SIGNATURES


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of a treaty on the network: its format, and the address of its file.

    `is_saved` tells that a person saves it, or types it into a table: no program reads it there.
    """

    treaty: str
    format: str
    address: str
    is_saved: bool = False


def read_feeds(data: Path, treaties: Collection[str]) -> tuple[Feed, ...]:
    """Return the feeds in file order; raises DataError for an unknown treaty, or no address."""
    return tuple(
        Feed(
            row.one_of("treaty", treaties, "treaty"),
            row.required("format"),
            row.required("address"),
            row.optional("saved", ("yes",), "answer") == "yes",
        )
        for row in read_csv(data / "refresh" / "feeds.csv", "treaty,format,address,saved", "treaty,format")
    )


_KINDS = ("succession", "denunciation", "formal-confirmation", "definitive-signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatFacts:
    """A format of lists: its publisher, the title and terms of a list, and what it lists whole.

    `is_depositary` says whether the publisher keeps the record itself; another one repeats it.
    `title` has a place `{treaty}` for the short title of the treaty.
    """

    format: str
    publisher: str
    title: str
    licence: str
    lists: frozenset[str]
    is_depositary: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """A rare act that every list of the depositary must show: its kind and its day."""

    treaty: str
    actor: str
    kind: str
    on: date


def read_formats(data: Path) -> dict[str, FormatFacts]:
    """Return every format by its name; raises DataError for an unknown list or an empty cell."""
    columns = "format,publisher,title,licence,lists,is_depositary"
    formats = {}
    for row in read_csv(data / "refresh" / "formats.csv", columns, "format"):
        lists = row.list("lists", " ")
        for name in lists:
            if name not in (PARTIES, SIGNATURES):
                raise row.fail("unknown list", name, f"Known: {PARTIES}, {SIGNATURES}.")
        if "{treaty}" not in row["title"]:
            raise row.fail("the title needs {treaty}", row["title"])
        formats[row["format"]] = FormatFacts(
            format=row.required("format"),
            publisher=row.required("publisher"),
            title=row["title"],
            licence=row.required("licence"),
            lists=frozenset(lists),
            is_depositary=row.one_of("is_depositary", ("yes", "no"), "answer") == "yes",
        )
    return formats


def read_pins(data: Path, treaties: Collection[str], actors: Mapping[str, Actor]) -> tuple[Pin, ...]:
    """Return the pinned acts; raises DataError for an unknown treaty, actor or kind."""
    columns = "treaty,actor,kind,date"
    return tuple(
        Pin(
            row.one_of("treaty", treaties, "treaty"),
            actor_of(row, actors),
            row.one_of("kind", _KINDS, "kind of pinned act"),
            _day(row),
        )
        for row in read_csv(data / "refresh" / "pinned.csv", columns, columns)
    )


def _day(row: Row) -> date:
    day = row.day("date")
    if day is None:
        raise row.fail("a pinned act needs its day", "")
    return day


@dataclass(frozen=True, slots=True)
class Expected:
    """The least number of acts that a list of a day, or of a later one, must show."""

    at_least: int
    on: date


def read_expected(data: Path, treaties: Collection[str]) -> dict[tuple[str, str], Expected]:
    """Return what is expected by treaty and list; raises DataError for an unknown one of these."""
    columns = "treaty,list,at_least,on"
    least: dict[tuple[str, str], Expected] = {}
    for row in read_csv(data / "refresh" / "expected.csv", columns, "treaty,list"):
        key = (row.one_of("treaty", treaties, "treaty"), row.one_of("list", (PARTIES, SIGNATURES), "list"))
        number, day = row.number("at_least"), row.day("on")
        if number is None or day is None:
            raise row.fail("columns at_least and on may not be empty", "")
        least[key] = Expected(number, day)
    return least
