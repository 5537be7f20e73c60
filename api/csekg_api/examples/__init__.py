"""The example queries of the start page: files beside this one, with the header of saved queries.

They take no parameters, so that each is a plain link that anyone can follow, copy and change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from csekg.saved_queries import parse_query


@dataclass(frozen=True, slots=True)
class Example:
    """A query that a reader can run as it stands."""

    title: str
    question: str
    query: str


@cache
def examples() -> tuple[Example, ...]:
    """Return the examples in the order of their file names, without their header lines."""
    return tuple(_read(file) for file in sorted(Path(__file__).parent.glob("*.rq")))


def first_example() -> Example:
    """Return the example with which the form begins."""
    return examples()[0]


def _read(file: Path) -> Example:
    saved = parse_query(file)
    lines = saved.text.splitlines()
    query = "\n".join(line for line in lines if not line.startswith("# ")).strip()
    return Example(saved.title, saved.question, query)
