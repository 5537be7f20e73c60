"""Cuts a sentence into pieces that mean something, and these into clauses, each of which says one thing of a treaty.

Pieces are States and treaties by the names that the search knows, days and verbs. Every word must be understood:
what is left over could turn the meaning, and is named instead.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from csekg.answers.claims.days import Period, period_at
from csekg.answers.claims.words import (
    AGAIN,
    CONSENTS,
    DENIALS,
    JOINTS,
    NO_STATE,
    PREDICATES,
    STATEMENTS,
    TERRITORIAL,
    VALUED,
    NotUnderstoodError,
    Word,
    known_words,
    stem,
    words_of,
)
from csekg.answers.common.base import code, day
from csekg.answers.common.folding import folded_words
from csekg.answers.common.references import actor_ref
from csekg.answers.common.translations import values
from csekg.answers.search.indexes import Called, Names
from csekg.errors import CsekgError, NoActorError, UnknownNameError, shortened
from csekg.languages.messages import _, as_sentence, capital, sentences
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine

#: Names in capitals with so few letters are read in capitals only.
_CODE = 3
#: With such a score the name of a treaty is near enough to be suggested.
_NEAR = 75
#: In a verb of so many letters one may be wrong; with two wrong ones it is suggested.
_LEAST_SLIP = 7


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and what they mean: meanings, or a name, `number`, `rank` or `period` and which."""

    kinds: frozenset[str]
    words: Sequence[Word]
    value: str = ""
    period: Period | None = None

    @property
    def text(self) -> str:
        """The words as they are written."""
        return " ".join(word.text for word in self.words)

    def is_(self, *kinds: str) -> bool:
        """Return whether it means one of these."""
        return not self.kinds.isdisjoint(kinds)


#: So far from the name of a treaty stands at most what belongs to it.
_NEAR_BY = 4
#: A sentence with more words, as spaces divide them, is no claim.
_MOST_WORDS = 40
#: Of a longer word no first letters are taken off.
_LONGEST_WORD = 30
#: What stands between States or treaties that are listed.
_LISTING = ("and", "or", "nor", "list", "by")
_KINDS: tuple[Called, ...] = ("state", "treaty", "territory")
_ARTICLE = re.compile(r"第?\s?(\d{1,3})(?![\da-z])((?:\s?\([0-9a-z]{1,4}\))*)\s?(条?)", re.ASCII)
_RANK = re.compile(r"(\d{1,3})(?:st|nd|rd|th|e|eme|o|a|-?[йяеми]{1,2})(?!\w)")
_STEP = re.compile(r"[0-9a-z]+")
_TREATIES = "SELECT ?t ?of ?on WHERE { ?t a cse:Treaty ; cse:adoptedOn ?on OPTIONAL { ?t cse:supplements ?of } }"


@lru_cache(maxsize=3)
def _things(names: Names) -> tuple[Mapping[str, Mapping[tuple[Called, str], bool]], Sequence[str]]:
    """Return what each name may stand for and whether it is a code, and all names and known words, sorted."""
    found: defaultdict[str, dict[tuple[Called, str], bool]] = defaultdict(dict)
    named = [(kind, entry.key, name) for kind in _KINDS for entry in names.all(kind) for name in entry.names]
    # A State that was a territory once, as Niue, is the State.
    states = {key for kind, key, _ in named if kind == "state"}
    named = [each for each in named if each[0] != "territory" or each[1] not in states]
    for called, key, name in named:
        is_code = name.text.isupper() and len(name.words) <= _CODE
        for words in {name.words, name.words.replace(" ", "") if called == "treaty" else name.words}:
            things = found[stem(words)]
            things[called, key] = things.get((called, key), True) and is_code
    return found, sorted({*found, *known_words()})


def _most_words(names: Sequence[str], words: Sequence[Word]) -> int:
    """Return the number of words, from the first on, with which one of the sorted names begins, and one at least."""
    said, length = words[0].folded, 1
    while length < len(words):
        said += " "
        at = bisect_left(names, said)
        if at == len(names) or not names[at].startswith(said):
            break
        said, length = said + words[length].folded, length + 1
    return length


