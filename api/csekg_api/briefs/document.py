"""A document of headings, paragraphs, lists and tables, whatever file it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from string import Formatter
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from csekg.answers.common.base import Words
from csekg.languages.forms import list_comma
from csekg.languages.texts import joined, pieces, untranslated


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Run(_Part):
    """A piece of text; `path` leads to a page of the service, or is an address elsewhere, '' for no link.

    An `english` one stands in English in a document of another language, where nobody has
    translated it.
    """

    text: Words
    path: str = ""
    strong: bool = False
    english: bool = False
    #: A part and its whole, drawn as a bar before the text.
    share: tuple[int, int] | None = None


#: A text of several pieces.
Line: TypeAlias = tuple[Run, ...]


class Heading(_Part):
    """A heading; that of the document itself is its title, and has no block."""

    kind: Literal["heading"] = "heading"
    text: Words
    level: Literal[1, 2]
    anchor: str
    new_page: bool = False


class Paragraph(_Part):
    """A paragraph; a small one is a note or a list of sources."""

    kind: Literal["paragraph"] = "paragraph"
    line: Line
    small: bool = False


class Items(_Part):
    """A list, with numbers or without."""

    kind: Literal["items"] = "items"
    lines: tuple[Line, ...]
    ordered: bool = False


class Table(_Part):
    """A table with a heading in each column; `shares` are the widths, as parts of the whole."""

    kind: Literal["table"] = "table"
    name: Words
    headings: tuple[Words, ...]
    rows: tuple[tuple[Line, ...], ...]
    shares: tuple[int, ...]


Block: TypeAlias = Annotated[Heading | Paragraph | Items | Table, Field(discriminator="kind")]


class Document(_Part):
    """A document; `base` is the address before every path, empty for no links, `day` that of the release.

    `pages` is how many it has in print where a smaller text can keep it to them, 0 for any number.
    `language` is the code of its language, `direction` that in which this is written: ltr or rtl.
    """

    title: Words
    subtitle: Words
    publisher: Words
    footer: Words
    base: str
    day: date | None
    language: str
    direction: Literal["ltr", "rtl"]
    pages: int = 0
    blocks: tuple[Block, ...]


def heading(text: str, anchor: str) -> Heading:
    """Return the heading of a section; `anchor` is its address on the page."""
    return Heading(text=text, level=1, anchor=anchor)


def plain(text: str, *, small: bool = False) -> Paragraph:
    """Return a paragraph of one piece of text."""
    return Paragraph(line=(Run(text=text),), small=small)


def said(text: str, **values: Run | Line | str) -> Line:
    """Return a text in pieces, with what stands for each name in braces."""
    runs: list[Run] = []
    for piece, english in pieces(text):
        for before, name, _spec, _conversion in Formatter().parse(piece):
            if before:
                runs.append(Run(text=untranslated(before) if english else before))
            if name:
                value = values[name]
                runs += [Run(text=value)] if isinstance(value, str) else [value] if isinstance(value, Run) else value
    return tuple(runs)


def listed(names: Iterable[str]) -> str:
    """Return names with commas between."""
    return joined(list_comma(), names)


def with_commas(runs: Iterable[Run], between: str = "") -> Line:
    """Return runs with commas, or other marks, between."""
    line: list[Run] = []
    for run in runs:
        line += [Run(text=between or list_comma()), run] if line else [run]
    return tuple(line)


def with_english_apart(document: Document) -> Document:
    """Return a document whose runs are wholly English or not at all, and have no marks.

    Both forms of a file then say which is which: a reader's voice needs the language, and Arabic
    lines the direction of what stands within them.
    """
    blocks = tuple(map(_block_apart, document.blocks))
    return document.model_copy(update={"blocks": blocks})


def _block_apart(block: Block) -> Block:
    match block:
        case Paragraph():
            return block.model_copy(update={"line": _line_apart(block.line)})
        case Items():
            return block.model_copy(update={"lines": tuple(map(_line_apart, block.lines))})
        case Table():
            rows = tuple(tuple(map(_line_apart, row)) for row in block.rows)
            return block.model_copy(update={"rows": rows})
    return block


def _line_apart(line: Line) -> Line:
    return tuple(
        run.model_copy(update={"text": text, "english": english}) for run in line for text, english in pieces(run.text)
    )
