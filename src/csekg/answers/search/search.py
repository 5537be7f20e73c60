"""An index in memory of names in every language and of our summaries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Literal, get_args

from pydantic import Field

from csekg.answers.common.base import Answer, Filter, Iri, chosen
from csekg.answers.search.addresses import address_of, key_of
from csekg.answers.search.search_text import corrected, folded_words, snippet
from csekg.sparql.store import QueryEngine

Kind = Literal[
    "state", "treaty", "instrument", "paragraph", "article", "concept", "group", "statement",
    "footnote", "vocabulary", "source", "meeting", "body",
]  # fmt: skip
Language = Literal["ar", "en", "es", "fr", "ru", "zh"]

#: The kind by class. A thing of several classes is of the first of them.
_KINDS: dict[str, Kind] = {
    "State": "state", "RegionalOrganization": "state", "FormerState": "state",
    "TreatyActor": "state", "Treaty": "treaty", "Resolution": "instrument",
    "PoliticalCommitment": "instrument", "Report": "instrument",
    "Guidelines": "instrument", "Mandate": "instrument",
    "PreambularParagraph": "paragraph", "OperativeParagraph": "paragraph",
    "SubParagraph": "paragraph", "Article": "article", "TreatyProvision": "article",
    "Concept": "concept", "Group": "group", "Reservation": "statement", "Objection": "statement",
    "InterpretativeDeclaration": "statement", "BindingAgeDeclaration": "statement",
    "Declaration": "statement", "Communication": "statement", "Footnote": "footnote",
    "ConceptScheme": "vocabulary", "Source": "source", "Meeting": "meeting", "Body": "body",
}  # fmt: skip
_PLACE = {name: place for place, name in enumerate(_KINDS)}
_ORDER = {kind: place for place, kind in enumerate(get_args(Kind))}
#: Kinds of things that people know by name and may misspell.
_NAMED: tuple[Kind, ...] = ("state", "treaty", "instrument", "concept", "group")
_TEXT_LANGUAGE = "en"
# Scripts that are written without spaces: a word may begin anywhere in them.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


class Hit(Answer):
    """Something that was found."""

    id: Iri
    type: str = Field(description="class, as State or TreatyProvision")
    kind: Kind
    key: str = Field(description="short key, as `FRA`, `opsc`, `op/4/a` or `article/34`")
    name: str
    matched: str = Field(description="the name that fits what was sought; the English one if a "
                         "summary does")  # fmt: skip
    snippet: str | None = Field(description="our summary, from where it fits what was sought")
    address: str | None = Field(
        description="path below `/api/v1` at which the API describes it; null if it has none"
    )


@dataclass(slots=True)
class _Entry:
    iri: str
    type: str
    key: str
    label: str
    #: Name, language (empty for a key) and folded words.
    names: list[tuple[str, str, str]]
    texts: list[str] = field(default_factory=list)
    words: str = ""


# Labels are asked for by class: most labelled nodes are status intervals, which nobody seeks.
_LABELS = """
SELECT ?thing ?class ?label WHERE {
  VALUES ?class { %s } ?thing a ?class ; rdfs:label ?label FILTER(LANG(?label) IN ("en", ""))
}
"""
_NAMES = """
SELECT ?thing ?name (LANG(?name) AS ?language) WHERE {
  ?thing skos:prefLabel|skos:altLabel|dcterms:title|cse:shortTitle|cse:formalName|dcterms:identifier
    |cse:iso2|cse:documentSymbol|skos:notation|cse:mtdsgNumber ?name
}
"""
_TEXTS = """
SELECT ?thing ?text WHERE {
  ?thing cse:heading|dcterms:description|skos:definition|cse:reference ?text
}
"""


class SearchIndex:
    """The names and summaries of a dataset, folded for comparing; immutable."""

    def __init__(self, store: QueryEngine) -> None:
        """Read the names and summaries from a store; takes some tenths of a second."""
        entries: dict[str, _Entry] = {}
        found = store.values(_LABELS % " ".join(map(_term, _KINDS)))
        for thing, class_, label in sorted(found, key=lambda row: _PLACE[_local(row[1])]):
            if thing not in entries:
                key = key_of(thing, _local(class_))
                names = [(label, _TEXT_LANGUAGE, folded_words(label)), (key, "", folded_words(key))]
                entries[thing] = _Entry(thing, _local(class_), key, label, names)
        for thing, name, language in store.values(_NAMES):
            if thing in entries:
                entries[thing].names.append((name, language, folded_words(name)))
        for thing, text in store.values(_TEXTS):
            if thing in entries:
                entries[thing].texts.append(text)
        for entry in entries.values():
            entry.words = " ".join(folded_words(text) for text in entry.texts)
        self._entries = tuple(entries.values())

    def find(
        self, q: str, kind: Filter[Kind] = None, language: Filter[Language] = None
    ) -> list[Hit]:
        """Return the things that match all words of a text, the best match first.

        The last word may be the beginning of one. First come things with exactly this name or key,
        then names that begin with the text, then names with these words, then summaries with them.
        `language` narrows the names to these languages; summaries are English.
        """
        wanted = folded_words(q)
        if not wanted.strip():
            return []
        parts, kinds, languages = wanted.split(), chosen(kind), chosen(language)
        ranked = []
        for entry in self._entries:
            its_kind = _KINDS[entry.type]
            if kinds and its_kind not in kinds:
                continue
            rank, matched = _rank(entry, wanted, parts, languages)
            if rank < _NOT_FOUND:
                place = (rank, _ORDER[its_kind], len(matched), entry.label, entry.iri)
                ranked.append((place, matched, entry))
        return [
            _hit(entry, matched, parts) for _, matched, entry in sorted(ranked, key=itemgetter(0))
        ]

    def suggest(self, q: str) -> str | None:
        """Return the text with unknown words replaced by the closest that a name contains.

        None where that would find nothing either.
        """
        words = {
            word
            for entry in self._entries
            if _KINDS[entry.type] in _NAMED
            for name in entry.names
            for word in name[2].split()
        }
        better = corrected(folded_words(q).split(), words)
        return better if better and self.find(better) else None


_NOT_FOUND = 4


def _rank(
    entry: _Entry, wanted: str, parts: Sequence[str], languages: Sequence[str]
) -> tuple[int, str]:
    best = (_NOT_FOUND, entry.label)
    whole = wanted.strip()
    for name, its_language, words in entry.names:
        if languages and its_language not in ("", *languages):
            continue
        if words.strip() == whole:
            rank = 0
        elif words.startswith(f" {whole}"):
            rank = 1
        elif _fits(words, parts):
            rank = 2
        else:
            continue
        shown = name if its_language else entry.label
        best = min(best, (rank, shown), key=lambda pair: pair[0])
    if best[0] < _NOT_FOUND or (languages and _TEXT_LANGUAGE not in languages):
        return best
    names = " ".join(words for _, _, words in entry.names)
    return (3, entry.label) if _fits(names + entry.words, parts) else best


def _fits(words: str, parts: Sequence[str]) -> bool:
    last = len(parts) - 1
    return all(_has(words, part, number == last) for number, part in enumerate(parts))


def _has(words: str, part: str, is_last: bool) -> bool:
    if _UNSPACED.search(part):
        return part in words
    return (f" {part}" if is_last else f" {part} ") in words


def _hit(entry: _Entry, matched: str, parts: Sequence[str]) -> Hit:
    return Hit(
        id=entry.iri, type=entry.type, kind=_KINDS[entry.type], key=entry.key,
        name=entry.label, matched=matched, snippet=snippet(entry.texts, parts),
        address=address_of(entry.iri, entry.type),
    )  # fmt: skip


def _term(class_: str) -> str:
    return f"{'skos' if class_.startswith('Concept') else 'cse'}:{class_}"


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
