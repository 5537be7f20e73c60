"""Reads the Swiss compilation's treaties (HTML): the tables of who is bound, and since when.

A page has the text of the treaty and below it one section per table, one for the treaty and one
for each amendment that has parties of its own, and sections with the declarations of Switzerland.
German, French and Italian pages are read. A part of a page with the sections alone names no treaty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lxml import etree

from csekg.importers.fedlex.table import read_table, words_of
from csekg.importers.fedlex.words import LANGUAGES, Language, plain
from csekg.importers.opening import decode, parse_html, read_bytes
from csekg.importers.records import Reading, SourceFileError, SourceRecord

_PAIRED = ("section", "table", "tr", "td", "th", "div", "dl")


@dataclass(slots=True)
class _List:
    """A table with what belongs to it, before it becomes a reading."""

    reference: str
    title: str
    as_of: date
    records: list[SourceRecord]
    notices: list[str] = field(default_factory=list)


def read(path: Path) -> tuple[Reading, ...]:
    """Return one reading per table of a page.

    The reading of an amendment has the heading's words behind the treaty's number. Raises
    SourceFileError for a page that is cut, has no such table, or one in another form.
    """
    place = path.name
    content = read_bytes(path)
    root = parse_html(content, place)
    _refuse_cut(decode(content, place), place)
    number, title = _identity(root)
    lists: list[_List] = []
    for section in _sections(root, place):
        where = f"{place}:{section.sourceline}"
        if (section.get("id") or "").startswith("scope_"):
            lists.append(_scope(section, number, title, place))
        elif not lists:
            raise SourceFileError(where, "has declarations before the first table")
        else:
            lists[-1].records += _declarations(section, where)
    return tuple(
        Reading(
            reference=entry.reference,
            title=entry.title,
            records=tuple(entry.records),
            as_of=entry.as_of,
            notices=tuple(entry.notices),
        )
        for entry in lists
    )


def _refuse_cut(text: str, place: str) -> None:
    """Raise SourceFileError where elements are not closed: a parser would close them silently."""
    folded = text.casefold()
    for name in _PAIRED:
        opened, closed = len(re.findall(rf"<{name}[\s>]", folded)), folded.count(f"</{name}>")
        if opened != closed:
            raise SourceFileError(
                place,
                f"opens {opened} elements <{name}> and closes {closed}",
                hint="The file may have been cut: save it again.",
            )


def _identity(root: etree._Element) -> tuple[str, str]:
    """Return the number in the compilation and the title, '' where only a part was saved."""
    sections = []
    for name in ("srnummer", "erlasstitel"):
        nodes = root.xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]")
        sections.append(words_of(nodes[0]) if nodes else "")
    return sections[0], sections[1]


def _sections(root: etree._Element, place: str) -> list[etree._Element]:
    sections: list[etree._Element] = root.xpath("//section[starts-with(@id, 'scope_') or starts-with(@id, 'decl_')]")
    if not any((section.get("id") or "").startswith("scope_") for section in sections):
        raise SourceFileError(
            place,
            "has no section with a table of parties",
            hint="Save the page of the treaty itself, or its part with the id scope.",
        )
    for other in root.xpath("//*[@id='scope']//section | //*[@id='scope']//table"):
        if other not in sections and not any(ancestor in sections for ancestor in other.iterancestors()):
            raise SourceFileError(f"{place}:{other.sourceline}", f"has an unknown <{other.tag}>", words_of(other))
    return sections


def _scope(section: etree._Element, number: str, title: str, place: str) -> _List:
    where = f"{place}:{section.sourceline}"
    heading = _heading(section, where)
    language, part, as_of = _parse_heading(heading, where)
    tables = section.xpath(".//table")
    if len(tables) != 1:
        raise SourceFileError(where, f"has {len(tables)} tables, not one", heading)
    footnotes = {}
    for note in section.xpath(".//div[contains(@class, 'footnotes')]/p"):
        sign, _, words = "".join(note.itertext()).strip().partition(" ")
        footnotes[sign.strip()] = " ".join(words.split())
    table = read_table(tables[0], language, place, footnotes)
    notices = [
        f"{record.participant} is listed with {day}, after the day of the list ({as_of})."
        for record in table.records
        if (day := record.day) and day > as_of
    ]
    notices += [f"The list adds: {words}" for words in _beside(section, tables[0])]
    return _List(
        reference=" ".join(filter(None, (number, part))),
        title=" ".join(filter(None, (title, f"({heading})"))),
        as_of=as_of,
        records=table.records,
        notices=notices + table.notices,
    )


def _beside(section: etree._Element, table: etree._Element) -> Iterator[str]:
    """Give the words that stand in a section beside heading, footnotes and table."""
    for node in section.xpath("./div[not(contains(@class, 'footnotes'))]//p"):
        if table not in node.iterancestors() and words_of(node):
            yield words_of(node)


def _heading(section: etree._Element, where: str) -> str:
    headings = section.xpath("./*[self::h1 or self::h2 or self::h3]")
    if len(headings) != 1:
        raise SourceFileError(where, f"has {len(headings)} headings, not one")
    return words_of(headings[0])


def _parse_heading(heading: str, where: str) -> tuple[Language, str, date]:
    """Return the language of a heading, which part of the treaty it is about, and its day."""
    for language in LANGUAGES:
        match = language.heading.fullmatch(plain(heading))
        if match:
            try:
                return language, match["part"], language.day(match["day"])
            except ValueError as error:
                raise SourceFileError(where, f"has a heading without a day: {error}") from None
    names = ", ".join(language.name for language in LANGUAGES)
    raise SourceFileError(
        where,
        "has a heading in a language or form that is not read",
        heading,
        hint=f"Known: {names}, such as Geltungsbereich am 11. Dezember 2024.",
    )


def _declarations(section: etree._Element, where: str) -> Iterator[SourceRecord]:
    """Give one record for each State in a section of reservations and declarations.

    The section does not tell reservations and declarations apart.
    """
    state, lines = "", list[str]()
    for node in section.xpath("./div//*[self::p or self::dt or self::dd]"):
        if any("footnotes" in (ancestor.get("class") or "") for ancestor in node.iterancestors()):
            continue
        words = words_of(node)
        bold = node.find("b")
        # Some pages print the State, and only the State, as a paragraph in bold letters.
        is_state = "tab-untertit" in (node.get("class") or "") or (
            not state and bold is not None and words == words_of(bold)
        )
        if is_state and words:
            if state:
                yield _declaration(state, lines, where)
            state, lines = words, []
        elif words:
            lines.append(words)
    if not state:
        raise SourceFileError(where, "has declarations of no State", " ".join(lines))
    yield _declaration(state, lines, where)


def _declaration(state: str, lines: list[str], where: str) -> SourceRecord:
    if not lines:
        raise SourceFileError(where, "has a State without a declaration", state)
    return SourceRecord(participant=state, kind="declaration", place=where, text="\n".join(lines))
