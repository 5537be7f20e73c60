"""How much of the text of the dataset is there in each language."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from csekg.answers.common.base import Answer, Iri, Words
from csekg.languages.current import ENGLISH
from csekg.sparql.store import QueryEngine, whole_number


class TranslatedProperty(Answer):
    """What one property says in words: of how many things in English, and in other languages."""

    id: Iri = Field(description="IRI of the property")
    name: Words = Field(description="English label of the property, or else the end of its IRI")
    english: int = Field(description="things of which it has an English text")
    translated: Mapping[str, int] = Field(
        description="of how many of these it has a text in each other language, by its code"
    )


_COUNTS = """
SELECT ?property ?language (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  ?thing ?property ?english . FILTER(LANG(?english) = "en")
  ?thing ?property ?text . BIND(LANG(?text) AS ?language) FILTER(?language != "")
} GROUP BY ?property ?language
"""
_LABELS = """
SELECT ?property ?label WHERE {
  ?property a owl:DatatypeProperty ; rdfs:label ?label FILTER(LANG(?label) = "en")
}
"""


def translated_properties(store: QueryEngine) -> list[TranslatedProperty]:
    """Return the properties that have text in more than one language, by their IRIs."""
    counts: dict[str, dict[str, int]] = {}
    for property_, language, things in store.values(_COUNTS):
        counts.setdefault(property_, {})[language] = whole_number(things)
    labels = dict[str, str](store.values(_LABELS))  # type: ignore[arg-type]  # rows of two
    return [
        TranslatedProperty(
            id=iri,
            name=labels.get(iri) or iri.replace("#", "/").rpartition("/")[2],
            english=each.pop(ENGLISH),
            translated=each,
        )
        for iri, each in sorted(counts.items())
        if len(each) > 1
    ]
