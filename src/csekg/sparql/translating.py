"""Gives English texts of a dataset in the current language, where the dataset has them."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TypeAlias

import pyoxigraph as ox

from csekg.languages.current import ENGLISH, current
from csekg.languages.marks import marked
from csekg.languages.sentences import translated_sentence
from csekg.sparql.parameters import Term
from csekg.sparql.store import QueryEngine

Rows: TypeAlias = "list[dict[str, Term | None]]"

# What one property says of one thing in both languages. Where an English text has several
# translations, the first one stands for all of them, so that an answer depends on the data alone.
_TEXTS = """
SELECT ?english (MIN(STR(?other)) AS ?translation) WHERE {
  ?thing ?property ?other . FILTER(LANG(?other) = "%s")
  ?thing ?property ?english . FILTER(LANG(?english) = "en")
} GROUP BY ?english
"""


def in_language(store: QueryEngine, rows: Rows) -> Rows:
    """Return rows of a store with their English texts in the current language.

    A text that the dataset has in English alone is marked (`csekg.languages.marks`). Queries stay
    as they are: they match, filter and sort by the English texts.
    """
    language = current()
    if language == ENGLISH or not rows:
        return rows
    texts = _texts(store, language)

    def translated(term: Term | None) -> Term | None:
        if not isinstance(term, ox.Literal) or term.language != ENGLISH:
            return term
        found = texts.get(term.value)
        if not found and (found := translated_sentence(term.value, texts)):
            texts[term.value] = found
        return ox.Literal(found or marked(term.value), language=language if found else ENGLISH)

    return [{name: translated(term) for name, term in row.items()} for row in rows]


def memory_in_language(
    memory: MutableMapping[object, object] | None,
) -> MutableMapping[object, object] | None:
    """Return the part of a store's memory in which answers in the current language are kept."""
    language = current()
    if memory is None or language == ENGLISH:
        return memory
    part: MutableMapping[object, object] = memory.setdefault(("language", language), {})  # type: ignore[assignment]
    return part


def _texts(store: QueryEngine, language: str) -> dict[str, str]:
    memory = store.memory()
    if memory is None:
        return dict(_asked(store, language))
    key = (_texts, language)
    if key not in memory:
        memory[key] = dict(_asked(store, language))
    found: dict[str, str] = memory[key]  # type: ignore[assignment]
    return found


def _asked(store: QueryEngine, language: str) -> list[tuple[str, str]]:
    return [(english, other) for english, other in store.values(_TEXTS % language)]