def pieces_of(store: QueryEngine, names: Names, text: str) -> list[Piece]:
    """Return the pieces of a clean text; raises NotUnderstoodError for words that are not known."""
    if (number := len(text.split())) > _MOST_WORDS:
        raise NotUnderstoodError(
            text, _("a claim has at most {most} words, not {number}", most=_MOST_WORDS, number=number)
        )
    # Asked first: at each sentence the store may say that the time of the request is over.
    known = {code(key): (code(parent), day(on)) for key, parent, on in values(store, _TREATIES)}
    words, pieces = words_of(text), []
    unknown: list[Word] = []
    place = 0
    while place < len(words):
        length, piece = _piece_at(names, text, words, place)
        if piece is None:
            unknown += words[place : place + length]
        elif unknown:
            break
        else:
            pieces.append(piece)
        place += length
    if unknown:
        raise _unknown(names, unknown)
    check_names(store, pieces)
    for piece in pieces:
        if piece.is_("territory") and not any(each.is_(*TERRITORIAL, "in-force") for each in pieces):
            raise _unknown(names, piece.words)
    return _completed(_in_full(pieces, known))


def _unknown(names: Names, words: Sequence[Word]) -> NotUnderstoodError:
    """Return the error about words that name nothing, or several things, or a territory or area."""
    part = Piece(frozenset(), words).text
    try:
        if len(part) > _CODE:
            names.one("state", part)
    except CsekgError as error:
        if not isinstance(error, UnknownNameError) or isinstance(error, NoActorError) or error.nearest:
            return NotUnderstoodError(part, str(error))
        near = [each.entry for each in names.near("treaty", part) if each.score >= _NEAR]
        if near:
            told = [(entry.key, entry.short_name) for entry in near]
            return NotUnderstoodError(part, str(UnknownNameError("treaty", part, (), nearest=told)))
    verb = _verb_near(folded_words(part))
    hints = [_("Did you mean {names}?", names=verb)] if verb else []
    unknown = as_sentence(capital(_("not understood: {words}", words=shortened(part))))
    return NotUnderstoodError(part, sentences(unknown, *hints) if hints else "")


#: What the name is that only helps a search, by the meaning that it has in a claim.
_NO_STATE = {
    "part": later("{name} is a part of {state}, and only the State can be a party: write the State"),
    "gone": later("{name} was another State, or a territory, than {state} of today: write the one that is meant"),
    "several": later("{name} may be any of several treaties: write which"),
}


def check_names(store: QueryEngine, pieces: Iterable[Piece]) -> None:
    """Raise the error that says what a name is that helps a search, but is no State of today, or several treaties."""
    for piece in pieces:
        for kind, _sign, key in (each.partition("-") for each in piece.kinds):
            if kind in _NO_STATE:
                state = actor_ref(store, key).name if key else ""
                raise NotUnderstoodError(piece.text, _(_NO_STATE[kind], name=piece.text, state=state))


def named(text: str) -> Piece:
    """Return the piece of one name, with what it means beside what it names."""
    return Piece(known_words().get(stem(folded_words(text)), frozenset()), words_of(text))


def _verb_near(word: str) -> str:
    """Return the verb from which a word differs in two letters at most and begins alike, '' where there is none."""
    verbs = [name for name, kinds in known_words().items() if kinds & PREDICATES and name[0] == word[:1]]
    long_enough = _LEAST_SLIP <= len(word) <= _LONGEST_WORD
    near = extractOne(word, verbs, scorer=OSA.distance, score_cutoff=2) if long_enough else None
    return near[0] if near else ""


def _piece_at(names: Names, text: str, words: Sequence[Word], place: int) -> tuple[int, Piece | None]:
    """Return the longest piece that begins with a word and its number of words; None where none does."""
    (things, all_names), first = _things(names), words[place]
    try:
        dated = period_at(text, words, place)
    except CsekgError as error:
        raise NotUnderstoodError(text[first.start :].split()[0], str(error)) from None
    if dated and dated[0] > 1 and "list" in known_words().get(first.folded, ()):
        # "The 2014 Protocol" may begin a name that begins with its year.
        named = _piece_at(names, text, words, place + 1)[1]
        dated = None if named and named.is_("treaty") else dated
    for length in range(_most_words(all_names, words[place:]), 0, -1):
        its = words[place : place + length]
        said = " ".join(word.folded for word in its)
        if dated and dated[0] >= length:
            return dated[0], Piece(frozenset({"period"}), words[place : place + dated[0]], period=dated[1])
        in_capitals = all(word.text.isupper() for word in its)
        called = {thing: code for thing, code in things.get(said, {}).items() if in_capitals or not code}
        meanings = frozenset(name for name in known_words().get(said, ()) if not name.startswith("month-"))
        if meanings and (all(called.values()) or any(name.startswith(NO_STATE) for name in meanings)):
            # Numbers and places in words: "four" is a number with the value 4.
            valued = next((name for name in meanings if name.startswith(VALUED)), "")
            kind, _sign, value = valued.partition("-")
            return length, Piece(meanings | ({kind} if kind else set()), its, value)
        if called:
            (kind, key), *others = called
            if others:
                raise _unknown(names, its)
            if kind == "state" and all(part in things for part in said.split(" and ")) and " and " in said:
                raise NotUnderstoodError(Piece(frozenset(), its).text, _(AGAIN))
            return length, Piece(frozenset({kind}), its, key)
    if match := _RANK.match(text, first.start):
        length = sum(word.start < match.end() for word in words[place:])
        return length, Piece(frozenset({"rank"}), words[place : place + length], match[1])
    if match := _ARTICLE.match(text, first.start):
        length = sum(word.start < match.end() for word in words[place:])
        kinds = frozenset({"number", "article"} if match[3] else {"number"})
        return length, Piece(kinds, words[place : place + length], "/".join((match[1], *_STEP.findall(match[2]))))
    # Arabic "and", "to" and "for" are the first letter of the next word.
    if first.text[0] in "ولبف" and _CODE <= len(first.text) <= _LONGEST_WORD:
        rest = text[first.start + 1 :].removeprefix("ل" if first.text[0] == "ل" else "")
        length, piece = _piece_at(names, rest, words_of(rest), 0)
        if piece and first.text[0] == "و":
            piece = replace(piece, kinds=piece.kinds | {"and"})
        return length, piece
    return 1, None


