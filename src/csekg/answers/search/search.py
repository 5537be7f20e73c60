"""The search over names in every language, usual names and our summaries."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from types import MappingProxyType
from typing import Literal, TypeAlias, overload

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Filter, Iri, Words, chosen
from csekg.answers.common.folding import folded_words, typed_words
from csekg.answers.common.names import english_names
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import said
from csekg.answers.search.entries import Entry, Kind, Name, SitePage, address_of, read_entries
from csekg.answers.search.indexes import Names, WordIndex
from csekg.answers.search.practitioner_words import PractitionerWord, PractitionerWords
from csekg.answers.search.query_parsing import Meaning, QueryParser, capitals, corrected, snippet, sought_words
from csekg.languages.current import ENGLISH, current, speaking
from csekg.languages.texts import joined, untranslated
from csekg.sparql.store import QueryEngine
from csekg.wording.labels import ParticipationLabel


class Hit(Answer):
    """Something that was found."""

    id: Iri
    type: str = Field(description="class, as State or TreatyProvision; WebPage for a page of the site")
    kind: Kind
    key: str = Field(
        description="short key, as `FRA`, `opsc`, `op/4/a`, `article/34` or `opsc/FRA`; of a page its path"
    )
    name: Words
    short_name: Words = Field(description="short title of a treaty; of anything else the name")
    matched: Words = Field(description="the name that fits what was sought; the English one if a summary does")
    snippet: Words | None = Field(
        description="our summary, from where it fits what was sought; of a participation its status"
    )
    address: str | None = Field(description="path below `/api/v1` at which the API describes it; null if it has none")


class WordAnswer(Answer):
    """What a text means that is, or has, a word of practitioners: our own reading."""

    word: Words = Field(description="the name of the word that was found in the text")
    treated_by: tuple[Hit, ...] = Field(description="provisions that treat its matter; none: no provision says it")
    nearest: tuple[Hit, ...] = Field(description="provisions that only come near")
    topics: tuple[Hit, ...]
    note: Words | None


class Hits(Sequence[Hit]):
    """The hits of a search, the best first.

    `whole` tells that they fit the whole text; otherwise each has some of its words. `suggestion`
    is the text with misspelt words replaced by near ones, None where none is near. `word` is the word
    of practitioners that the text is, or has where nothing fits the whole of it.
    """

    def __init__(
        self,
        ranked: Sequence[tuple[Entry, str]],
        hit: Callable[[Entry, str], Hit],
        *,
        whole: bool = True,
        suggestion: str | None = None,
        word: WordAnswer | None = None,
    ) -> None:
        """Take entries with the names that fit; `hit` makes a hit of both."""
        self._ranked, self._hit = ranked, hit
        self.whole, self.suggestion, self.word = whole, suggestion, word

    def __len__(self) -> int:
        """Return the number of hits."""
        return len(self._ranked)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> list[Hit]: ...
    def __getitem__(self, place: int | slice) -> Hit | list[Hit]:
        """Return a hit, or a list of hits for a slice."""
        if isinstance(place, int):
            return self._hit(*self._ranked[place])
        return [self._hit(*ranked) for ranked in self._ranked[place]]

    @cached_property
    def kinds(self) -> Mapping[Kind, int]:
        """The number of hits of each kind; the kind of the best hit comes first."""
        return Counter(self.sequence)

    @property
    def sequence(self) -> list[Kind]:
        """The kind of each hit."""
        return [entry.kind for entry, _ in self._ranked]

    def of_kind(self, kind: Kind, most: int) -> list[Hit]:
        """Return the first hits of a kind, `most` of them at most."""
        its = (ranked for ranked in self._ranked if ranked[0].kind == kind)
        return [self._hit(*ranked) for ranked in islice(its, most)]


Language = Literal["ar", "en", "es", "fr", "ru", "zh"]

_TEXT_LANGUAGE = "en"
#: Kinds of things that people call by name: those that are offered while somebody types.
_CALLED: tuple[Kind, ...] = (
    "participation",
    "state",
    "treaty",
    "instrument",
    "paragraph",
    "article",
    "concept",
    "group",
    "page",
    "territory",
    "area",
)
#: Completions of one kind that come before those of other kinds: a letter begins dozens of States.
_OF_A_KIND = 4
#: Letters and words of a text that are read: nobody seeks by more.
_MOST_LETTERS, _MOST_WORDS = 200, 24
_STATEMENTS = """
SELECT ?statement ?actor ?treaty ?provision WHERE {
  ?statement a/rdfs:subClassOf* cse:TreatyStatement ; cse:actor ?actor ; cse:treaty ?treaty
  OPTIONAL { ?statement cse:concernsProvision|(cse:objectsTo/cse:concernsProvision) ?provision }
}
"""
_STATUS = "SELECT ?status WHERE { %s cse:status/rdfs:label ?status }"


@remembered
def _statements(store: QueryEngine) -> tuple[tuple[str, ...], ...]:
    return tuple(store.values(_STATEMENTS))


#: A hit before it is made: its place among the others, the name that fits, the entry.
_Ranked: TypeAlias = "tuple[tuple[float, ...], str, Entry]"


class SearchIndex:
    """The names and summaries of a dataset, folded for comparing; immutable."""

    def __init__(self, store: QueryEngine, pages: Mapping[str, Iterable[SitePage]] = MappingProxyType({})) -> None:
        """Read the names and summaries from a store; takes about a second.

        `pages` are the pages of the site that can be found, too, by language, English first.
        """
        self._store = store
        self._entries = read_entries(store, pages)
        self._words = WordIndex(self._entries)
        self._parser = QueryParser(self._entries, _statements(store))
        self._practitioner_words = PractitionerWords(store, self._entries)
        # All names by their folded words, so that those that begin with a text stand together.
        self._names = sorted(
            ((name.words, name, number) for number, entry in enumerate(self._entries) for name in entry.names),
            key=lambda name: name[0],
        )

    def find(self, q: str, kind: Filter[Kind] = None, language: Filter[Language] = None) -> Hits:
        """Return the things that match all words of a text, else any word; the best match first.

        The last word may be the beginning of one. First comes what the text means: a State under a
        treaty, an article of a treaty, a paragraph. Then come things with exactly this name or key,
        names that begin with the text, names with these words, names with their stems, summaries
        with them. `language` narrows the names to these languages; summaries are English.
        """
        return self._find(q, chosen(kind), chosen(language))

    def _find(self, q: str, kinds: Sequence[Kind], languages: Sequence[Language], *, names: bool = False) -> Hits:
        """Return what fits a text; with `names` by names alone, not by summaries."""
        read = q[:_MOST_LETTERS]
        typed, kept = typed_words(read)[:_MOST_WORDS], capitals(read)
        parts = sought_words(typed, kept)
        if not parts:
            return Hits((), partial(self._hit, parts))
        # A text in one language is matched with names alone.
        meaning = Meaning() if languages else self._parser.of(typed, kept)
        text = folded_words(" ".join(typed))
        word = None if languages or names else self._practitioner_words.within(text)
        its = [*self._of_word(*word[:2])] if word else []
        whole = [*self._whole(typed, parts, meaning, languages, names=names)]
        is_word = word is not None and word[2]
        if ranked := _unique([*its, *whole] if is_word else whole, kinds):
            answer = self._answer(*word[:2]) if word and is_word else None
            return Hits(ranked, partial(self._hit, parts), word=answer)
        better = corrected(typed, self._vocabulary)
        suggested = better and self._find(better, kinds, languages, names=names).whole
        partly = [*self._meant(meaning, typed), *its]
        if not (names or (languages and _TEXT_LANGUAGE not in languages)):
            partly += self._weighed(self._words.of_any(parts), 1)
        return Hits(
            _unique(partly, kinds),
            partial(self._hit, parts),
            whole=False,
            suggestion=better if suggested else None,
            word=self._answer(*word[:2]) if word else None,
        )

    def _of_word(self, name: str, word: PractitionerWord) -> Iterator[_Ranked]:
        """Yield what a word of practitioners leads to: provisions before topics."""
        for place, number in enumerate((*word.treated_by, *word.nearest, *word.topics)):
            yield (0, 1, place), name, self._entries[number]

    def _answer(self, name: str, word: PractitionerWord) -> WordAnswer:
        def hits(numbers: Iterable[int]) -> tuple[Hit, ...]:
            return tuple(self._hit((), self._entries[number], name) for number in numbers)

        note = said(self._store, word.note) if word.note else None
        return WordAnswer(
            word=name, treated_by=hits(word.treated_by), nearest=hits(word.nearest), topics=hits(word.topics), note=note
        )

    def complete(self, q: str, most: int) -> list[Hit]:
        """Return what somebody may mean who has typed this so far, `most` things at most.

        Only States, treaties, paragraphs and other things that are called by name; where nothing
        fits, those of the text with near words in place of misspelt ones.
        """
        found = self._find(q, _CALLED, (), names=True)
        if found.suggestion:
            found = self._find(found.suggestion, _CALLED, (), names=True)
        first: list[int] = []
        others: list[int] = []
        seen: Counter[Kind] = Counter()
        for place, kind in enumerate(found.sequence):
            seen[kind] += 1
            (first if seen[kind] <= _OF_A_KIND else others).append(place)
        return [found[place] for place in (first + others)[:most]]

    def _whole(
        self, typed: Sequence[str], parts: Sequence[str], meaning: Meaning, languages: Sequence[str], *, names: bool
    ) -> Iterator[_Ranked]:
        """Yield what fits the whole text, a thing perhaps several times."""
        if meaning.complete:
            yield from self._meant(meaning, typed)
        text = folded_words(" ".join(typed))
        for name, number in self._beginning(text, languages):
            entry = self._entries[number]
            rank = 1 if name.words == text else 2
            shown = name.text if name.language else entry.label
            yield (rank, entry.order, len(shown)), shown, entry
        for number in self._words.of_names(parts):
            entry = self._entries[number]
            if fitting := _fitting(entry, parts, languages):
                yield (3, entry.order, len(fitting)), fitting, entry
        if languages and _TEXT_LANGUAGE not in languages:
            return
        yield from self._weighed(self._words.of_names(parts, stems=True), 4)
        if not names:
            yield from self._weighed(self._words.of_all(parts), 5)
            yield from self._weighed(self._words.of_all(parts, stems=True), 6)

    def _meant(self, meaning: Meaning, typed: Sequence[str]) -> Iterator[_Ranked]:
        """Yield what a text means, pairs before their members, with the names that it uses."""
        for place, pair in enumerate(meaning.pairs):
            if entry := self._participation(*pair):
                yield (0, -1, place), entry.label, entry
        text = f" {folded_words(' '.join(typed))} "
        for place, number in enumerate(meaning.entries):
            entry = self._entries[number]
            used = [name for name in entry.names if name.language and f" {name.words} " in text]
            name = max(used, key=lambda name: len(name.words), default=None)
            yield (0, 0, place), name.text if name else entry.label, entry

    def _participation(self, state: int, treaty: int) -> Entry | None:
        """Return the entry of a State under a treaty, None where it never could act under it."""
        actor, instrument = self._entries[state].key, self._entries[treaty].key
        iri = ns.participation(instrument, actor)
        for (status,) in self._store.values(_STATUS % iri):
            told = [Name(said(self._store, status), current(), "")]
            with speaking(ENGLISH):
                label = ParticipationLabel(actor, instrument).say(english_names(self._store))
            return Entry(iri.value, "Participation", f"{instrument}/{actor}", label, [], told)
        return None

    def _beginning(self, text: str, languages: Sequence[str]) -> Iterator[tuple[Name, int]]:
        """Yield the names that begin with a folded text, with the numbers of their entries."""
        start = bisect_left(self._names, text, key=lambda name: name[0])
        for words, name, number in self._names[start:]:
            if not words.startswith(text):
                return
            if not languages or name.language in ("", *languages):
                yield name, number

    def _weighed(self, found: dict[int, float], rank: int) -> Iterator[_Ranked]:
        for number, weight in found.items():
            entry = self._entries[number]
            yield (rank, entry.order, weight), entry.label, entry

    def _hit(self, parts: Sequence[str], entry: Entry, matched: str) -> Hit:
        """Return a hit, with names and summary in the current language."""
        name, own = self._called(entry), entry.short_name
        return Hit(
            id=entry.iri,
            type=entry.type,
            kind=entry.kind,
            key=entry.key,
            name=name,
            short_name=name if own == entry.label else said(self._store, own),
            matched=name if matched == entry.label else matched,
            # What is said of an area is an answer: no part of it may be missing.
            snippet=joined(" ", _summaries(entry)) if entry.kind == "area" else snippet(_summaries(entry), parts),
            address=address_of(entry.iri, entry.type),
        )

    def _called(self, entry: Entry) -> str:
        return entry.titles.get(current()) or said(self._store, entry.label)

    @cached_property
    def names(self) -> Names:
        """The names of what is called by name, for finding exactly that."""
        return Names(self._store, self._entries)

    @cached_property
    def _vocabulary(self) -> list[str]:
        return self._words.words()


def _unique(ranked: Iterable[_Ranked], kinds: Collection[Kind]) -> list[tuple[Entry, str]]:
    """Return each entry of these kinds once, at its best place."""
    best: dict[str, _Ranked] = {}
    for candidate in ranked:
        place, _, entry = candidate
        if kinds and entry.kind not in kinds:
            continue
        if entry.iri not in best or place < best[entry.iri][0]:
            best[entry.iri] = candidate
    ordered = sorted(best.values(), key=lambda candidate: (candidate[0], candidate[2].label, candidate[2].iri))
    return [(entry, matched) for _, matched, entry in ordered]


def _summaries(entry: Entry) -> list[str]:
    """Return the summaries in the current language, else the English ones, marked."""
    language = current()
    found = [summary.text for summary in entry.summaries if summary.language == language]
    if found or language == ENGLISH:
        return found
    return [untranslated(summary.text) for summary in entry.summaries if summary.language == ENGLISH]


def _fitting(entry: Entry, parts: Sequence[str], languages: Sequence[str]) -> str | None:
    """Return the shortest name that has all words; the label where several names share them."""
    admitted = [name for name in entry.names if not languages or name.language in ("", *languages)]
    fitting = [name for name in admitted if _has_all(name.words, parts)]
    if fitting:
        shortest = min(fitting, key=lambda name: len(name.text))
        return shortest.text if shortest.language else entry.label
    return entry.label if _has_all(" ".join(name.words for name in admitted), parts) else None


def _has_all(words: str, parts: Sequence[str]) -> bool:
    text = f" {words} "
    return f" {folded_words(parts[-1])}" in text and all(f" {folded_words(part)} " in text for part in parts[:-1])
