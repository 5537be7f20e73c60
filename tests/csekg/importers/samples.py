"""One small file of each format, and ways to break it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from tests.csekg.importers import fedlex_pages, un_pages, verdragenbank_files
from tests.csekg.importers.mtdsg_files import STATEMENTS, File

_DAY, _LATER = date(2001, 9, 7), date(2010, 9, 28)
_UNTC = un_pages.Page(
    [
        un_pages.Row("Albania", _DAY, ("ratification", _LATER), notes=("2",)),
        un_pages.Row("Belgium", None, ("accession", _LATER)),
    ],
    below=un_pages.BELOW,
)
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


#: The format, the name of the file, and what writes it; a format may have several.
SAMPLES: tuple[tuple[str, str, Callable[[Path], bytes]], ...] = (
    ("mtdsg", "a.xml", lambda _: File(parts=STATEMENTS).content()),
    ("verdragenbank", "b.xml", lambda _: verdragenbank_files.treaty([_PARTY], [_PART])),
    ("untc", "e.html", lambda _: str(_UNTC).encode()),
    ("fedlex", "f.html", _fedlex),
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
