"""The status page of a treaty in the UN Treaty Collection, in HTML, as the site gives it in 2026.

The parts of a page are told by the ends of their ids: the head, the table of participants, the
sections of statements, the territories, the end notes.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from lxml import etree

from csekg.importers.dates import dashed_day, slashed_day
from csekg.importers.html_text import rows_of, text_of, whole_page
from csekg.importers.mtdsg.totals import check_totals
from csekg.importers.records import MissingDocumentError, Reading, SourceFileError
from csekg.importers.untc.grid import Participant, participants_of, territories_of
from csekg.importers.untc.notes import EndNote, end_notes_of, records_of
from csekg.importers.untc.statements import Statements, statements_of

_AS_OF = re.compile(r"STATUS AS AT\s*:?\s*(\d{1,2}([-/])\d{1,2}\2\d{4})\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(Signatories|Parties)\s*:?\s*(\d+)\b\.?", re.IGNORECASE)
_CHAPTER = re.compile(r"\bCHAPTER\s+([IVX]+)\b")
# `11. c`, `11 .c Optional Protocol ...`, `5. a`, `12. Convention ...`; a word such as `A` is no letter.
_NUMBER = re.compile(r"(\d+)\s*\.?\s*(?:([a-z])\b\s*\.?)?\s*(.*)", re.DOTALL)
_IN_ADDRESS = re.compile(r"[?&]mtdsg_no=([A-Za-z0-9-]+)")
_LANGUAGE = re.compile(r"[?&]clang=_([a-z]{2})\b")
_FRENCH = re.compile(r"\bCHAPITRE\b|\b(?:Adh[ée]sion|Acceptation|Approbation)\s*\(", re.IGNORECASE)


def read(path: Path) -> tuple[Reading, ...]:
    """Return what a status page says about its treaty.

    Raises SourceFileError for a page without a table of participants, one in another language than
    English, what stands in a column where it does not belong, and where the printed totals are not
    those of the rows; MissingDocumentError for a page of the site that is none of a treaty.
    """
    file = path.name
    root = whole_page(path)
    text = text_of(root)
    _refuse_others(root, text, file)
    warnings: list[str] = []
    grid, participants = participants_of(root, file, warnings)
    statements = statements_of(root, file, warnings)
    notes = end_notes_of(root, file)
    carriers = _carriers(participants, statements)
    totals, notices = _totals(root, file)
    rows, told = [participant.row for participant in participants], {note.mark: note.text for note in notes}
    notices += check_totals(totals, rows, told, file, warnings)
    notices += (*_lost(participants, statements, notes, carriers), *_unnamed(participants))
    reference, title = _identity(root, text, file)
    acts = (record for participant in participants for _, record in participant.row.acts)
    records = (*acts, *territories_of(root, grid, file, warnings), *statements.records, *records_of(notes, carriers))
    return (
        Reading(
            reference=reference,
            title=title,
            records=records,
            as_of=_as_of(text, file),
            totals=totals,
            notices=notices,
            warnings=tuple(warnings),
        ),
    )


def _refuse_others(root: etree._Element, text: str, file: str) -> None:
    """Raise SourceFileError for a page in another language, MissingDocumentError for none of a treaty."""
    languages = {match for address in _addresses(root) for match in _LANGUAGE.findall(address)}
    grids = [table for table in root.iter("table") if table.get("id", "").endswith("tblgrid")]
    headers = [text_of(cell) for grid in grids for row in rows_of(grid)[:1] for cell in row]
    if languages - {"en"} or _FRENCH.search(" ".join((_part(root, "rptHead_ctl00_tcHead", file), *headers))):
        raise SourceFileError(
            file, "is a page in another language than English", hint="Save the English page: clang=_en in its address."
        )
    if not grids and not _AS_OF.search(text):
        raise MissingDocumentError(
            file,
            "is a page without a table of participants: the site does not have the document, or is under maintenance",
            hint="Save the treaty's whole page, or fetch it again later.",
        )


def _carriers(participants: tuple[Participant, ...], statements: Statements) -> dict[str, tuple[str, ...]]:
    """Return the names that bear each mark, in the table and above their texts."""
    marks = [(mark, participant.name) for participant in participants for mark in participant.marks]
    carriers: dict[str, dict[str, None]] = {}
    for mark, name in (*marks, *statements.carriers):
        carriers.setdefault(mark, {})[name] = None
    return {mark: tuple(names) for mark, names in carriers.items()}


def _lost(
    participants: tuple[Participant, ...],
    statements: Statements,
    notes: tuple[EndNote, ...],
    carriers: dict[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """Return notices on names that have a text by their mark, and none that is read."""
    declaring = {record.participant for record in statements.records} | set(statements.silent)
    silent = [
        participant.name for participant in participants if participant.has_texts and participant.name not in declaring
    ]
    explained = {name for note in notes for name in carriers.get(note.mark, ())}
    notices = [f"no text is read of {', '.join(silent)}, which the table marks as having one"] if silent else []
    if empty := [name for name in statements.silent if name not in explained]:
        notices.append(f"stands among the declarations without a text or a note: {', '.join(empty)}")
    if unknown := sorted(carriers.keys() - {note.mark for note in notes}) if notes else []:
        notices.append(f"no note explains the marks {', '.join(unknown)}")
    return tuple(notices)


def _unnamed(participants: tuple[Participant, ...]) -> tuple[str, ...]:
    return tuple(
        f"{participant.place}: a letter is read in its usual sense, the header does not name it"
        for participant in participants
        if not participant.is_named
    )


def _totals(root: etree._Element, file: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the printed totals, and what else the status says."""
    status = _part(root, "rptStatus_ctl00_tcText", file)
    printed = {name.lower(): int(number) for name, number in _TOTAL.findall(status)}
    if not printed:
        return {}, ("the page prints no totals: the number of its rows is not checked",)
    rest = " ".join(_TOTAL.sub(" ", status).split()).strip(" :.")
    return printed, (f"the status says: {rest}",) if rest else ()


def _identity(root: etree._Element, text: str, file: str) -> tuple[str, str]:
    """Return the reference of the treaty, such as IV-11-c, '' where it is not told, and its title.

    The reference stands in the address that the page's form is sent to; else it is put together
    from the chapter and the number before the title.
    """
    named = {match[1] for address in _addresses(root) for match in _IN_ADDRESS.finditer(address)}
    match = _NUMBER.match(_part(root, "rptTreaty_ctl00_tcTreaty", file))
    chapter = _CHAPTER.search(text)
    parts = [chapter[1], *filter(None, match.groups()[:2])] if match and chapter else []
    if not named and parts:
        named = {"-".join(parts)}
    if len(named) > 1:
        raise SourceFileError(file, "names several treaties", ", ".join(sorted(named)))
    return next(iter(named), ""), match[3].strip() if match else ""


def _addresses(root: etree._Element) -> list[str]:
    return [form.get("action", "") for form in root.iter("form")]


def _as_of(text: str, file: str) -> date | None:
    match = _AS_OF.search(text)
    if not match:
        return None
    try:
        return dashed_day(match[1]) if match[2] == "-" else slashed_day(match[1])
    except ValueError as error:
        raise SourceFileError(file, f"STATUS AS AT: {error}") from None


def _part(root: etree._Element, ending: str, file: str) -> str:
    """Return the text of the element whose id has an ending, '' where there is none."""
    nodes = [node for node in root.iter(etree.Element) if node.get("id", "").endswith(ending)]
    if len(nodes) > 1:
        raise SourceFileError(file, f"has {len(nodes)} elements with an id that ends in {ending}")
    return text_of(nodes[0]) if nodes else ""
