"""Writes status pages in the form of the UN Treaty Collection, and opens the four real ones.

The real pages are those of IV-11, IV-11-b, -c and -d of 3 February 2026, without scripts and with
the bodies of the texts shortened; names, days, headings, marks and markup are as the site gave them.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

_PAGES = Path(__file__).parent / "untc_pages"
#: The real pages by the key of their treaty.
REAL = {"crc": "crc", "opac": "crc_op_ac", "opic": "crc_op_ic", "opsc": "crc_op_sc"}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LETTERS = {
    "ratification": "",
    "acceptance": "A",
    "approval": "AA",
    "accession": "a",
    "succession": "d",
    "formal-confirmation": "c",
}
_ID = "ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_"


def real(treaty: str) -> bytes:
    """Return the content of a real page."""
    return gzip.decompress((_PAGES / f"{REAL[treaty]}.html.gz").read_bytes())


def save_real(folder: Path, *treaties: str) -> Path:
    """Write real pages, by default all four, into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for treaty in treaties or REAL:
        (folder / f"{treaty}.html").write_bytes(real(treaty))
    return folder


@dataclass
class Row:
    """What a page says about a participant."""

    name: str
    signed: date | None = None
    consent: tuple[str, date] | None = None
    notes: tuple[str, ...] = ()
    former: bool = False
    has_texts: bool = False


@dataclass
class Page:
    """A status page with participants; `seed` orders the acts in the header of their column."""

    rows: Sequence[Row]
    seed: int = 0

    def __str__(self) -> str:
        """Return the HTML."""
        kinds = list(LETTERS)
        random.Random(self.seed).shuffle(kinds)
        names = [
            kind.capitalize().replace("-", " ") + (f"({LETTERS[kind]})" if LETTERS[kind] else "") for kind in kinds
        ]
        header = ["Participant <sup>2, 3</sup>", "Signature", ", ".join(names)]
        cells = (header, *map(self._cells, self.rows))
        rows = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
        followed = [row for row in self.rows if not row.former]
        signatories = sum(row.signed is not None for row in followed)
        parties = sum(row.consent is not None for row in followed)
        return f"""<!DOCTYPE html>
<html><head><title>UNTC</title><script>var Participant = "<table>";</script></head><body>
<form method="post" action="./ViewDetails.aspx?src=TREATY"><div>STATUS AS AT : 20-04-2024 09:15:48 EDT</div>
<span id="{_ID}rptHead_ctl00_tcText">CHAPTER IV</span><div>HUMAN RIGHTS</div>
<span id="{_ID}rptTreaty_ctl00_tcTreaty">11 .c A Protocol of the tests</span>
<span id="{_ID}rptTreaty_ctl00_tcText">New York, 25 May 2000 <sup>1</sup></span>
<div id="{_ID}rptStatus_ctl00_tcText">Signatories : {signatories}. Parties : {parties}</div>
<table class="layout"><tr><td id="participants">
<table id="{_ID}tblgrid" class="table table-striped">
{rows}
</table></td></tr></table>
</form><div>ABOUT</div></body></html>
<!-- served by a test -->"""

    def _cells(self, row: Row) -> list[str]:
        name = escape(row.name)
        if row.has_texts:
            name = f'<a class="noteIndex" href="#EndDec" onclick="Show()">{name}</a>'
        notes = f" <SUP>{', '.join(_link(note) for note in row.notes)} </SUP>" if row.notes else ""
        consent = ""
        if row.consent:
            kind, day = row.consent
            consent = f"{printed(day)} {LETTERS[kind]}".strip()
        cells = [printed(row.signed) if row.signed else "&nbsp;", consent or "&nbsp;"]
        if row.former:
            cells = [cell if cell == "&nbsp;" else f"[{cell}]" for cell in cells]
        return [name + notes, *cells]


def _link(note: str) -> str:
    return f"<A onclick='ShowNoteAll()' href='#{note}' class='noteIndex'>{note}</A>"


def printed(day: date) -> str:
    """Return a day as the pages print it, with a TAB before the year."""
    return f"{day.day:2} {MONTHS[day.month - 1]}\t {day.year}"
