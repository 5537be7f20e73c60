"""Finds the messages of saved queries and of headings.txt, for `make words` (pybabel)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

#: The lines of a saved query that people read: title, question, description of a parameter.
_LINES = re.compile(r"# (?:(?:title|question): (.+)|parameter: \w+ \([^)]*\) (.+))")


def saved_query(
    file: IO[bytes], keywords: Mapping[str, object], comment_tags: Sequence[str], options: Mapping[str, object]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the messages of a query file: line, name of a function, text, and no comments.

    The parameters and results are those of an extraction method of Babel.
    """
    for number, line in enumerate(file.read().decode("utf-8").splitlines(), 1):
        if match := _LINES.fullmatch(line.rstrip()):
            yield number, "_", match[1] or match[2], []


def headings(
    file: IO[bytes], keywords: Mapping[str, object], comment_tags: Sequence[str], options: Mapping[str, object]
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield the headings of columns, one a line, as `saved_query` does messages."""
    for number, line in enumerate(file.read().decode("utf-8").splitlines(), 1):
        yield number, "pgettext", ("column", line), []
