"""Reads the status chapters of the Secretary-General of the United Nations, in XML (MTDSG)."""

from __future__ import annotations

import re
from pathlib import Path

from csekg.importers.elements import Element
from csekg.importers.mtdsg.statements import PARTS, read_applications, read_league, read_special_tables, read_statements
from csekg.importers.mtdsg.table import int_of, mended, plain, read_table
from csekg.importers.mtdsg.totals import check_totals
from csekg.importers.opening import parse_xml, read_bytes
from csekg.importers.records import Reading, SourceRecord

#: Parts of the header in prose.
_PROSE = ("Conclusion", "EIF", "Registration", "TreatyText", "TreatyNote")


def read(path: Path) -> tuple[Reading, ...]:
    """Return what a file states about its treaty, in one reading.

    Raises SourceFileError for a file that is not of this format, with the place in it.
    """
    content, signs = mended(read_bytes(path))
    document = Element(parse_xml(content, path.name), path.name)
    if document.name != "Document":
        raise document.fail("is no document of this format", hint="Expected: <Document>.")
    treaty = document.child("Treaty")
    document.pass_over()
    if template := treaty.maybe("Template"):
        template.whole()
    reference, title, totals = _read_header(treaty.child("Header"))
    participants = treaty.child("Participants")
    tables = participants.children("Table")
    participants.pass_over()
    if not tables:
        raise participants.fail("has no table of participants")
    rows = [row for table in tables for row in read_table(table)]
    end_notes = _read_end_notes(treaty)
    records: list[SourceRecord] = [record for row in rows for _, record in row.acts]
    if special := treaty.maybe("SpecialTables"):
        records += read_special_tables(special)
    for name, entry, kind in PARTS:
        if part := treaty.maybe(name):
            records += read_statements(part, entry, kind)
    if applications := treaty.maybe("TerritorialApplications"):
        records += read_applications(applications)
    if league := treaty.maybe("LON"):
        records += read_league(league)
    if footer := treaty.maybe("Footer"):
        footer.whole()
    treaty.pass_over()
    notices = list(check_totals(totals, rows, end_notes, path.name, document.warnings))
    if silent := [row.participant for row in rows if not row.acts]:
        notices.append(f"lists without an act: {', '.join(silent)}")
    if signs:
        notices.append(f"has {signs} typographic signs cut to one byte, which are restored")
    return (
        Reading(
            reference=reference,
            title=title,
            records=tuple(records),
            totals=totals,
            notices=tuple(notices),
            warnings=tuple(document.warnings),
        ),
    )


def _read_header(header: Element) -> tuple[str, str, dict[str, int]]:
    chapter = header.child("Chapter")
    roman = plain(chapter.child("Header").whole()).removeprefix("CHAPTER ")
    _take(chapter, "Name")
    chapter.pass_over(dated=True)
    parts = [roman]
    if sub := header.maybe("SubChapter"):
        parts.append(plain(sub.child("Header").whole()))
        _take(sub, "Name")
        sub.pass_over(dated=True)
    data = header.child("ExternalData")
    header.pass_over(dated=True)
    parts += [plain(number.whole()) for number in (data.child("Numsect"), data.maybe("Subnumsect")) if number]
    titles = [data.maybe("Titlesect"), data.maybe("Subtitlesect")]
    title = " ".join(plain(part.whole()) for part in titles if part)
    if not title:
        raise data.fail("has no title of the treaty")
    _take(data, *_PROSE)
    status = data.maybe("Status")
    totals = _read_status(status) if status else {}
    data.pass_over(dated=True)
    reference = "-".join(part.strip(". ") for part in parts if part)
    if not re.fullmatch(r"[IVX]+(?:-[0-9A-Za-z]+)+", reference):
        raise data.fail("does not number the treaty as the chapters do", reference)
    return reference, title, totals


def _read_status(status: Element) -> dict[str, int]:
    totals: dict[str, int] = {}
    _take(status, "Label", "SignatoriesLabel", "PartiesLabel", "CustomText", "Notes")
    for name in ("Signatories", "Parties"):
        if count := status.maybe(name):
            text = plain(count.whole())
            if int_of(text) < 0:
                raise count.fail("is no number", text)
            totals[name.casefold()] = int_of(text)
    status.pass_over(dated=True)
    return totals


def _take(element: Element, *names: str) -> None:
    """Take parts in prose that say nothing of the acts of States."""
    for name in names:
        for part in element.children(name):
            part.whole()


def _read_end_notes(treaty: Element) -> dict[str, str]:
    """Return the text of each note by its mark."""
    texts: dict[str, str] = {}
    part = treaty.maybe("EndNotes")
    for note in part.children("Note") if part else ():
        mark = note.maybe("index")
        texts[mark.whole() if mark else ""] = plain(note.whole())
    if part:
        part.text()
        part.pass_over(dated=True)
    return texts
