"""Words of practitioners, such as webcam or grooming, and the provisions that treat them or come near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from csekg.answers.common.folding import folded_words
from csekg.answers.search.entries import Entry
from csekg.answers.search.query_parsing import STOP_WORDS
from csekg.languages.current import current
from csekg.sparql.store import QueryEngine

_NAMES = """
SELECT ?word ?name (LANG(?name) AS ?language) WHERE {
  ?word a cse:PractitionerWord ; rdfs:label|skos:hiddenLabel ?name
}
"""
_LINKS = """
SELECT ?word ?kind ?thing WHERE {
  ?word a cse:PractitionerWord .
  { ?word cse:treatedBy ?thing BIND("treated" AS ?kind) }
  UNION { ?word cse:nearestProvision ?thing BIND("near" AS ?kind) }
  UNION { ?word rdfs:seeAlso ?thing BIND("topic" AS ?kind) }
  UNION { ?word skos:note ?thing BIND("note" AS ?kind) FILTER(LANG(?thing) = "en") }
}
"""


@dataclass(frozen=True, slots=True)
class PractitionerWord:
    """A word: the numbers of the entries that treat it, of those that come near, of its topics, and a note."""

    treated_by: tuple[int, ...]
    nearest: tuple[int, ...]
    topics: tuple[int, ...]
    note: str | None


class PractitionerWords:
    """The words of a dataset by their names in every language."""

    def __init__(self, store: QueryEngine, entries: Sequence[Entry]) -> None:
        """Take the entries; numbers are places in them."""
        numbers = {entry.iri: number for number, entry in enumerate(entries)}
        linked: dict[str, dict[str, list[str]]] = {}
        for iri, kind, thing in store.values(_LINKS):
            linked.setdefault(iri, {}).setdefault(kind, []).append(thing)

        def listed(iri: str, kind: str) -> tuple[int, ...]:
            found = (numbers[thing] for thing in linked[iri].get(kind, ()) if thing in numbers)
            return tuple(sorted(found, key=lambda number: _natural(entries[number].label)))

        words = {
            iri: PractitionerWord(
                listed(iri, "treated"), listed(iri, "near"), listed(iri, "topic"), next(iter(its.get("note", ())), None)
            )
            for iri, its in linked.items()
        }
        # A name may be the same in several languages: it is told in that of the reader.
        self._named: dict[str, tuple[dict[str, str], PractitionerWord]] = {}
        for iri, name, language in store.values(_NAMES):
            if iri in words:
                self._named.setdefault(folded_words(name), ({}, words[iri]))[0][language] = name
        self._longest = max((name.count(" ") + 1 for name in self._named), default=0)

    def within(self, text: str) -> tuple[str, PractitionerWord, bool] | None:
        """Return the longest name of a word within a folded text, the word, and whether the text is that alone.

        Words such as "the" do not count. None where the text has no name of a word.
        """
        typed = text.split()
        for length in range(min(self._longest, len(typed)), 0, -1):
            for at in range(len(typed) - length + 1):
                if found := self._named.get(" ".join(typed[at : at + length])):
                    names, word = found
                    name = names.get(current()) or next(iter(names.values()))
                    return name, word, STOP_WORDS.issuperset(typed[:at] + typed[at + length :])
        return None


def _natural(label: str) -> list[tuple[int, str]]:
    return [(int(piece), "") if piece.isdigit() else (0, piece) for piece in re.findall(r"\d+|\D+", label)]
