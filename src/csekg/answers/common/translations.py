"""The English texts of a dataset as texts of every language: as it states them, or composed anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pyoxigraph as ox

from csekg.answers.common.composed import composed_texts
from csekg.answers.common.remembering import remembered_reader
from csekg.answers.common.stated import Translations, reader_of_terms, stated_texts
from csekg.languages.current import ENGLISH, current
from csekg.languages.texts import is_english
from csekg.sparql.store import QueryEngine, Term

Rows: TypeAlias = "list[dict[str, Term | None]]"


@remembered_reader
def translations(store: QueryEngine) -> Translations:
    """Return what the texts of a store are in other languages."""
    return Translations([stated_texts(store).find, *composed_texts(store)])


def said(store: QueryEngine, english: str) -> str:
    """Return an English text of a store in the current language."""
    return english if current() == ENGLISH else translations(store)(english)


def in_language(store: QueryEngine, rows: Rows) -> Rows:
    """Return rows with their English texts in the current language, for who reads them at once."""
    if current() == ENGLISH:
        return rows
    words = translations(store)

    def translated(term: Term | None) -> Term | None:
        if isinstance(term, ox.Literal) and term.language == ENGLISH:
            text = words(term.value)
            return ox.Literal(text, language=ENGLISH if is_english(text) else current())
        return term

    return [{name: translated(term) for name, term in row.items()} for row in rows]


def values(store: QueryEngine, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a SELECT query as text, '' where a variable is unbound.

    What the data say in English is a text of every language.
    """
    read = text_reader(store)
    return [tuple(map(read, row.values())) for row in store.select(query)]


def text_reader(store: QueryEngine) -> Callable[[Term | None], str]:
    """Return what reads a term as text: a text of every language where it is English, '' for None.

    It raises EndpointError for a triple.
    """
    return reader_of_terms(translations(store))
