"""Gives English texts of a dataset in the current language, where the dataset has them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from functools import cached_property
from typing import TypeAlias

import pyoxigraph as ox

from csekg.answers.common.composed import FAMILIES, Say
from csekg.answers.common.names import names
from csekg.answers.common.remembering import remembered_once
from csekg.languages.current import ENGLISH, current
from csekg.languages.marks import marked
from csekg.namespaces import SKOS
from csekg.sparql.parameters import Term
from csekg.sparql.store import QueryEngine, Results
from csekg.wording.names import Names

Rows: TypeAlias = "list[dict[str, Term | None]]"

# What one property says of one thing in both languages. Names for searching are no translations.
_TEXTS = """
SELECT ?thing ?property ?english ?other WHERE {
  ?thing ?property ?other . FILTER(LANG(?other) = "%s" && ?property != skos:hiddenLabel)
  ?thing ?property ?english . FILTER(LANG(?english) = "en")
}
"""
# The kinds of acts: the ontology has their English names as labels.
_TERMS = """
SELECT ?english ?other WHERE {
  ?term a owl:Class ; rdfs:label ?english ; skos:prefLabel ?other .
  FILTER(LANG(?english) = "en" && LANG(?other) = "%s")
}
"""


class _Translations:
    """What the English texts of a dataset are in one language, each looked up once."""

    def __init__(self, store: QueryEngine, texts: Mapping[str, str], language: str) -> None:
        self._store, self._texts, self._language = store, texts, language
        self._found: dict[str, ox.Literal] = {}
        self._composed_texts: list[Mapping[str, Say]] = []

    @cached_property
    def _names(self) -> Names:
        return names(Translated(self._store))

    def of(self, english: str) -> ox.Literal:
        """Return a text in the language, or else the English one, marked."""
        found = self._found.get(english)
        if found is None:
            text = self._texts.get(english) or self._composed(english)
            found = self._found[english] = ox.Literal(
                text or marked(english), language=self._language if text else ENGLISH
            )
        return found

    def _composed(self, english: str) -> str | None:
        """Return a text that is made of others; one without any letter of its own stays."""
        for place, family in enumerate(FAMILIES):
            if place == len(self._composed_texts):
                self._composed_texts.append(family(self._store))
            if say := self._composed_texts[place].get(english):
                return say(self._names)
        return None if any(letter.islower() for letter in english) else english


def in_language(store: QueryEngine, rows: Rows) -> Rows:
    """Return rows of a store with their English texts in the current language.

    A text that the dataset has in English alone is marked (`csekg.languages.marks`). Queries stay
    as they are: they match, filter and sort by the English texts.
    """
    if current() == ENGLISH or not rows:
        return rows
    translations = _translations(store, current())

    def translated(term: Term | None) -> Term | None:
        if isinstance(term, ox.Literal) and term.language == ENGLISH:
            return translations.of(term.value)
        return term

    return [{name: translated(term) for name, term in row.items()} for row in rows]


def said(store: QueryEngine, english: str) -> str:
    """Return an English text of a store in the current language, as `in_language` does."""
    if current() == ENGLISH:
        return english
    return _translations(store, current()).of(english).value


class Translated(QueryEngine):
    """A store whose rows have their English texts in the current language."""

    def __init__(self, store: QueryEngine) -> None:
        """Wrap the store that answers."""
        self._store, self.fingerprint = store, store.fingerprint

    def memory(self) -> MutableMapping[object, object] | None:
        """Return the memory of the store."""
        return self._store.memory()

    def as_stated(self) -> QueryEngine:
        """Return the store that answers."""
        return self._store

    def ask(self, text: str, bindings: Mapping[str, Term] | None = None) -> Results:
        """Run a query of our own; its results are in English."""
        return self._store.ask(text, bindings)

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str | None = None,
        planned: bool = True,
    ) -> Results:
        """Run a query that anybody may have written; its results are the data as they are."""
        return self._store.query(
            text, default_graphs=default_graphs, named_graphs=named_graphs, base=base,
            planned=planned,
        )  # fmt: skip

    def select(
        self, text: str, bindings: Mapping[str, Term] | None = None
    ) -> list[dict[str, Term | None]]:
        """Return the rows of a SELECT query of our own, its texts in the current language."""
        return in_language(self, self._store.select(text, bindings))

    def named_graphs(self) -> list[ox.NamedNode]:
        """Return the names of the named graphs, sorted."""
        return self._store.named_graphs()

    def quads(self, graph: ox.NamedNode | None = None) -> Iterable[ox.Quad]:
        """Return the quads of one named graph, or of the default graph (the union) for None."""
        return self._store.quads(graph)


def translated(store: QueryEngine) -> QueryEngine:
    """Return the store as the current language needs it, which is itself for English."""
    return store if current() == ENGLISH else Translated(store)


@remembered_once
def _translations(store: QueryEngine, language: str) -> _Translations:
    """Return what the English texts of a store are in a language, which is the current one."""
    terms: dict[str, str] = dict(store.values(_TERMS % language))  # type: ignore[arg-type]
    return _Translations(store, terms | _paired(store.values(_TEXTS % language)), language)


def _paired(rows: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Return the translations of English texts, from rows of thing, property and both texts.

    Where one property has several texts of a thing, those that are known from elsewhere are set
    aside; of two others numbers and length tell which belong together. Of several other names of a
    thing the formal one, which begins with an article, is translated by the formal one.
    """
    stated: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for thing, property_, english, other in rows:
        ours, theirs = stated[property_, thing]
        ours.add(english)
        theirs.add(other)
    found: dict[str, str] = {}
    for (property_, _), (ours, theirs) in sorted(stated.items(), key=_simplest_first):
        known = ours & found.keys()
        others = sorted(theirs - {found[text] for text in known}, key=_numbers_and_length)
        left = sorted(ours - known, key=_numbers_and_length)
        if property_ == SKOS.altLabel.value and len(ours) + len(theirs) > 2:
            left, others = (
                [text for text in texts if text[:1].islower()] for texts in (left, others)
            )
        elif len(ours) > 1:
            numbers = [*map(_numbers, others)]
            left = [text for text in left if _numbers(text) in numbers]
        if len(left) == len(others) < 3:
            found.update(zip(left, others, strict=True))
    return found


def _simplest_first(
    item: tuple[tuple[str, str], tuple[set[str], set[str]]],
) -> tuple[int, bool, tuple[str, str]]:
    where, (ours, _) = item
    return len(ours), where[0] == SKOS.altLabel.value, where


def _numbers(text: str) -> list[str]:
    """Return the years and other long numbers in a text: months are numbers in Chinese alone."""
    return sorted(re.findall("[0-9]{3,}", text))


def _numbers_and_length(text: str) -> tuple[list[str], int]:
    return _numbers(text), len(text)
