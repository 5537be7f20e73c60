"""The documents, meetings and bodies around the resolution (`data/documents.csv`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv

#: The classes of documents that are instruments, that is texts that can be cited.
INSTRUMENTS = ("resolution", "political-commitment", "report", "guidelines", "mandate")
CLASSES = (*INSTRUMENTS, "meeting", "body", "series")
#: What stands before the key in the IRI of a document; `instrument` for those that can be cited.
_PATHS = {"meeting": "event", "body": "body", "series": "series"}
_COLUMNS = (
    "key,class,title,short_title,symbol,adopted_by,introduced_by,adopted_on,adopted_in_year,place,reference,"
    "part_of,held_on,official_text,source,note"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStatement:
    """What one source states about a document, a meeting or a body.

    `adopted_by` are the keys of the bodies and meetings that adopted or issued an instrument, or of
    the body that held a meeting, `introduced_by` those of the actors that introduced the draft.
    `adopted_in_year` is `YYYY` or empty.
    """

    title: str
    short_title: str
    symbols: tuple[str, ...]
    adopted_by: tuple[str, ...]
    introduced_by: tuple[str, ...]
    adopted_on: date | None
    adopted_in_year: str
    place: str
    reference: str
    part_of: str
    held_on: str
    official_text: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document, a meeting, a body or a publication series."""

    key: str
    kind: str
    statements: tuple[DocumentStatement, ...]

    @property
    def path(self) -> str:
        """The path of its IRI below `id/`: `event/congress-9`."""
        return f"{_PATHS.get(self.kind, 'instrument')}/{self.key}"

    @property
    def is_instrument(self) -> bool:
        """Whether this is a text that can be cited, not a meeting, a body or a series."""
        return self.kind in INSTRUMENTS

    @property
    def title(self) -> str:
        """The title, or the short title where no source gives one."""
        return next((s.title for s in self.statements if s.title), "") or self.short_title

    @property
    def short_title(self) -> str:
        """The short title, empty if no source gives one."""
        return next((s.short_title for s in self.statements if s.short_title), "")

    @property
    def adopted_on(self) -> date | None:
        """The day of adoption, None if no source gives one."""
        return next((s.adopted_on for s in self.statements if s.adopted_on), None)


def read_documents(
    data: Path, sources: Mapping[str, Source], treaties: Collection[str], actors: Collection[str]
) -> dict[str, Document]:
    """Return every document by its key.

    A document has one row for each source that states something about it. Raises DataError where
    two rows differ in class, and where a row refers to a document that is not listed.
    """
    rows = list(read_csv(data / "documents.csv", _COLUMNS))
    kinds: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        key, kind = row.required("key"), row.one_of("class", CLASSES, "class of document")
        if key in treaties:
            raise row.fail("a treaty is described in its treaty.toml", key)
        if kinds.setdefault(key, kind) != kind:
            raise row.fail(f"{key} has another class above", kind, f"Write {kinds[key]}.")
        if (key, row["source"]) in seen:
            raise row.fail("document listed twice for one source", key)
        seen.add((key, row["source"]))
    bodies = [key for key, kind in kinds.items() if kind == "body"]
    adopters = [*bodies, *(key for key, kind in kinds.items() if kind == "meeting")]
    wholes = [*kinds, *treaties]
    statements: dict[str, list[DocumentStatement]] = {}
    for row in rows:
        statement = _read_statement(row, bodies if row["class"] == "meeting" else adopters, wholes, sources, actors)
        stated = statements.setdefault(row["key"], [])
        if not stated and not (statement.title or statement.short_title):
            raise row.fail("the first row of a document needs a title", row["key"])
        stated.append(statement)
    return {key: Document(key, kinds[key], tuple(stated)) for key, stated in statements.items()}


def _read_statement(
    row: Row, adopters: Collection[str], wholes: Collection[str], sources: Mapping[str, Source], actors: Collection[str]
) -> DocumentStatement:
    adopted_by = row.each_of("adopted_by", adopters, "body or meeting")
    if row["held_on"] and row["class"] != "meeting":
        raise row.fail("only a meeting has days on which it was held", row["held_on"])
    if not re.fullmatch(r"(\d{4})?", row["adopted_in_year"]):
        raise row.fail("column adopted_in_year is no year", row["adopted_in_year"])
    if not re.fullmatch(r"(https://\S+)?", row["official_text"]):
        raise row.fail("column official_text is no https address", row["official_text"])
    return DocumentStatement(
        title=row["title"],
        short_title=row["short_title"],
        symbols=tuple(row.list("symbol")),
        adopted_by=adopted_by,
        introduced_by=row.each_of("introduced_by", actors, "actor"),
        adopted_on=row.day("adopted_on"),
        adopted_in_year=row["adopted_in_year"],
        place=row["place"],
        reference=row["reference"],
        part_of=row.optional("part_of", wholes, "document"),
        held_on=row["held_on"],
        official_text=row["official_text"],
        source=row.one_of("source", sources, "source"),
        note=row["note"],
    )
