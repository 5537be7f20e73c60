"""The example queries of the start page: a choice from the saved queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from csekg.saved_queries import find_query

# One for each kind of question; all of them answer within a tenth of a second.
_CHOICE = (
    "gap-urged",
    "who-was-bound-on",
    "state-at-a-glance",
    "citations-by-verb",
    "paragraph-to-articles",
    "conflicting-sources",
)


@dataclass(frozen=True, slots=True)
class Example:
    """A query that a reader can run as it stands, with the values that its parameters have."""

    title: str
    question: str
    values: tuple[tuple[str, str], ...]
    query: str


@cache
def examples() -> tuple[Example, ...]:
    """Return the examples, their queries without the lines of the header."""
    return tuple(_example(name) for name in _CHOICE)


def first_example() -> Example:
    """Return the example with which the form begins."""
    return examples()[0]


def _example(name: str) -> Example:
    saved = find_query(name)
    lines = saved.text.splitlines()
    start = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    values = tuple((parameter.name, parameter.default) for parameter in saved.parameters)
    return Example(saved.title, saved.question, values, "\n".join(lines[start:]).strip())
