"""The articles of the treaties and their parts (`data/treaties/<key>/articles.csv`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies
from csekg.namespaces import provision_path

_COLUMNS = "provision,article,heading,kind,duty,summary,topics,source,verification"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """An article of a treaty, a part of one, or the preamble.

    `summary`, `kind` and `duty` are the editors' reading. All three are empty for a part that is
    listed only because a clause or a declaration names it. `source` is the source in which number
    and content were read, `verification` how far they were checked against it.
    """

    treaty: str
    printed: str
    heading: str
    kind: str
    duty: str
    summary: str
    topics: tuple[str, ...]
    source: str
    verification: str


def parent_of(printed: str) -> str:
    """Return the provision that contains `printed`: `24(2)` for `24(2)(f)`, empty for `24`."""
    return printed.rpartition("(")[0]


def printed_order(printed: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts provisions in the order of the text.

    The preamble comes first, a whole before its parts, 10 after 2. A mark that follows a letter is
    a Roman numeral: 40(2)(b)(v) is the fifth, but 53(3)(i) comes after 53(3)(h).
    """
    if printed == "preamble":
        return ()
    key: list[tuple[int, int, str]] = []
    for mark in re.findall(r"\w+", printed):
        if mark.isdecimal():
            key.append((0, int(mark), ""))
        elif key[-1][2] and mark in _ROMAN:
            key.append((0, _ROMAN.index(mark) + 1, mark))
        else:
            key.append((1, len(mark), mark))
    return tuple(key)


def read_provisions(
    data: Path, treaties: Collection[str], sources: Mapping[str, Source], vocabularies: Vocabularies
) -> dict[str, dict[str, Provision]]:
    """Return the provisions of every treaty that has articles, by treaty and printed form.

    Raises DataError for a provision that is malformed, listed twice or under another article, and
    for an unknown kind, duty, topic, source or verification.
    """
    files = {treaty: data / "treaties" / treaty / "articles.csv" for treaty in sorted(treaties)}
    return {
        treaty: _read_treaty(file, treaty, sources, vocabularies) for treaty, file in files.items() if file.exists()
    }


def _read_treaty(
    file: Path, treaty: str, sources: Mapping[str, Source], vocabularies: Vocabularies
) -> dict[str, Provision]:
    provisions: dict[str, Provision] = {}
    for row in read_csv(file, _COLUMNS):
        printed = _read_printed(row)
        if printed in provisions:
            raise row.fail("provision listed twice", printed)
        if row["heading"] and parent_of(printed):
            raise row.fail("the heading belongs to the whole article", row["heading"])
        kind = row.optional("kind", vocabularies["provision-kind"], "kind of provision")
        duty = row.optional("duty", vocabularies["duty"], "duty")
        if not bool(kind) == bool(duty) == bool(row["summary"]):
            raise row.fail("kind, duty and summary go together", printed)
        provisions[printed] = Provision(
            treaty=treaty,
            printed=printed,
            heading=row["heading"],
            kind=kind,
            duty=duty,
            summary=row["summary"],
            topics=row.each_of("topics", vocabularies["topic"], "topic"),
            source=row.one_of("source", sources, "source"),
            verification=row.one_of("verification", vocabularies["verification"], "verification"),
        )
    return provisions


def _read_printed(row: Row) -> str:
    printed = row.required("provision")
    try:
        provision_path(printed)
    except ValueError as error:
        raise row.fail("column provision is no provision", printed, f"{error}.") from None
    article = printed.partition("(")[0]
    if row["article"] != article:
        raise row.fail(f"{printed} is part of another article", row["article"], f"Write {article}.")
    return printed
