"""The English texts of a dataset as texts of every language, as far as the dataset has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from csekg.answers.common.remembering import remembered
from csekg.languages.current import ENGLISH, current
from csekg.languages.texts import Text, is_english, untranslated
from csekg.sparql.store import QueryEngine, Term, as_text

if TYPE_CHECKING:
    from csekg.answers.common.composed import Say

Rows: TypeAlias = "list[dict[str, Term | None]]"

# What one property says of one thing in both languages. Names for searching are no translations.
_TEXTS = """
SELECT ?thing ?property ?english ?other WHERE {
  ?thing ?property ?other . FILTER(LANG(?other) = "%s" && ?property != skos:hiddenLabel)
  ?thing ?property ?english . FILTER(LANG(?english) = "en")
}
"""
# The kinds of acts, and properties on which sources differ: the ontology has their English names as labels.
_TERMS = """
SELECT ?english ?other WHERE {
  VALUES ?kind { owl:Class owl:DatatypeProperty owl:ObjectProperty }
  ?term a ?kind ; rdfs:label ?english ; skos:prefLabel ?other .
  FILTER(LANG(?english) = "en" && LANG(?other) = "%s")
}
"""


class Translations:
    """What the English texts of a dataset are in the other languages."""

    def __init__(self, store: QueryEngine) -> None:
        """Take the store, which is asked when a text is first shown in another language."""
        self._store = store
        self._texts: dict[str, Text] = {}
        self._translated: dict[str, Mapping[str, str]] = {}
        self._composers: dict[object, Mapping[str, Say]] = {}

    def text(self, english: str) -> Text:
        """Return an English text as one of every language."""
        found = self._texts.get(english)
        if found is None:
            found = self._texts[english] = Text(english, partial(self.said, english))
        return found

    def said(self, english: str) -> str:
        """Return an English text in the current language, or else itself as untranslated."""
        if current() == ENGLISH or not english:
            return english
        found = self._of(current()).get(english)
        return found or self._composed(english) or untranslated(english)

    def _of(self, language: str) -> Mapping[str, str]:
        found = self._translated.get(language)
        if found is None:
            terms: dict[str, str] = dict(self._store.values(_TERMS % language))  # type: ignore[arg-type]  # rows of two
            found = terms | _paired(self._store.values(_TEXTS % language))
            self._translated[language] = found
        return found

    def _composed(self, english: str) -> str | None:
        """Return a text that is made of others; one without any letter of its own stays."""
        # They are made of names, which are texts of this store.
        from csekg.answers.common.composed import FAMILIES
        from csekg.answers.common.references import names

        for family in FAMILIES:
            composers = self._composers.get(family)
            if composers is None:
                composers = self._composers[family] = family(self._store)
            if say := composers.get(english):
                return say(names(self._store))
        return None if any(letter.islower() for letter in english) else english


@remembered
def translations(store: QueryEngine) -> Translations:
    """Return what the texts of a store are in other languages."""
    return Translations(store)


def said(store: QueryEngine, english: str) -> str:
    """Return an English text of a store in the current language."""
    return english if current() == ENGLISH else translations(store).said(english)


def in_language(store: QueryEngine, rows: Rows) -> Rows:
    """Return rows with their English texts in the current language, for who reads them at once."""
    if current() == ENGLISH:
        return rows
    words = translations(store)

    def translated(term: Term | None) -> Term | None:
        if isinstance(term, ox.Literal) and term.language == ENGLISH:
            text = words.said(term.value)
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
    english = translations(store).text

    def read(term: Term | None) -> str:
        if isinstance(term, ox.Literal) and term.language == ENGLISH:
            return english(term.value)
        return as_text(term)

    return read


def _paired(rows: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Return the translations of English texts, from rows of thing, property and both texts.

    Of a property that has several texts of a thing, none is taken: a `cse:TextInLanguages` says
    which of them translates which.
    """
    stated: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for thing, property_, english, other in rows:
        stated[thing, property_].add((english, other))
    return dict(pairs.pop() for pairs in stated.values() if len(pairs) == 1)
