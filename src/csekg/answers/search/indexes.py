"""The indexes of the search: of whole names, and of the words of names and summaries."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import token_sort_ratio

from csekg import namespaces as ns
from csekg.answers.common.actor_names import forms_of, no_actor
from csekg.answers.common.folding import folded_words
from csekg.answers.common.references import actor_ref
from csekg.answers.common.translations import said
from csekg.answers.search.entries import Entry
from csekg.errors import AmbiguousNameError, UnknownNameError
from csekg.sparql.store import QueryEngine

#: The kinds of things that are called by name.
Called = Literal["state", "treaty", "paragraph", "topic", "source", "territory"]
_TOPIC = f"{ns.ID}vocab/topic/"
#: A name with a score below is not near; 100 is the same name.
_NEAR = 60
_MOST = 4
_CODES = "SELECT ?actor ?code WHERE { ?actor cse:isoNumeric ?code }"


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
    """The names of States, treaties, paragraphs, topics, sources and territories, folded for comparing."""

    def __init__(self, store: QueryEngine, entries: Iterable[Entry]) -> None:
        """Take the store, and what can be found in it."""
        self._store = store
        self._exact: dict[tuple[Called, str], dict[str, Entry]] = defaultdict(dict)
        # Of each kind the folded names, each with the thing and the name as it is written.
        self._named: dict[Called, dict[str, list[tuple[Entry, str]]]] = defaultdict(lambda: defaultdict(list))
        self._things: dict[str, tuple[Called, Entry]] = {}
        for entry in entries:
            if kind := called(entry):
                self._things[entry.iri] = kind, entry
                for name in entry.names:
                    # A code that is near is shown with the name of its thing.
                    self._add(kind, name.words, entry, name.text if name.language else entry.label)
        for iri, code in store.values(_CODES):
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
        return (entry for called_as, entry in self._things.values() if called_as == kind)

    def exactly(self, kind: Called, text: str) -> tuple[Entry, ...]:
        """Return the things of a kind that have this name or code, in any language.

        Case, accents, spaces and an article before the name do not matter.
        """
        for form in forms_of(text):
            if form and (found := self._exact.get((kind, form))):
                return tuple(found.values())
        return ()

    def near(self, kind: Called, text: str, most: int = _MOST) -> tuple[Candidate, ...]:
        """Return the things of a kind with a name near to this text, the nearest first.

        No State is near to the name of a territory or of another area.
        """
        if kind == "state" and no_actor(self._store, text):
            return ()
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
            best.values(), key=lambda candidate: (-candidate.score, -OSA.normalized_similarity(words, candidate.words))
        )
        return tuple(ranked[:most])

    def one(self, kind: Literal["state", "treaty"], text: str) -> Entry:
        """Return the one State or treaty with this name or code; nothing is guessed.

        Raises UnknownNameError with the nearest things, NoActorError for a territory or area in the
        place of a State, and AmbiguousNameError for a name that several have.
        """
        if kind == "state":
            return self._things[actor_ref(self._store, text).id][1]
        found = self.exactly(kind, text)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousNameError(kind, text, [self._key_and_name(entry) for entry in found])
        near = [self._key_and_name(candidate.entry) for candidate in self.near(kind, text)]
        raise UnknownNameError(kind, text, (), nearest=near)

    def _key_and_name(self, entry: Entry) -> tuple[str, str]:
        return entry.key, str(said(self._store, entry.short_name))


def called(entry: Entry) -> Called | None:
    """Return as what kind of thing an entry is called by name, None where it is not."""
    match entry.kind:
        case "state" | "treaty" | "paragraph" | "source" | "territory" as kind:
            return kind
        case "concept" if entry.iri.startswith(_TOPIC):
            return "topic"
    return None


_TABLES = """
CREATE VIRTUAL TABLE plain USING fts5(names, texts, content='', prefix='1 2 3');
CREATE VIRTUAL TABLE stems USING fts5(names, texts, content='', tokenize='porter');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(plain, col);
"""
_FOUND = "SELECT rowid - 1, bm25({table}, 8.0, 1.0) FROM {table} WHERE {table} MATCH ?"


class WordIndex:
    """Finds entries, by their numbers, by words of their names and of our summaries.

    SQLite earns its place by stems (`reservations` finds `reservation`), by weighing words by how
    rare they are, and by its speed: an answer takes about 1 ms over 3,000 entries, where comparing
    every name in Python took 60.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Index names and summaries."""
        # Threads of the server share the index; the lock keeps their statements apart.
        self._lock = Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.executescript(_TABLES)
        rows = [
            (
                number,
                " ".join(dict.fromkeys(name.words for name in entry.names)),
                " ".join(summary.words for summary in entry.summaries),
            )
            for number, entry in enumerate(entries, 1)
        ]
        for table in ("plain", "stems"):
            self._connection.executemany(f"INSERT INTO {table} (rowid, names, texts) VALUES (?, ?, ?)", rows)

    def of_names(self, parts: Sequence[str], *, stems: bool = False) -> dict[int, float]:
        """Return the entries whose names have all words, with a weight: the less, the better."""
        return self._found(f"names : ({_all_of(parts, stems)})", stems)

    def of_all(self, parts: Sequence[str], *, stems: bool = False) -> dict[int, float]:
        """Return the entries whose names and summaries have all words, with a weight."""
        return self._found(_all_of(parts, stems), stems)

    def of_any(self, parts: Sequence[str]) -> dict[int, float]:
        """Return the entries that have one of the words or of their stems, with a weight."""
        return self._found(" OR ".join(map(_phrase, parts)), stems=True)

    def words(self) -> list[str]:
        """Return the words of names, the more frequent first."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT term FROM vocabulary WHERE col = 'names' ORDER BY doc DESC, term"
            ).fetchall()
        return [term for (term,) in rows]

    def _found(self, expression: str, stems: bool) -> dict[int, float]:
        query = _FOUND.format(table="stems" if stems else "plain")
        with self._lock:
            return dict(self._connection.execute(query, (expression,)).fetchall())


def _all_of(parts: Iterable[str], stems: bool) -> str:
    phrases = " AND ".join(map(_phrase, parts))
    # A stem is that of a whole word: only as written the last word may be the beginning of one.
    return phrases if stems else f"{phrases} *"


def _phrase(part: str) -> str:
    # A word has no quotation mark; letters of an unspaced script are a phrase.
    return f'"{folded_words(part)}"'
