"""Questions typed into the search, as "Africa signed not ratified OPSC" or "Kenya brief", and the pages that answer.

They are read by the words of claims and those of `data/languages/questions.csv`, in any of the six languages.
A word that is not known leaves the text to the search: it could turn the meaning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlencode

from csekg import namespaces as ns
from csekg.answers.claims.words import CONSENTS, DENIALS, GROUP, clean, known_words, stem, words_of
from csekg.answers.common.names import status_headings
from csekg.answers.common.translations import said
from csekg.answers.search.entries import PAGE, Entry
from csekg.answers.search.question_words import question_words
from csekg.answers.status.question_answers import ask
from csekg.answers.status.questions import Asked, Question
from csekg.languages.current import current
from csekg.languages.forms import colon, list_comma
from csekg.languages.messages import as_sentence, sentences
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg_api.web.words import _, pgettext

#: The kinds of things that a question names; of two kinds with one name the first.
_KINDS = ("state", "treaty", "group")
_JOINED = frozenset({*CONSENTS, "joined", "party"})
#: Words that may stand anywhere. After "and" or "but" nothing is denied any more.
_SMALL = frozenset({"who", "list", "filler", "or", "by", "since", "question"})
_JOINTS = frozenset({"and", "but"})
#: The status that is asked for, by what the text says and what it denies.
_STATUSES: dict[tuple[frozenset[str], frozenset[str]], Asked] = {
    (frozenset({"signed"}), frozenset({"joined"})): "signatory",
    (frozenset(), frozenset({"joined"})): "not-bound",
    (frozenset(), frozenset({"signed", "joined"})): "no-action",
    (frozenset({"joined"}), frozenset()): "party",
    (frozenset({"signed", "joined"}), frozenset()): "party",
}
#: So many States are named.
_FIRST = 5
_CITED = "SELECT DISTINCT ?treaty WHERE { ?citation a cse:Citation ; cse:citedInstrument ?treaty }"


class SearchQuestions:
    """Reads questions by the words and by the names of States, treaties and groups."""

    def __init__(self, store: QueryEngine, entries: Sequence[Entry]) -> None:
        """Take the entries of the search; numbers are places in them."""
        self._store, self._entries = store, entries
        #: The things of one kind that a name stands for: first what is called just so and what the resolution cites.
        self._named: dict[str, list[int]] = {}
        cited = {treaty for (treaty,) in store.values(_CITED)}
        for kind in _KINDS:
            named: defaultdict[str, dict[int, bool]] = defaultdict(dict)
            for number, entry in enumerate(entries):
                for name in entry.names if entry.kind == kind else ():
                    is_first = entry.iri in cited or name.words == entry.names[0].words
                    for words in (name.words, name.words.replace(" ", "")):
                        its = named[stem(words)]
                        its[number] = its.get(number, False) or is_first
            for words, numbers in named.items():
                self._named.setdefault(words, sorted(numbers, key=lambda number: not numbers[number]))
        # Groups are things here, not words.
        self._words = {
            word: meanings
            for word, meanings in known_words().items()
            if not any(meaning.startswith(GROUP) for meaning in meanings)
        }
        for word, meanings in question_words().items():
            self._words[stem(word)] = self._words.get(stem(word), frozenset()) | meanings
        self._longest = max(words.count(" ") + 1 for words in (*self._named, *self._words))

    def __call__(self, text: str) -> tuple[Entry, Sequence[int]] | None:
        """Return the page that answers a question, and the numbers of what it names; None for any other text."""
        plain = clean(text)
        words, at, about = words_of(plain), 0, dict[int, None]()
        # Other things with a name that was typed, by that name.
        others: dict[str, list[int]] = {}
        acts: dict[bool, set[str]] = {False: set(), True: set()}
        # What is denied must be an act: not a group, as in "not in Africa", and not what was left out.
        denied = is_open = brief = False
        while at < len(words):
            length, meanings, named = self._at([word.folded for word in words], at)
            first, last = words[at], words[at + length - 1]
            at += length
            if named:
                about[named[0]] = None
                if named[1:]:
                    others[plain[first.start : last.start + len(last.text)]] = named[1:]
                if is_open and self._entries[named[0]].kind == "group":
                    return None
            elif not meanings.isdisjoint(DENIALS):
                denied = is_open = True
            elif "signatory-only" in meanings:
                acts[False].add("signed")
                acts[True].add("joined")
            elif act := "joined" if not _JOINED.isdisjoint(meanings) else "signed" if "signed" in meanings else "":
                acts[denied].add(act)
                is_open = False
            elif not _JOINTS.isdisjoint(meanings):
                denied = is_open
            elif "brief" in meanings:
                brief = True
            elif _SMALL.isdisjoint(meanings) or "past" in meanings:
                return None
        if is_open:
            return None
        status = _STATUSES.get((frozenset(acts[False]), frozenset(acts[True])))
        page = self._brief([*about]) if brief and not any(acts.values()) else status and self._status(status, [*about])
        if not page:
            return None
        page.texts += [(current(), self._others(typed, numbers)) for typed, numbers in others.items()]
        return page, list(dict.fromkeys([*about, *(number for numbers in others.values() for number in numbers)]))

    def _at(self, words: Sequence[str], at: int) -> tuple[int, frozenset[str], list[int]]:
        """Return how many words there have a meaning or name things, the longest, and either."""
        for length in range(min(self._longest, len(words) - at), 0, -1):
            its = " ".join(words[at : at + length])
            if its in self._words or its in self._named:
                return length, self._words.get(its, frozenset()), [] if its in self._words else self._named[its]
        # Arabic "and", "to" and "for" are the first letter of the next word.
        rest = words[at][1:].removeprefix("ل")
        return self._at([rest], 0) if words[at][0] in "ولبف" and rest else (1, frozenset(), [])

    def _others(self, typed: str, numbers: Sequence[int]) -> str:
        names = joined(list_comma(), (said(self._store, self._entries[number].short_name) for number in numbers))
        return _("“{name}” may also mean: {others}.", name=typed, others=names)

    def _brief(self, about: Sequence[int]) -> Entry | None:
        if [self._entries[number].kind for number in about] != ["state"]:
            return None
        state = self._entries[about[0]]
        return self._page(f"/states/{state.key}/brief", _("Brief"), about, as_sentence(_("Brief for a meeting")))

    def _status(self, status: Asked, about: Sequence[int]) -> Entry | None:
        """Return the page of the question; without a group or treaty only who signed and did not ratify is asked.

        Of two treaties one may have been signed and the other not ratified.
        """
        keys = {kind: [self._entries[n].key for n in about if self._entries[n].kind == kind] for kind in _KINDS}
        if keys["state"] or not (about or status == "signatory") or (status == "signatory" and keys["treaty"][1:]):
            return None
        question = Question(groups=tuple(keys["group"]), treaties=tuple(keys["treaty"]), statuses=(status,))
        summary, cases = ask(self._store, question)
        states = list(dict.fromkeys(case.actor.name for case in cases))
        named = joined(list_comma(), states[:_FIRST])
        path = f"/ask?{urlencode({'group': keys['group'], 'treaty': keys['treaty'], 'status': status}, doseq=True)}"
        heading = pgettext("column", "Not bound") if status == "not-bound" else status_headings(self._store)[status]
        return self._page(
            path, heading, about, sentences(summary.sentence, joined("", (named, " …" if states[_FIRST:] else "")))
        )

    def _page(self, path: str, heading: str, about: Sequence[int], summary: str) -> Entry:
        names = [said(self._store, self._entries[number].short_name) for number in about]
        title = joined(colon(), filter(None, (heading, joined(list_comma(), names))))
        return Entry(f"{ns.BASE}{path[1:]}", PAGE, path, title, [], [(current(), summary)], {current(): title})