def _in_full(pieces: list[Piece], known: Mapping[str, tuple[str, date | None]]) -> list[Piece]:
    """Join to the name of a treaty what tells which is meant: a protocol's convention, the day of its adoption."""
    for one, other in combinations(range(len(pieces)), 2):
        if other - one > _NEAR_BY or not all(piece.is_("list") for piece in pieces[one + 1 : other]):
            continue
        for name, part in ((one, other), (other, one)):
            parent, adopted = known.get(pieces[name].value, ("", None))
            period, is_listed = pieces[part].period, any(p.words[0].after_comma for p in pieces[one + 1 : other + 1])
            is_parent = bool(parent) and pieces[part].value == parent and not is_listed
            is_day = adopted and period and period.first <= adopted <= period.last
            if is_parent or (is_day and is_of(pieces, name, part) and (name == one or not is_listed)):
                words = [word for piece in pieces[one : other + 1] for word in piece.words]
                return _in_full([*pieces[:one], replace(pieces[name], words=words), *pieces[other + 1 :]], known)
    return pieces


def is_of(pieces: Sequence[Piece], name: int, at: int) -> bool:
    """Return whether a day or year belongs to what is named: "the 1989 CRC", "the CRC of 1989", not "in 1989"."""
    first, period = pieces[at].words[0], pieces[at].period
    begins, is_year = known_words().get(first.folded, ()), bool(period and period.first.month < period.last.month)
    if at > name:
        between = pieces[name + 1 : at]
        is_of = "of" in begins or (first.text[0].isdigit() and not between)
        return (is_year and is_of) or (len(between) == 1 and between[0].is_("of"))
    in_name = "list" in begins or (first.text[0].isdigit() and (at == 0 or pieces[at - 1].is_("list")))
    return in_name and (is_year or at == name - 1)


def _completed(pieces: list[Piece]) -> list[Piece]:
    """Repeat the verb that is left out, as in "the OPAC but not the OPSC", or "but Kenya has not"."""
    verbs = [place for place, piece in enumerate(pieces) if piece.is_(*PREDICATES)]
    if len(verbs) != 1 or pieces[verbs[0]].is_(*STATEMENTS):
        return pieces
    if any(piece.period for piece in pieces):
        return _completed_with_days(pieces, verbs[0])
    for at in range(1, verbs[0]):
        if pieces[at].is_("but") and pieces[at + 1].is_("not"):
            # "Norway, but not Kenya, has": what is denied goes to the end.
            denied = range(at + 2, verbs[0])
            end = next((place for place in denied if not pieces[place].is_("state", *_LISTING)), verbs[0])
            return _completed([*pieces[:at], *pieces[end:], *pieces[at:end]])
    for at in range(verbs[0] + 1, len(pieces) - 1):
        rest, first = pieces[at:], pieces[at]
        begins = first.is_("but") or first.words[0].after_comma or (first.is_("nor") and pieces[at + 1].is_("filler"))
        named = [piece.is_(*_KINDS) for piece in rest]
        others = (piece.is_(*_KINDS, "but", "not", "filler", *_LISTING) for piece in rest)
        if begins and any(named) and all(others):
            # "But Norway has" ends with what the verb follows.
            last = len(pieces) if rest[-1].is_("filler") else 0
            end = next((place for place, piece in enumerate(rest, at + 1) if piece.is_("not", "nor")), last)
            return [*pieces[:end], pieces[verbs[0]], *pieces[end:]] if end else pieces
    return pieces


