"""Writes status pages in the form of the UN Treaty Collection, and opens the four real ones.

The real pages are those of IV-11, IV-11-b, -c and -d of 3 February 2026, without scripts and with
the bodies of the texts shortened; names, days, headings, marks and markup are as the site gave them.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
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
{self.before}<table class="layout"><tr><td id="participants">
<table id="{_ID}tblgrid" class="table table-striped">
{rows}
</table></td></tr></table>
{self.below}
</form><div>ABOUT</div></body></html>
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


def section(table: str, rows: Sequence[tuple[str, str]], title: str = "", rule: str = "") -> str:
    """Return a section such as `dgDec`: each row has a name, with marks after a `|`, and the markup of its text."""
    heading, ruling = {
        "dgDec": ("divMainDecTilte", "divDecTilte"),
        "dgObj": ("divMainObjTitle", "divObjTitle"),
        "dgDecUnderArticle": ("divMainDecArt", "divDecArt"),
        "dgNotifications": ("div1", "div2"),
    }[table]
    text = "NotificationText" if table == "dgNotifications" else "Text"
    cells = []
    for number, (printed_name, markup) in enumerate(rows, 2):
        name, _, marks = printed_name.partition("|")
        links = f" <SUP>{', '.join(_link(mark) for mark in marks.split(','))} </SUP>" if marks else ""
        raised = f"<superscript>{marks}</superscript>" if marks else ""
        row = f"{_ID}{table}_ctl{number:02}"
        cells.append(
            f'<tr><td><div id="{row}_divMainText"></div>'
            f'<div id="{row}_divParticipant" class="heading-two">{name}{links}</div>\n'
            f'<div id="{row}_div{text}" class="content-two"><p class=\'invisible\'>{name}{raised}</p>{markup}</div>'
            "</td></tr>"
        )
    return (
        f'<div id="{_ID}{heading}" class="bold"><div align=center>{title}</div></div>'
        f'<div id="{_ID}{ruling}"><div>{rule}</div></div><table id="{_ID}{table}">' + "\n".join(cells) + "</table>"
    )


def heading(text: str) -> str:
    """Return a heading as the pages print it, with tags that close nothing."""
    return f"<p align=left><i>{text}<br></n></i></p>"


def body(text: str) -> str:
    """Return a paragraph as the pages print it."""
    return f"{'&nbsp;' * 7}{text}<br></n></i></p>"


def day(text: str) -> str:
    """Return a day as the pages print it between statements."""
    return f"<p align=right>{text}</p></n>"


def end_notes(*notes: str) -> str:
    """Return the notes at the end, numbered from 1."""
    rows = (
        f"<tr><td><div id=\"{_ID}dgNotesAll_ctl{at + 1:02}_divNotesAll\"><a name='{at}'>{at}</a><index></index>"
        f"{note}<br><br></div></td></tr>"
        for at, note in enumerate(notes, 1)
    )
    return f'<div id="{_ID}divAllNotes">End Note</div><table id="{_ID}dgNotesAll">{"".join(rows)}</table>'


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
    Row("Holy See", date(2000, 10, 10), ("ratification", date(2001, 10, 24)), ("1",)),
    Row("Qatar", None, ("accession", date(2001, 12, 14)), has_texts=True),
    Row("Viet Nam", date(2000, 9, 8), ("ratification", date(2001, 12, 20)), has_texts=True),
)
DECLARATIONS = section(
    "dgDec",
    [
        (
            "Argentina",
            heading("Upon signature:") + heading("Declaration:") + body("One thought.") + body("Another <i>one</i>."),
        ),
        ("Qatar|2,3", "<br>"),
        (
            "Viet Nam|4",
            heading("Reservation made upon signature and confirmed upon ratification:")
            + body("Article 5.")
            + "&nbsp;<i>Understandings:</i><br></n></i></p>"
            + body("It is understood.")
            + day("12 Setpember 2015")
            + heading("Interpretative declaration")
            + body("On article 7.")
            + heading("Declaration of 3 May 2016:")
            + body("On article 8.")
            + heading("Reservation concerning article 9:")
            + body("On article 9."),
        ),
    ],
    "Declarations and Reservations",
    "(Unless otherwise indicated, the declarations and reservations were made<br>upon ratification or accession.)",
)
OBJECTIONS = section(
    "dgObj",
    [
        (
            "Austria",
            day("4 Octobre 2002")
            + heading("With regard to the reservation made by teh Viet Nam upon ratification:")
            + body("The Government objects.")
            + heading("Subsequently, the Secretary-General received objections of the same nature as the one above:")
            + body("- 20 September 2003: with regard to the reservations made by Qatar and Argentina upon accession;")
            + "<p class='boldText'></p>"
            + day("18 November 2005*")
            + heading("With regard to the interpretative declaration made by Qatar upon accession:")
            + body("Another objection.")
            + body("* A remark."),
        ),
        ("Holy See", heading("With regard to the reservation made by Oman upon accession:") + body("It objects.")),
    ],
    "Objections",
    "(Unless otherwise indicated, the objections were made upon ratification.)",
)
TERRITORIES = f"""<table id="{_ID}tblDec" class="table"><tr class="thead-one"><td>Participant<br></td>
<td>Date of receipt of the notification<br></td><td>Territories<br></td></tr>
<tr><td>New Zealand <SUP>7</SUP></td><td>4 Mar 2022</td><td>Tokelau</td></tr>
<tr><td>&nbsp;</td><td></td><td>Elsewhere</td></tr></table>"""
BELOW = (
    DECLARATIONS
    + OBJECTIONS
    + section(
        "dgDecUnderArticle",
        [("Austria", day("10 May 2010") + body("We recognize the competence."))],
        "Declarations recognizing the competence of the Committee under article 12",
    )
    + section(
        "dgNotifications",
        [("Holy See", day("1 June 2011") + body("An authority.") + day("2 June 2012") + body("Another."))],
        "Notifications",
    )
    + TERRITORIES
    + end_notes(
        "For the Kingdom in Europe. On 17 October 2006: extension to nowhere.",
        "With regard to the reservation made by Qatar upon accession, the Secretary-General received the following:"
        "<br><i>Ireland (6 January 2003): </i><br>It objects.<br>At length.",
        " On 18 June 2008, the State of Qatar informed the Secretary-General that it had decided to withdraw the "
        "following reservation:<br>5 reservations.",
        "On 26 March 2009, the Government of Vietnam informed the Secretary-General of its decision to partially "
        "withdraw its reservation.",
    )
)
