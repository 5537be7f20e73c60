"""One small file of each format, and ways to break it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from tests.csekg.sources import coe_answers, fedlex_pages, un_pages, verdragenbank_files
from tests.csekg.sources.mtdsg_files import STATEMENTS, File
from tests.csekg.sources.workbooks import workbook

_DAY, _LATER = date(2001, 9, 7), date(2010, 9, 28)
_UNTC = un_pages.Page(
    [
        un_pages.Row("Albania", _DAY, ("ratification", _LATER), notes=("2",)),
        un_pages.Row("Belgium", None, ("accession", _LATER)),
    ],
    below=un_pages.BELOW,
)
_COE = coe_answers.chart(
    [coe_answers.row("Malta", DateSignature=_DAY, DateConsentement=_LATER, DateEntreeVigueur=_LATER)]
)
_NORMLEX = """<!DOCTYPE html><html><body>
<h2>Ratifications of C182 - Worst Forms of Child Labour Convention, 1999 (No. 182)</h2>
<p>1 ratifications<br>Denounced: 0</p><table class="horizontalLine">
<tr><th>Country</th><th>Date</th><th>Status</th><th>Note</th></tr>
<tr><td><a href="x">Albania</a></td><td>02 Aug 2001</td><td>In Force</td><td></td></tr>
</table></body></html>"""
_PARTY = {
    "NaamPartij": "Albanië",
    "DatumOndertekenning": "2000-09-06",
    "TypeInstemming": "T",
    "DatumRatificatie": "2008-02-05",
    "DatumInwerkingtreding": "2008-03-05",
}
_PART = {"NaamKoninkrijksdeel": "Aruba", "DatumInwerkingtreding": "2006-10-17"}


def _fedlex(folder: Path) -> bytes:
    rows = [fedlex_pages.row("Albanien", _DAY, "B", _LATER), fedlex_pages.row("Malta *", _DAY)]
    page = fedlex_pages.scope(rows, explained={"*": "Vorbehalte"})
    return fedlex_pages.save(folder, page).read_bytes()


def _ohchr(_: Path) -> bytes:
    return workbook(
        [
            [
                ["Protocol of the tests [Last Updated: 03/10/2025 11:26:54]"],
                ["Country", "Date of Signature (dd/mm/yyyy)", "Date of Ratification/Accession"],
                ["Malta", _DAY, _LATER],
                ["Bhutan"],
                [None],
                ["Definitions and metadata: none"],
                ["Source: a database"],
            ]
        ]
    )


#: The format, the name of the file, and what writes it; a format may have several.
SAMPLES: tuple[tuple[str, str, Callable[[Path], bytes]], ...] = (
    ("mtdsg", "a.xml", lambda _: File(parts=STATEMENTS).content()),
    ("verdragenbank", "b.xml", lambda _: verdragenbank_files.treaty([_PARTY], [_PART])),
    ("coe", "d.json", lambda _: json.dumps(_COE, ensure_ascii=False).encode()),
    ("untc", "e.html", lambda _: str(_UNTC).encode()),
    ("fedlex", "f.html", _fedlex),
    ("normlex", "g.html", lambda _: _NORMLEX.encode()),
    ("ohchr", "h.xls", _ohchr),
    ("csv", "i.csv", lambda _: b"participant,kind,date\nMalta,signature,2001-09-07\n"),
)

_PIECES = (
    b"<",
    b">",
    b"&",
    b"&amp;",
    b"]]>",
    b"<!--",
    b"</",
    b"\x00",
    b"\x1b",
    b"\xff",
    b"\r\n",
    b'"',
    b"'",
    b",",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"-1",
    b"99999999999999999999",
    b"31 Feb 2000",
    b"1 Jan 1990 z",
    b"0000-00-00",
    b"<Row>",
    b"<tr><td>",
    b"</table>",
    b"<a><a><a>",
    b"null",
    b"&#0;",
    b"&#xD800;",
    b"&x;",
    "\u202e\u0660".encode(),
    b"\xef\xbb\xbf",
    b" " * 1000,
)


def mutated(content: bytes, seed: int) -> bytes:
    """Return the content with one to four small changes, the same for the same seed."""
    chance = random.Random(seed)
    changes: Mapping[str, Callable[[bytes, int, int], bytes]] = {
        "cut": lambda text, start, _: text[:start],
        "drop": lambda text, start, end: text[:start] + text[end:],
        "double": lambda text, start, end: text[:end] + text[start:],
        "insert": lambda text, start, _: text[:start] + chance.choice(_PIECES) + text[start:],
        "replace": lambda text, start, end: text[:start] + chance.choice(_PIECES) + text[end:],
        "flip": lambda text, start, _: (
            text[:start] + bytes([text[start] ^ (1 << chance.randrange(8))]) + text[start + 1 :]
        ),
        "letter": lambda text, start, _: text[:start] + bytes([chance.randrange(32, 127)]) + text[start + 1 :],
        "move": lambda text, start, end: text[:start] + text[end:] + text[start:end],
    }
    for _ in range(chance.randint(1, 4)):
        if not content:
            break
        start = chance.randrange(len(content))
        end = min(len(content), start + chance.choice((1, 2, 5, 20, 100, 1000)))
        content = changes[chance.choice(list(changes))](content, start, end)
    return content
