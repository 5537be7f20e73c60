"""Reads sentences such as "Kenya has signed but not ratified the OPSC" as claims, by rules.

Every word must be understood: what is left over could turn the meaning, and is named instead. States
and treaties are read by the names that the search knows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, product

from csekg.answers.claims.days import Period, period_at
from csekg.answers.claims.words import (
    DENIALS,
    JOINTS,
    PREDICATES,
    RELATIONS,
    STATEMENTS,
    Word,
    clean,
    known_words,
    stem,
    words_of,
)
from csekg.answers.search.indexes import Called, Names
from csekg.errors import CsekgError, NoActorError, UnknownNameError, shortened
from csekg.languages.messages import _

#: The most claims of one sentence, as of five States under four treaties.
_MOST = 20
#: Names in capitals with so few letters are read in capitals only.
_CODE = 3
#: With such a score the name of a treaty is near enough to be suggested.
_NEAR = 75


class NotUnderstoodError(CsekgError):
    """A sentence that is no claim as csekg reads them; `part` is what is not understood."""

    def __init__(self, part: str, why: str = "") -> None:
        """Take the part, and what is wrong with it where that is not merely unknown."""
        self.part = part
        super().__init__(why or _("not understood: {words}", words=shortened(part)))


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed of a State under a treaty, both by key; of the treaty itself `state` is ''.

    `what` is a predicate of `words.py`, `former`, or `withdrew` with the kind of statement in `of`.
    `relation` says how the period belongs to it, '' for on or within. `target` is the State whose
    statement is objected to. A statement with `made` is claimed to have been made, without it to
    stand; a status with `past` to have been.
    """

    state: str
    treaty: str
    what: str
    negated: bool = False
    relation: str = ""
    period: Period | None = None
    article: str = ""
    target: str = ""
    of: str = ""
    made: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words and what they mean: meanings, or `state`, `treaty`, `number`, `period` and which."""

    kinds: frozenset[str]
    words: Sequence[Word]
    value: str = ""
    period: Period | None = None

    def is_(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


_KINDS: tuple[Called, ...] = ("state", "treaty", "territory")
_ARTICLE = re.compile(r"第?\s?(\d{1,3})((?:\s?\([0-9a-z]{1,4}\))*)\s?(条?)", re.ASCII)
_STEP = re.compile(r"[0-9a-z]+")


@lru_cache(maxsize=3)
def _things(names: Names) -> tuple[Mapping[str, Mapping[tuple[Called, str], bool]], int]:
    """Return what each name may stand for and whether it is a code, and the words of the longest name."""
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
    return found, max(words.count(" ") + 1 for words in (*found, *known_words()))


def read(names: Names, text: str) -> list[Claim]:
    """Return the claims of a sentence.

    Raises NotUnderstoodError for a question, for words that are not known, and for a sentence that
    could be read in several ways.
    """
    plain = clean(text)
    asked = NotUnderstoodError(text, _("a question is no claim: write it as a statement"))
    if re.search("[?؟]", plain):
        raise asked
    pieces = _pieces(names, plain)
    if pieces and pieces[0].is_("question"):
        raise asked
    clauses = _clauses(pieces)
    claims = [claim for number in range(len(clauses)) for claim in _claims(clauses, number)]
    if len(claims) > _MOST:
        raise NotUnderstoodError(text, _("{number} claims in one sentence are too many", number=len(claims)))
    return claims


def _pieces(names: Names, text: str) -> list[_Piece]:
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
    return pieces


def _unknown(names: Names, words: Sequence[Word]) -> NotUnderstoodError:
    """Return the error about words that name nothing, or several things, or a territory or area."""
    part = " ".join(word.text for word in words)
    try:
        if len(part) > _CODE:
            names.one("state", part)
    except UnknownNameError as error:
        if isinstance(error, NoActorError) or error.nearest:
            return NotUnderstoodError(part, str(error))
        near = [each.entry for each in names.near("treaty", part) if each.score >= _NEAR]
        if near:
            told = [(entry.key, entry.short_name) for entry in near]
            return NotUnderstoodError(part, str(UnknownNameError("treaty", part, (), nearest=told)))
    except CsekgError as error:
        return NotUnderstoodError(part, str(error))
    return NotUnderstoodError(part)


def _piece_at(names: Names, text: str, words: Sequence[Word], place: int) -> tuple[int, _Piece | None]:
    """Return the longest piece that begins with a word and its number of words; None where none does."""
    (things, longest), first = _things(names), words[place]
    try:
        dated = period_at(text, words, place)
    except CsekgError as error:
        raise NotUnderstoodError(text[first.start :].split()[0], str(error)) from None
    for length in range(min(longest, len(words) - place), 0, -1):
        its = words[place : place + length]
        said = " ".join(word.folded for word in its)
        if dated and dated[0] >= length:
            return dated[0], _Piece(frozenset({"period"}), words[place : place + dated[0]], period=dated[1])
        in_capitals = all(word.text.isupper() for word in its)
        called = {thing: code for thing, code in things.get(said, {}).items() if in_capitals or not code}
        meanings = frozenset(name for name in known_words().get(said, ()) if not name.startswith("month-"))
        if meanings and all(called.values()):
            return length, _Piece(meanings, its)
        if called:
            (kind, key), *others = called
            if others or kind == "territory":
                raise _unknown(names, its)
            return length, _Piece(frozenset({kind}), its, key)
    if match := _ARTICLE.match(text, first.start):
        length = sum(word.start < match.end() for word in words[place:])
        kinds = frozenset({"number", "article"} if match[3] else {"number"})
        return length, _Piece(kinds, words[place : place + length], "/".join((match[1], *_STEP.findall(match[2]))))
    # Arabic "and", "to" and "for" are the first letter of the next word.
    if first.text[0] in "ولبف" and len(first.text) >= _CODE:
        rest = text[first.start + 1 :].removeprefix("ل" if first.text[0] == "ل" else "")
        length, piece = _piece_at(names, rest, words_of(rest), 0)
        if piece and first.text[0] == "و":
            piece = replace(piece, kinds=piece.kinds | {"and"})
        return length, piece
    return 1, None


@dataclass(frozen=True, slots=True)
class _Clause:
    """What is claimed between two conjunctions: the pieces, the place of the predicate, what it says."""

    pieces: Sequence[_Piece]
    predicate: int
    what: str
    of: str
    joint: _Piece | None

    def all(self, kind: str) -> list[_Piece]:
        return [piece for piece in self.pieces if kind in piece.kinds]

    def fault(self, why: str) -> NotUnderstoodError:
        return NotUnderstoodError(" ".join(word.text for piece in self.pieces for word in piece.words), why)


def _clauses(pieces: list[_Piece]) -> list[_Clause]:
    """Return the clauses: each has one predicate, and begins with the last conjunction before it."""
    places = [place for place, piece in enumerate(pieces) if piece.is_(*PREDICATES)]
    if not places:
        whole = " ".join(word.text for piece in pieces for word in piece.words)
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
        found.append(_Clause(pieces[start:end], group[0] - start, what, of, pieces[start] if start else None))
    return found


def _predicate(pieces: Sequence[_Piece]) -> tuple[str, str]:
    """Return what is claimed, of words that belong together as `withdrew` and `reservation`."""
    said = frozenset(name for piece in pieces for name in piece.kinds & PREDICATES)
    statement = next((name for name in said if name in STATEMENTS), "")
    if said == {"withdrew"}:
        return "denounced", ""
    if len(said) == 1 and said != {"no-longer"}:
        return next(iter(said)), ""
    if statement and said == {"withdrew", statement}:
        return "withdrew", statement
    if said == {"no-longer", "party"}:
        return "former", ""
    if said == {"joined", "party"}:
        return "joined", ""
    if pieces[0].is_("objection") and said <= {*STATEMENTS}:
        return "objection", ""
    part = " ... ".join(" ".join(word.text for word in piece.words) for piece in pieces)
    raise NotUnderstoodError(part, _("several things at once: write each as a claim of its own"))


def _claims(clauses: Sequence[_Clause], number: int) -> list[Claim]:
    """Return the claims of a clause, which may leave out what another clause has."""
    clause, before = clauses[number], clauses[:number][::-1]
    _check_order(clause)
    negated = _negated(clauses, number)
    _check_done(clause, negated)
    states = clause.all("state") or next((found for other in before if (found := other.all("state"))), [])
    others = [*before, *clauses[number + 1 :]]
    treaties = clause.all("treaty") or next((found for other in others if (found := other.all("treaty"))), [])
    target = ""
    if clause.what == "objection":
        states, target = _objection(clause, states)
    if not treaties:
        raise clause.fault(_("no treaty is named here that the register knows"))
    if not states and clause.what != "in-force":
        raise clause.fault(_("no State is named here that the register knows"))
    relation, period = _time(clauses, number)
    articles = clause.all("number")
    if bool(articles) != bool(clause.all("article")) or (articles and not {clause.what, clause.of} & {*STATEMENTS}):
        raise clause.fault(_("a number is understood as that of an article, of reservations and declarations only"))
    one = Claim(
        state="",
        treaty="",
        what=clause.what,
        negated=negated,
        relation=relation,
        period=period,
        target=target,
        of=clause.of,
        made=bool(clause.all("made")) or bool(clause.joint and clause.joint.is_("with", "without")),
        past=bool(clause.all("past")),
    )
    chosen = product(_keys(states) or [""], _keys(treaties), _keys(articles) or [""])
    return [replace(one, state=state, treaty=treaty, article=article) for state, treaty, article in chosen]


def _keys(pieces: Iterable[_Piece]) -> list[str]:
    return list(dict.fromkeys(piece.value for piece in pieces))


def _check_order(clause: _Clause) -> None:
    """Raise the error of a clause whose parts are in an order in which it may mean something else.

    "Kenya has ratified the OPSC and Uganda the OPAC" must not be read as four claims.
    """
    again = _("this may be read in several ways: write each claim as a sentence of its own")
    inner = clause.pieces[1:] if clause.joint else clause.pieces
    for kind in ("treaty", "number") if clause.what == "objection" else ("state", "treaty", "number"):
        places = [place for place, piece in enumerate(clause.pieces) if kind in piece.kinds]
        for piece in clause.pieces[places[0] : places[-1]] if places else ():
            if not piece.is_(kind, "and", "or", "nor", "list", "by", "article"):
                raise clause.fault(again)
    if any(piece.is_("but") for piece in inner):
        raise clause.fault(again)
    if any(piece.is_("or") for piece in inner) and not clause.all("not"):
        raise clause.fault(_("one of several things is no single claim: write one of them"))


def _check_done(clause: _Clause, negated: bool) -> None:
    """Raise the error of a clause that says what is to be done, as "has to ratify", not what was or was not done."""
    for place, piece in enumerate(clause.pieces):
        if piece.is_("infinitive") and not (negated and place and not clause.pieces[place - 1].is_("towards")):
            raise clause.fault(_("what is yet to be done is no claim: write what was done, or was not done"))


def _negated(clauses: Sequence[_Clause], number: int) -> bool:
    """Return whether a clause denies, by a word of its own or, after "or", by one of the clause before."""
    clause = clauses[number]
    denials = [piece.is_(*DENIALS) for piece in clause.pieces]
    carried = number and clause.joint and any(piece.is_(*DENIALS) for piece in clauses[number - 1].pieces)
    unclear = any(denials) and not any(denials[: clause.predicate])
    if carried and not any(denials) and not clause.all("state") and not clause.joint.is_("or", "but"):  # type: ignore[union-attr]  # carried has one
        unclear = True
    if unclear:
        raise clause.fault(_("it is not clear what is denied here: write one claim a sentence"))
    return any(denials) or bool(carried and clause.joint and clause.joint.is_("or") and not clause.all("state"))


def _objection(clause: _Clause, states: list[_Piece]) -> tuple[list[_Piece], str]:
    """Return who objects and to whose statement: the first State and the second, unless "by" turns them."""
    own = [place for place, piece in enumerate(clause.pieces) if piece.is_("state")]
    joined = any(clause.pieces[place - 1].is_("and", "or", "nor") for place in own[1:])
    if not states or len(own) > 2 or joined:
        raise clause.fault(_("name the State that objects and the one whose statement it objects to"))
    if len(own) < 2:
        return states, ""
    first, second = (clause.pieces[place] for place in own)
    if clause.pieces[own[1] - 1].is_("by"):
        first, second = second, first
    return [first], second.value


def _time(clauses: Sequence[_Clause], number: int) -> tuple[str, Period | None]:
    """Return the time of a clause and how it belongs to it; without one, that of a neighbour may be its own.

    It is before the first act, as in "in 2004 Kenya signed and ratified", or after two acts that stand
    together, as in "signed and ratified the CRC in 1990".
    """
    clause, first = clauses[number], clauses[0]
    found = _own_time(clause)
    if found[1] is None and any(piece.period for piece in first.pieces[: first.predicate]):
        return _own_time(first)
    if found[1] is None and number + 1 < len(clauses):
        after = clauses[number + 1]
        rest = [*clause.pieces[clause.predicate + 1 :], *after.pieces[: after.predicate]]
        if not any(piece.is_("state", "treaty") for piece in rest):
            return _own_time(after)
    return found


def _own_time(clause: _Clause) -> tuple[str, Period | None]:
    pieces = clause.pieces
    places = [place for place, piece in enumerate(pieces) if piece.period]
    for place, piece in enumerate(pieces):
        near = any(place - 1 <= at < place + 4 for at in places)
        if piece.kinds <= {*RELATIONS, "in-day", "year"} and not near:
            raise NotUnderstoodError(piece.words[0].text)
    if not places:
        return "", None
    first, last = pieces[places[0]].period, pieces[places[-1]].period
    before = places[0] - 1
    while before >= 0 and pieces[before].is_("list", "filler", "year") and not pieces[before].is_(*RELATIONS):
        before -= 1
    # In Chinese "before" and "since" follow the day.
    after = [piece for piece in pieces[places[0] + 1 : places[0] + 2] if not piece.words[0].text.isascii()]
    around = [*pieces[max(0, before) : before + 1], *after]
    relation = next((name for piece in around for name in RELATIONS if name in piece.kinds), "")
    if len(places) == 2 and relation in ("between", "since") and places[1] - places[0] <= 3 and first and last:
        return "", Period(first.first, last.last)
    if len(places) > 1 or relation == "between":
        raise clause.fault(_("one day in a claim, or two after “between”: write a claim for each"))
    return relation, first
