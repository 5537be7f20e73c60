"""The status page of the UN Treaty Collection, in HTML.

The upper part is read as public scrapers describe it: elements whose ids end in a known way, and
the table of participants, whose id ends in `tblgrid`. No raw copy of what stands below the table
was at hand; `sections` reads it by its headings, and a notice says so.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from lxml import etree

from csekg.sources.dates import dashed_day, slashed_day
from csekg.sources.html_text import text_of, whole_page
from csekg.sources.mtdsg.table import check_totals
from csekg.sources.records import Reading, SourceFileError
from csekg.sources.untc.sections import END_NOTE, participants_of, territories_of, texts_of

_AS_OF = re.compile(r"STATUS AS AT\s*:?\s*(\d{1,2}([-/])\d{1,2}\2\d{4})\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(Signatories|Parties)\s*:?\s*(\d+)\b\.?", re.IGNORECASE)
_CHAPTER = re.compile(r"\bCHAPTER\s+([IVX]+)\b")
# `11 .c Optional Protocol ...`, `5. a`, `12. Convention ...`
_NUMBER = re.compile(r"(\d+)\s*\.?\s*(?:([a-z])\b\s*\.?)?\s*(.*)", re.DOTALL)
_IN_ADDRESS = re.compile(r"[?&]mtdsg_no=([A-Za-z0-9-]+)")


def read(path: Path) -> tuple[Reading, ...]:
    """Return what a status page says about its treaty.

    Raises SourceFileError for a page without a table of participants, for what stands in a column
    where it does not belong, and where the printed totals are not those of the rows.
    """
    file = path.name
    root = whole_page(path)
    grid, participants = participants_of(root, file)
    totals, notices = _totals(root, file)
    texts, remarks = texts_of(root, grid, file, participants)
    end_notes = {record.marker: record.text for record in texts if record.kind == END_NOTE}
    notices += check_totals(totals, [participant.row for participant in participants], end_notes, file)
    declaring = {record.participant for record in texts}
    silent = [
        participant.name for participant in participants if participant.has_texts and participant.name not in declaring
    ]
    if silent:
        notices += (f"no text is read of {', '.join(silent)}, which the table marks as having one",)
    notices += tuple(
        f"{participant.place}: a letter is read in its usual sense, the header does not name it"
        for participant in participants
        if not participant.is_named
    )
    text = text_of(root)
    reference, title = _identity(root, text, file)
    acts = (record for participant in participants for _, record in participant.row.acts)
    return (
        Reading(
            reference=reference,
            title=title,
            records=(*acts, *territories_of(root, grid, file), *texts),
            as_of=_as_of(text, file),
            totals=totals,
            notices=notices + remarks,
        ),
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
    addresses = (form.get("action", "") for form in root.iter("form"))
    named = {match[1] for address in addresses for match in _IN_ADDRESS.finditer(address)}
    match = _NUMBER.match(_part(root, "rptTreaty_ctl00_tcTreaty", file))
    chapter = _CHAPTER.search(text)
    parts = [chapter[1], *filter(None, match.groups()[:2])] if match and chapter else []
    if not named and parts:
        named = {"-".join(parts)}
    if len(named) > 1:
        raise SourceFileError(file, "names several treaties", ", ".join(sorted(named)))
    return next(iter(named), ""), match[3].strip() if match else ""


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
