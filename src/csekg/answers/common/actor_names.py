"""How people call States and organizations: the keys that a name has, and the names near to a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from csekg.answers.common.folding import folded_words
from csekg.answers.common.remembering import remembered
from csekg.sparql.store import QueryEngine

# Names as they are written, in every language: somebody seeks by them.
_NAMES = """
SELECT DISTINCT ?key (STR(?named) AS ?name) WHERE {
  ?actor a cse:TreatyActor ; dcterms:identifier ?key ;
    dcterms:identifier|cse:iso2|cse:isoNumeric|cse:formalName
    |rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel ?named
}
"""
#: What a name may begin with where it is not known as it is, folded.
_ARTICLES = ("the ", "le ", "la ", "les ", "l ", "el ", "los ", "las ")
#: In a name of so many letters two may be wrong, else one.
_LONG = 8
_MOST_NEAR = 4
#: A longer text is no slip of the pen, and would take long to compare.
_LONGEST = 100


def forms_of(text: str) -> tuple[str, ...]:
    """Return the forms in which a name may be known, folded: as it is, in one word, without an article."""
    words = folded_words(text)
    article = next((beginning for beginning in _ARTICLES if words.startswith(beginning)), "")
    return words, words.replace(" ", ""), words.removeprefix(article)


def keys_of_name(store: QueryEngine, text: str) -> tuple[str, ...]:
    """Return the keys of those that have this name or code, in any language; () for none.

    Case, accents, spaces and an article before the name do not matter.
    """
    known = _by_name(store)
    return next((known[form] for form in forms_of(text) if form in known), ())


def keys_near(store: QueryEngine, text: str) -> tuple[str, ...]:
    """Return the keys of those with a name of which the text is a slip of the pen, the nearest first."""
    words = folded_words(text)
    if not words or len(words) > _LONGEST:
        return ()
    known, wrong = _by_name(store), 1 + (len(words) >= _LONG)
    near = process.extract(words, known.keys(), scorer=OSA.distance, score_cutoff=wrong, limit=4 * _MOST_NEAR)
    return tuple(dict.fromkeys(key for name, _distance, _place in near for key in known[name]))[:_MOST_NEAR]


@remembered
def _by_name(store: QueryEngine) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, name in store.values(_NAMES):
        words = folded_words(name)
        for form in (words, words.replace(" ", "")):
            found[form].add(key)
    return {form: tuple(sorted(keys)) for form, keys in found.items() if form}
