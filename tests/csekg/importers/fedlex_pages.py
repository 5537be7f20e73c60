"""Writes pages of the Swiss compilation: the sections below a treaty's text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import get_month_names


@dataclass(frozen=True)
class Words:
    """What the compilation prints in one language."""

    heading: str
    header: tuple[str, str, str]
    months: tuple[str, ...]
    first: str
    point: str


def months(language: str) -> tuple[str, ...]:
    """The names of the months, January first."""
    return tuple(get_month_names("wide", locale=language).values())


GERMAN = Words(
    "Geltungsbereich am {}",
    ("Vertragsstaaten", "Ratifikation<br>Beitritt (B)<br>Nachfolge- erklärung (N)", "Inkrafttreten"),
    months("de"),
    "1.",
    ".",
)
FRENCH = Words(
    "Champ d\u2019application le {}",
    ("États parties", "Ratification<br>Adhésion (A)<br>Déclaration de succession (S)", "Entrée en vigueur"),
    months("fr"),
    "1<sup>er</sup>",
    "",
)
ITALIAN = Words(
    "Campo d\u2019applicazione il {}",
    ("Stati partecipanti", "Ratifica<br>Adesione (A)<br>Dichiarazione di <br>successione (S)", "Entrata in vigore"),
    months("it"),
    "1\u00b0",
    "",
)


def header(words: Words) -> str:
    """The rows of headers, with the empty ones that the compilation puts around them."""
    empty = "<tr>" + '<th><p class="tababstandnach "></p></th>' * 5 + "</tr>\n"
    parties, consent, in_force = words.header
    cells = (parties, consent, "", in_force, "")
    return empty + "<tr>" + "".join(f"<th><p>{each}</p></th>" for each in cells) + "</tr>\n" + empty


def row(name: str, day: date | None, letter: str, in_force: date | None, words: Words) -> str:
    """A row; the name is markup and may have signs."""
    contents = (name, *spelled(day, words, letter), *spelled(in_force, words))
    return "<tr>\n" + "".join(f'<td>\n\t<p class="k">{each}</p>\n</td>' for each in contents) + "</tr>\n"


def spelled(day: date | None, words: Words, letter: str = "") -> tuple[str, str]:
    """The two cells of a day: `  5. Februar` and `2008 B`."""
    if day is None:
        return "", ""
    number = words.first if day.day == 1 else f"{day.day}{words.point}"
    padding = "\u00a0\u00a0" if day.day < 10 else ""
    return f"{padding}{number} {words.months[day.month - 1]}", f"{day.year} {letter}".strip()


def notes(explained: Mapping[str, str]) -> str:
    """The cell below the rows, with a note for each sign."""
    items = ""
    for sign, words in explained.items():
        term = f"<sup>{sign}</sup><sup> </sup>" if sign.isalnum() else sign
        items += f"<dt>{term} </dt><dd>{words}</dd>\n"
    return f'<tr><td colspan="5"><dl>{items}</dl></td></tr>\n'


def scope(rows: Iterable[str], as_of: date, words: Words, explained: Mapping[str, str]) -> str:
    """A section with a table."""
    heading = words.heading.format(" ".join(spelled(as_of, words)).strip())
    return (
        f'<section id="scope_u1"><h1 class="heading"><span></span><a href="#s">{heading}</a>'
        '<span><sup><a href="#fn-1">7</a></sup></span></h1>\n'
        '<div class="footnotes"><p id="fn-1"><sup><a href="#b">7</a></sup> AS 2017 3531</p></div>\n'
        '<div class="collapseable"><p></p><div class="table"><table border="1">\n'
        f"{header(words)}{''.join(rows)}{notes(explained)}</table></div></div></section>\n"
    )
