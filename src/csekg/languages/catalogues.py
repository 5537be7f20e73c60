"""The catalogues as files: how much of each is translated, and what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

#: The packages that have messages. The second one may not be installed.
PACKAGES = ("csekg", "csekg_api")
#: What stands in a message for a value: `{day}`, or `%(day)s` in a template.
_PLACE = re.compile(r"\{\w*\}|%\(\w+\)s")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the messages of a package a catalogue translates; `fuzzy` ones do not count."""

    translated: int
    messages: int


def read_catalogue(package: str, language: str) -> Catalog | None:
    """Return the catalogue of a package in a language, None where there is none.

    Raises ModuleNotFoundError where the package is not installed, and babel's PoFileError for a
    file that is no catalogue.
    """
    file = files(package).joinpath("locale", language, "LC_MESSAGES", f"{package}.po")
    if not file.is_file():
        return None
    with file.open("rb") as content:
        return read_po(content, locale=language, domain=package, abort_invalid=True)


def coverage(catalogue: Catalog) -> Coverage:
    """Return how many messages of a catalogue have a translation in every form."""
    messages = [each for each in catalogue if each.id]
    return Coverage(sum(map(_is_translated, messages)), len(messages))


def errors(catalogue: Catalog) -> Iterator[str]:
    """Yield what is wrong in a catalogue, each with the English message.

    That is a translation with other places for values than the message, or with too few plural
    forms. A `fuzzy` one is of an earlier message: English stands in until somebody reviews it.
    """
    for message in catalogue:
        if not message.id or message.fuzzy or not any(_forms(message.string)):
            continue
        if message.pluralizable and not _is_translated(message):
            yield f"{_english(message)!r} lacks a plural form: there are {catalogue.num_plurals}"
        for form in filter(None, _forms(message.string)):
            if not _same_places(message, form):
                yield f"{_english(message)!r} has other places for values in {form!r}"


def _same_places(message: Message, form: str) -> bool:
    """Return whether a translation has the places of its message.

    A plural form may do without the number: "one State", "no State".
    """
    wanted = [set(_PLACE.findall(english)) for english in _forms(message.id)]
    given = set(_PLACE.findall(form))
    most = set().union(*wanted)
    least = most - {"{number}", "%(number)s", "%(count)s"} if message.pluralizable else most
    return least <= given <= most or given in wanted


def _is_translated(message: Message) -> bool:
    return not message.fuzzy and all(_forms(message.string))


def _forms(texts: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [texts or ""] if isinstance(texts, str | None) else list(texts)


def _english(message: Message) -> str:
    return _forms(message.id)[0]