def _completed_with_days(pieces: list[Piece], verb: int) -> list[Piece]:
    """Repeat the verb before a second State or treaty and its day: "ratified the CRC in 1990, the OPAC in 2002"."""
    starts, timed = [verb], any(piece.period for piece in pieces[:verb])
    for at in range(verb + 1, len(pieces) - 1):
        # A part begins where the one before has its day.
        if timed and (pieces[at].is_("and", "but") or pieces[at].words[0].after_comma):
            starts.append(at)
            timed = False
        timed |= bool(pieces[at].period)
    found = pieces[: [*starts, len(pieces)][1]]
    is_clear = sum(piece.is_("period") for piece in found) == 1 and not any(piece.is_(*DENIALS) for piece in found)
    for at, end in pairwise([*starts[1:], len(pieces)]):
        part = pieces[at:end]
        kinds = {kind for piece in part for kind in ("not", "period", "state", "treaty") if kind in piece.kinds}
        is_clear &= all(piece.is_(*kinds, "filler", "in-day", "but", *_LISTING, "towards") for piece in part)
        is_clear &= kinds in ({"not", "treaty"}, {"period", "state"}, {"period", "treaty"})
        first = next((place for place, piece in enumerate(part, 1) if piece.is_("not")), 1)
        found += [*part[:first], pieces[verb], *part[first:]]
    return found if is_clear else pieces


@dataclass(frozen=True, slots=True)
class Clause:
    """What is claimed between two conjunctions: the pieces, the place of the predicate, what it says."""

    pieces: Sequence[Piece]
    predicate: int
    what: str
    of: str
    joint: Piece | None

    def all(self, kind: str) -> list[Piece]:
        """Return the pieces of a kind."""
        return [piece for piece in self.pieces if kind in piece.kinds]

    def odd(self, kind: str) -> NotUnderstoodError:
        """Return the error about the first word of a kind, which does not belong here."""
        return NotUnderstoodError(self.all(kind)[0].words[0].text)

    def fault(self, why: str) -> NotUnderstoodError:
        """Return the error that says why the clause is not understood."""
        return NotUnderstoodError(" ".join(piece.text for piece in self.pieces), why)


def clauses_of(pieces: list[Piece]) -> list[Clause]:
    """Return the clauses: each has one predicate, and begins with the last conjunction before it."""
    places = [place for place, piece in enumerate(pieces) if piece.is_(*PREDICATES)]
    if not places:
        whole = " ".join(piece.text for piece in pieces)
        raise NotUnderstoodError(whole, _("nothing is said here of a treaty: no act and no status"))
    starts, groups = [0], [[places[0]]]
    for before, place in pairwise(places):
        between = range(before + 1, place + 1)
        joints = [at for at in between if pieces[at].is_(*JOINTS)] or [
            at for at in between if pieces[at].words[0].after_comma
        ]
        if joints:
            starts.append(joints[-1])
            groups.append([])
        groups[-1].append(place)
    found = []
    for start, end, group in zip(starts, [*starts[1:], len(pieces)], groups, strict=True):
        while pieces[end - 1].is_("and", "but", "filler") and end < len(pieces):
            end -= 1
        what, of = _predicate([pieces[place] for place in group])
        if what == "in-force" and any(piece.is_("begins") for piece in pieces[start:end]):
            what = "entered-into-force"
        found.append(Clause(pieces[start:end], group[0] - start, what, of, pieces[start] if start else None))
    return found


def _predicate(pieces: Sequence[Piece]) -> tuple[str, str]:
    """Return what is claimed, of words that belong together as `withdrew` and `reservation`."""
    said = frozenset(name for piece in pieces for name in piece.kinds & PREDICATES)
    statement = next((name for name in said if name in STATEMENTS), "")
    kind = next((name for name in said if name in CONSENTS), "joined")
    if len(said) == 1 and said != {"no-longer"}:
        return {"withdrew": "denounced"}.get(*said, *said), ""
    if statement and said in ({"no-longer", statement}, {"withdrew", statement}):
        return ("withdrew", statement) if "withdrew" in said else (statement, "")
    if said == {"no-longer", "party"}:
        return "former", ""
    if ("objection" in said and said <= {*STATEMENTS}) or said <= {kind, "joined", "party"}:
        return "objection" if "objection" in said else kind, ""
    part = " ... ".join(piece.text for piece in pieces)
    raise NotUnderstoodError(part, _("several things at once: write each as a claim of its own"))
