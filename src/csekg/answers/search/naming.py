"""What a name stands for: the things with exactly this name, or those with a name near it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import token_sort_ratio

from csekg import namespaces as ns
from csekg.answers.search.entries import Entry
from csekg.answers.search.search_text import folded_words
from csekg.errors import AmbiguousNameError, UnknownNameError

#: The kinds of things that are called by name.
Called = Literal["state", "treaty", "paragraph", "topic", "source"]
_TOPIC = f"{ns.ID}vocab/topic/"
#: A name with a score below is not near; 100 is the same name.
_NEAR = 60
_MOST = 4
#: What a name may begin with where it is not known as it is, folded.
_ARTICLES = ("the ", "le ", "la ", "les ", "l ", "el ", "los ", "las ")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a name may stand for: the name that fits, that name folded, and how well it
    fits, up to 100.
    """

    entry: Entry
    name: str
    words: str
    score: float


class Names:
    """The names of States, treaties, paragraphs, topics and sources, folded for comparing."""

    def __init__(self, entries: Iterable[Entry], codes: Iterable[Sequence[str]] = ()) -> None:
        """Take what can be found; `codes` are further names, each with the IRI of its thing."""
        self._exact: dict[tuple[Called, str], dict[str, Entry]] = defaultdict(dict)
        # Of each kind the folded names, each with the thing and the name as it is written.
        self._named: dict[Called, dict[str, list[tuple[Entry, str]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._things: dict[str, tuple[Called, Entry]] = {}
        for entry in entries:
            if kind := called(entry):
                self._things[entry.iri] = kind, entry
                for name in entry.names:
                    # A code that is near is shown with the name of its thing.
                    self._add(kind, name.words, entry, name.text if name.language else entry.label)
        for iri, code in codes:
            if iri in self._things:
                kind, entry = self._things[iri]
                self._exact[kind, folded_words(code)][iri] = entry

    def _add(self, kind: Called, words: str, entry: Entry, text: str) -> None:
        # `CETS 201` and `cets201` are the same.
        for form in (words, words.replace(" ", "")):
            self._exact[kind, form][entry.iri] = entry
        self._named[kind][words].append((entry, text))

    def thing(self, iri: str) -> tuple[Called, Entry] | None:
        """Return the thing with an IRI and its kind, None for any other IRI."""
        return self._things.get(iri)

    def all(self, kind: Called) -> Iterator[Entry]:
        """Yield the things of a kind."""
        return (entry for each, entry in self._things.values() if each == kind)

    def exactly(self, kind: Called, text: str) -> tuple[Entry, ...]:
        """Return the things of a kind that have this name or code, in any language.

        Case, accents, spaces and an article before the name do not matter.
        """
        words = folded_words(text)
        for form in (words, words.replace(" ", ""), _without_article(words)):
            if form and (found := self._exact.get((kind, form))):
                return tuple(found.values())
        return ()

    def near(self, kind: Called, text: str, most: int = _MOST) -> tuple[Candidate, ...]:
        """Return the things of a kind with a name near to this text, the nearest first."""
        return self._nearest(kind, folded_words(text), most)

    def _nearest(self, kind: Called, words: str, most: int) -> tuple[Candidate, ...]:
        named = self._named[kind]
        best: dict[str, Candidate] = {}
        # A thing has many names, of which several may be near.
        for near, score, _ in process.extract(
            words, named.keys(), scorer=token_sort_ratio, score_cutoff=_NEAR, limit=8 * most
        ):
            for entry, text in named[near]:
                if entry.iri not in best:
                    best[entry.iri] = Candidate(entry, text, near, score)
        # Of equal scores first those that differ by an exchange of two letters, as opcs from opsc.
        ranked = sorted(
            best.values(),
            key=lambda each: (-each.score, -OSA.normalized_similarity(words, each.words)),
        )
        return tuple(ranked[:most])

    def one(self, kind: Literal["state", "treaty"], text: str) -> Entry:
        """Return the one State or treaty with this name or code; nothing is guessed.

        Raises UnknownNameError with the nearest names, and AmbiguousNameError for a name that
        several have.
        """
        found = self.exactly(kind, text)
        if len(found) == 1:
            return found[0]
        what = "State" if kind == "state" else "treaty"
        if found:
            raise AmbiguousNameError(what, text, [(entry.key, entry.short_name) for entry in found])
        near = self.near(kind, text)
        raise UnknownNameError(
            what, text, (), nearest=[(each.entry.key, each.name) for each in near]
        )


def called(entry: Entry) -> Called | None:
    """Return as what kind of thing an entry is called by name, None where it is not."""
    match entry.kind:
        case "state" | "treaty" | "paragraph" | "source" as kind:
            return kind
        case "concept" if entry.iri.startswith(_TOPIC):
            return "topic"
    return None


def _without_article(words: str) -> str:
    article = next((each for each in _ARTICLES if words.startswith(each)), "")
    return words.removeprefix(article) if article else ""
