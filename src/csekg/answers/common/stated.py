"""The texts that a dataset states in several languages, property by property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

import pyoxigraph as ox

from csekg.answers.common.remembering import remembered, remembered_reader
from csekg.languages.current import ENGLISH, current
from csekg.languages.texts import Text, untranslated
from csekg.sparql.store import QueryEngine, Term, as_text

#: Returns an English text in the current language, None for one that it does not know.
Finder: TypeAlias = Callable[[str], str | None]

# What one property says of one thing in both languages. Names for searching are no translations.
_TEXTS = """
SELECT (LANG(?other) AS ?language) ?thing ?property ?english ?other WHERE {
  ?thing ?property ?other . FILTER(LANG(?other) NOT IN ("", "en") && ?property != skos:hiddenLabel)
  ?thing ?property ?english . FILTER(LANG(?english) = "en")
}
"""
# The kinds of acts, and properties on which sources differ: the ontology has their English names as labels.
_TERMS = """
SELECT (LANG(?other) AS ?language) ?english ?other WHERE {
  VALUES ?kind { owl:Class owl:DatatypeProperty owl:ObjectProperty }
  ?term a ?kind ; rdfs:label ?english ; skos:prefLabel ?other .
  FILTER(LANG(?english) = "en" && LANG(?other) != "en")
}
"""


class Translations:
    """What the English texts of a dataset are in the other languages."""

    def __init__(self, finders: Sequence[Finder]) -> None:
        """Take what finds a text, in the order in which they are asked."""
        self._finders = finders
        self._texts: dict[str, Text] = {}

    def text(self, english: str) -> Text:
        """Return an English text as one of every language."""
        found = self._texts.get(english)
        if found is None:
            found = self._texts[english] = Text(english, partial(self, english))
        return found

    def __call__(self, english: str) -> str:
        """Return an English text in the current language, or else itself as untranslated."""
        if current() == ENGLISH or not english:
            return english
        return self.found(english) or untranslated(english)

    def found(self, english: str) -> str | None:
        """Return an English text in the current language, None where nothing finds it.

        One without any letter of its own, as `OPSC`, is a text of every language.
        """
        for find in self._finders:
            if found := find(english):
                return found
        return None if any(letter.islower() for letter in english) else english


class StatedTexts:
    """The texts that a dataset states in another language itself."""

    def __init__(self, store: QueryEngine) -> None:
        """Take the store, which is asked when a text is first shown in a language."""
        self._store = store
        self._texts: Mapping[str, Mapping[str, str]] | None = None

    def find(self, english: str) -> str | None:
        """Return an English text in the current language, None where the dataset does not state it."""
        if self._texts is None:
            self._texts = texts_by_language(self._store)
        return self._texts.get(current(), {}).get(english)


@remembered
def texts_by_language(store: QueryEngine) -> Mapping[str, Mapping[str, str]]:
    """Return what a dataset states in each language, by the same in English; takes two seconds."""
    terms: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for language, english, other in store.values(_TERMS):
        terms[language][english] = other
    paired: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for language, *row in store.values(_TEXTS):
        paired[language].append((*row,))
    languages = sorted(terms.keys() | paired)
    return {language: MappingProxyType(terms[language] | _paired(paired[language])) for language in languages}


@remembered_reader
def stated_texts(store: QueryEngine) -> StatedTexts:
    """Return what finds a text of a store that the store states in the current language."""
    return StatedTexts(store)


@remembered_reader
def _translations(store: QueryEngine) -> Translations:
    return Translations([stated_texts(store).find])


def stated_values(store: QueryEngine, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a SELECT query as text, '' where a variable is unbound.

    A text that is stated in English is one of every language in which it is stated; none is composed.
    """
    read = reader_of_terms(_translations(store))
    return [tuple(map(read, row.values())) for row in store.select(query)]


def reader_of_terms(words: Translations) -> Callable[[Term | None], str]:
    """Return what reads a term as text: a text of every language where it is English, '' for None.

    It raises EndpointError for a triple.
    """

    def read(term: Term | None) -> str:
        if isinstance(term, ox.Literal) and term.language == ENGLISH:
            return words.text(term.value)
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
