"""The paragraphs and footnotes of the resolution (`data/resolution/`)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.tables import read_csv
from csekg.facts.vocabularies import Vocabularies


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A preambular paragraph, an operative paragraph or a lettered sub-paragraph.

    `path` is `pp/8`, `op/4` or `op/4/a`; `summary` and `topics` are the editors' reading.
    """

    path: str
    order: int
    part_of: str
    verbs: tuple[str, ...]
    addressees: tuple[str, ...]
    summary: str
    topics: tuple[str, ...]

    @property
    def verb_scheme(self) -> str:
        """The vocabulary that its verbs belong to."""
        return _verb_scheme(self.path)

    @property
    def number(self) -> str:
        """The number as it is cited: `8` or `4(a)`."""
        _, number, *letters = self.path.split("/")
        return number + "".join(f"({letter})" for letter in letters)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, the documents it refers to, and the earlier footnotes that it repeats.

    `resolves_to` is the footnote that an "Ibid." points to, `repeats` one that says the same.
    """

    number: str
    refers_to: tuple[str, ...]
    reference: str
    resolves_to: str
    repeats: str


def read_paragraphs(file: Path, vocabularies: Vocabularies) -> dict[str, Paragraph]:
    """Return the paragraphs by path, in printed order.

    Raises DataError for a gap in the order, for a sub-paragraph that comes before its paragraph,
    and for an unknown verb, addressee or topic.
    """
    columns = ("path", "order", "part_of", "verbs", "addressees", "summary", "topics")
    paragraphs: dict[str, Paragraph] = {}
    for row in read_csv(file, columns):
        path = row.required("path")
        if path in paragraphs or not re.fullmatch(r"pp/\d+|op/\d+(/[a-z])?", path):
            raise row.fail("column path is taken or no path", path, "Write pp/8, op/4 or op/4/a.")
        parent = path.rpartition("/")[0] if path.count("/") == 2 else ""
        if row["part_of"] != parent or (parent and parent not in paragraphs):
            raise row.fail(f"{path} is part of another paragraph", row["part_of"],
                           f"Write {parent!r} and place it after that paragraph.")  # fmt: skip
        row.required("verbs")
        row.required("addressees")
        paragraphs[path] = Paragraph(
            path,
            row.counted("order", len(paragraphs) + 1),
            parent,
            row.each_of("verbs", vocabularies[_verb_scheme(path)], "verb"),
            row.each_of("addressees", vocabularies["addressee"], "addressee"),
            row.required("summary"),
            row.each_of("topics", vocabularies["topic"], "topic"),
        )
    return paragraphs


def _verb_scheme(path: str) -> str:
    return "citation-verb" if path.startswith("pp/") else "operative-verb"


def read_footnotes(file: Path, targets: Collection[str]) -> dict[str, Footnote]:
    """Return the footnotes by number; `targets` are the keys that a footnote may refer to.

    Raises DataError for a gap in the numbers, for an unknown target, and for a footnote that
    repeats one that does not come before it.
    """
    columns = ("number", "refers_to", "reference", "resolves_to", "repeats")
    footnotes: dict[str, Footnote] = {}
    for row in read_csv(file, columns):
        number = row.required("number")
        if footnotes:
            row.counted("number", int(next(reversed(footnotes))) + 1)
        row.required("refers_to")
        footnotes[number] = Footnote(
            number,
            row.each_of("refers_to", targets, "document"),
            row.required("reference"),
            row.optional("resolves_to", footnotes, "earlier footnote"),
            row.optional("repeats", footnotes, "earlier footnote"),
        )
    return footnotes
