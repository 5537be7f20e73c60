"""Writes status pages in the form of the UN Treaty Collection, for what the reader shall read."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

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
    """A status page; `below` is the markup after the table of participants."""

    rows: Sequence[Row]
    seed: int = 0
    totals: str | None = None
    head: str = "STATUS AS AT : 20-04-2024 09:15:48 EDT"
    number: str = "11 .c"
    below: str = ""
    before: str = ""
    kinds: Sequence[str] = field(default_factory=lambda: tuple(LETTERS))

    def __str__(self) -> str:
        """Return the HTML."""
        kinds = list(self.kinds)
        random.Random(self.seed).shuffle(kinds)
        names = [
            kind.capitalize().replace("-", " ") + (f"({LETTERS[kind]})" if LETTERS[kind] else "") for kind in kinds
        ]
        header = ["Participant <sup>2, 3</sup>", "Signature", ", ".join(names)]
        rows = "\n".join(
            f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
            for cells in (header, *map(self._cells, self.rows))
        )
        return f"""<!DOCTYPE html>
<html><head><title>UNTC</title><script>var Participant = "<table>";</script></head><body>
<form method="post" action="./ViewDetails.aspx?src=TREATY"><div>{self.head}</div>
<span id="{_ID}rptHead_ctl00_tcText">CHAPTER IV</span><div>HUMAN RIGHTS</div>
<span id="{_ID}rptTreaty_ctl00_tcTreaty">{self.number} A Protocol of the tests</span>
<span id="{_ID}rptTreaty_ctl00_tcText">New York, 25 May 2000 <sup>1</sup></span>
<div id="{_ID}rptStatus_ctl00_tcText">{self._totals()}</div>
{self.before}<div class="table-responsive">
<table id="{_ID}tblgrid" class="table table-striped">
{rows}
</table></div>
{self.below}
</form></body></html>
<!-- served by a test -->"""

    def _totals(self) -> str:
        if self.totals is not None:
            return self.totals
        rows = [row for row in self.rows if not row.former]
        signatories = sum(row.signed is not None for row in rows)
        parties = sum(row.consent is not None for row in rows)
        return f"Signatories : {signatories}. Parties : {parties}"

    def _cells(self, row: Row) -> list[str]:
        name = escape(row.name)
        if row.has_texts:
            name = f'<a class="noteIndex" href="#EndDec" onclick="Show()">{name}</a>'
        notes = f" <sup>{', '.join(row.notes)}</sup>" if row.notes else ""
        consent = ""
        if row.consent:
            kind, day = row.consent
            consent = f"{printed(day)} {LETTERS[kind]}".strip()
        cells = [printed(row.signed) if row.signed else "&nbsp;", consent or "&nbsp;"]
        if row.former:
            cells = [cell if cell == "&nbsp;" else f"[{cell}]" for cell in cells]
        return [name + notes, *cells]


def printed(day: date) -> str:
    """Return a day as the pages print it, with a TAB before the year."""
    return f"{day.day:2} {MONTHS[day.month - 1]}\t {day.year}"


ALBANIA = Row("Albania", date(2000, 12, 12), ("ratification", date(2008, 2, 5)))
ROWS = (
    ALBANIA,
    Row("Angola", None, ("accession", date(2005, 3, 24)), ("4",)),
    Row("Montenegro", None, ("succession", date(2006, 10, 23)), ("5", "6")),
    Row("Netherlands (Kingdom of the)", date(2000, 9, 7), ("acceptance", date(2005, 8, 23))),
    Row("United States of America", date(2000, 7, 5)),
)
#: Participants with texts below the table, and these.
DECLARING = (
    Row("Argentina", date(2002, 4, 1), ("ratification", date(2003, 9, 25)), has_texts=True),
    Row("Austria", date(2000, 9, 6), ("ratification", date(2004, 5, 6)), ("1",)),
    Row("Holy See", date(2000, 10, 10), ("ratification", date(2001, 10, 24))),
    Row("Viet Nam", date(2000, 9, 8), ("ratification", date(2001, 12, 20)), ("2",), has_texts=True),
)
BELOW = """<p class="h">Declarations and Reservations</p>
<div>(Unless otherwise indicated, the declarations and reservations were made<br>
upon ratification, accession or succession.)</div>
<p><b>Argentina</b></p><p><i>Declaration:</i></p><p>One thought.</p><p>Another <i>one</i>.</p>
<p>Reservation:</p><p>An exception.</p>
<div><b>Czechoslovakia <sup>4</sup></b></div><div>A former text.</div>
<p>Viet Nam <sup>3</sup></p><p>Reservation:</p><p>Article 5.</p>
<h4>Objections</h4>
<p>(Unless otherwise indicated, the objections were made upon ratification.)</p>
<p>Austria</p><div align="right">4 October 2002</div>
<p>With regard to the reservation made by Viet Nam upon ratification:</p><p>The Government objects.
</p><div align="right">18 November 2005</div><p>Another objection.</p>
<h4>Notifications made under article 5</h4><p>Holy See</p><p>An authority.</p>
<h4>Territorial Application</h4>
<table><tr><td>Participant</td><td>Date of receipt of the notification</td><td>Territories</td></tr>
<tr><td>Austria</td><td></td><td>A province</td></tr></table>
<h4>End Note</h4>
<p><sup>1</sup> First note.</p><p>4 lines of it follow.</p><p>2. Second note.</p>
<table><tr><td>3</td><td>Third note.</td></tr></table>
<p><sup>4</sup></p><p>Fourth note.</p><footer>Terms of use</footer>"""
