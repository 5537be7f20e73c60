"""When States exist, and which continue or succeed which (`existence.csv`, `continuity.csv`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies

#: The natures of a change after which the State is the same person in law as its predecessor.
_CONTINUING = ("continuation", "renamed")
#: The nature of a change after which nothing passes from the predecessor by succession: a State
#: that becomes independent joins the treaties that it wants to join.
_NEW = "independence"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistenceSpan:
    """A span during which an actor exists, with the sources of its two days.

    `since` is None where no source read gives it, `until` where the actor exists today.
    """

    row: Row
    actor: str
    since: date | None
    until: date | None
    source: str
    until_source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """A change of a State: how it came about, was renamed, or came to its end, and from whom."""

    row: Row
    actor: str
    on: date
    nature: str
    predecessors: tuple[str, ...]
    source: str
    note: str

    @property
    def continues(self) -> str:
        """The key of the predecessor that the State continues, '' where it continues none."""
        continuing = self.nature in _CONTINUING and self.predecessors
        return self.predecessors[0] if continuing else ""

    @property
    def succeeds(self) -> tuple[str, ...]:
        """The keys of the predecessors whose acts may be printed under the State."""
        return self.predecessors if self.nature != _NEW else ()


def read_existence(data: Path, actors: Collection[str], sources: Mapping[str, Source]) -> tuple[ExistenceSpan, ...]:
    """Return the spans of existence in file order.

    Raises DataError for an unknown actor or source, and for a span that ends before it begins.
    """
    spans = []
    for row in read_csv(data / "existence.csv", "actor,since,until,source,until_source,note", key="actor,since"):
        since, until = row.day("since"), row.day("until")
        if since and until and until <= since:
            raise row.fail("the existence ends before it begins", row["until"])
        if bool(row["until"]) != bool(row["until_source"]):
            raise row.fail("until and until_source go together", row["until_source"])
        spans.append(
            ExistenceSpan(
                row=row,
                actor=row.one_of("actor", actors, "actor"),
                since=since,
                until=until,
                source=row.one_of("source", sources, "source"),
                until_source=row.optional("until_source", sources, "source"),
                note=row["note"],
            )
        )
    return tuple(spans)


def read_changes(
    data: Path, actors: Collection[str], sources: Mapping[str, Source], vocabularies: Vocabularies
) -> tuple[StateChange, ...]:
    """Return the changes of States in file order.

    Raises DataError for an unknown actor, nature or source, for a change without a day, and for a
    State that continues several.
    """
    changes = []
    columns = "actor,date,nature,predecessors,source,note"
    for row in read_csv(data / "continuity.csv", columns, key="actor,date,nature,predecessors"):
        on = row.day("date")
        if on is None:
            raise row.fail("column date may not be empty", "")
        change = StateChange(
            row=row,
            actor=row.one_of("actor", actors, "actor"),
            on=on,
            nature=row.one_of("nature", vocabularies["state-change"], "nature of a change"),
            predecessors=row.each_of("predecessors", actors, "actor"),
            source=row.one_of("source", sources, "source"),
            note=row["note"],
        )
        if change.continues and len(change.predecessors) > 1:
            raise row.fail("a State continues one State only", row["predecessors"])
        changes.append(change)
    return tuple(changes)
