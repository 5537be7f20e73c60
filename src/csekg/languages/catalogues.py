"""The catalogues as files: how much of each is translated, and what is wrong in them.

For `make words` this finds the messages of saved queries and of headings.txt, too (pybabel).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import IO

from polib import POEntry, POFile, pofile

#: The packages that have messages. The second one may not be installed.
PACKAGES = ("csekg", "csekg_api")
#: What stands in a message for a value: `{day}`, or `%(day)s` in a template.
_PLACE = re.compile(r"\{\w*\}|%\(\w+\)s")
_PLURALS = re.compile(r"nplurals=(\d+)")
#: The lines of a saved query that people read: title, question, description of a parameter.
_LINES = re.compile(r"# (?:(?:title|question): (.+)|parameter: \w+ \([^)]*\) (.+))")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the messages of a package a catalogue translates; `fuzzy` ones do not count."""

    translated: int
    messages: int


def read_catalogue(package: str, language: str) -> POFile | None:
    """Return the catalogue of a package in a language, None where there is none.

    Raises ModuleNotFoundError where the package is not installed, and OSError for a file that is no
    catalogue.
    """
    file = files(package).joinpath("locale", language, "LC_MESSAGES", f"{package}.po")
    if not file.is_file():
        return None
    return pofile(file.read_text(encoding="utf-8"))


def coverage(catalogue: POFile) -> Coverage:
    """Return how many messages of a catalogue have a translation in every form."""
    return Coverage(len(catalogue.translated_entries()), len(catalogue))


def errors(catalogue: POFile) -> Iterator[str]:
    """Yield what is wrong in a catalogue, each with the English message.

    That is a translation with other places for values than the message, or with too few plural
    forms. A `fuzzy` one is of an earlier message: English stands in until somebody reviews it.
    """
    plurals = _PLURALS.search(catalogue.metadata["Plural-Forms"])
    assert plurals, "gettext has read this header"
    number = int(plurals[1])
    for message in catalogue:
        forms = _translations(message)
        if message.fuzzy or not any(forms):
            continue
        if message.msgid_plural and (len(forms) < number or not all(forms)):
            yield f"{message.msgid!r} lacks a plural form: there are {number}"
        for form in filter(None, forms):
            if not _same_places(message, form):
                yield f"{message.msgid!r} has other places for values in {form!r}"


def _same_places(message: POEntry, form: str) -> bool:
    """Return whether a translation has the places of its message.

    A plural form may do without the number: "one State", "no State".
    """
    english = filter(None, (message.msgid, message.msgid_plural))
    wanted = [set(_PLACE.findall(text)) for text in english]
    places = set(_PLACE.findall(form))
    most = set().union(*wanted)
    least = most - {"{number}", "%(number)s", "%(count)s"} if message.msgid_plural else most
    return least <= places <= most or places in wanted


def _translations(message: POEntry) -> list[str]:
    return [*message.msgstr_plural.values()] if message.msgid_plural else [message.msgstr]


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
