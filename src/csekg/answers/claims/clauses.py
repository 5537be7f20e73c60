"""The clauses of a sentence: what stands between two conjunctions, and says one thing of a treaty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from csekg.answers.claims.pieces import NotUnderstoodError, Piece
from csekg.answers.claims.words import CONSENTS, JOINTS, PREDICATES, STATEMENTS
from csekg.languages.messages import _


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

    def fault(self, why: str) -> NotUnderstoodError:
        """Return the error that says why the clause is not understood."""
        return NotUnderstoodError(" ".join(word.text for piece in self.pieces for word in piece.words), why)


def clauses_of(pieces: list[Piece]) -> list[Clause]:
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
        if what == "in-force" and any(piece.is_("begins") for piece in pieces[start:end]):
            what = "entered-into-force"
        found.append(Clause(pieces[start:end], group[0] - start, what, of, pieces[start] if start else None))
    return found


def _predicate(pieces: Sequence[Piece]) -> tuple[str, str]:
    """Return what is claimed, of words that belong together as `withdrew` and `reservation`."""
    said = frozenset(name for piece in pieces for name in piece.kinds & PREDICATES)
    statement = next((name for name in said if name in STATEMENTS), "")
    if said == {"withdrew"}:
        return "denounced", ""
    if len(said) == 1 and said != {"no-longer"}:
        return next(iter(said)), ""
    if statement and said == {"no-longer", statement}:
        return statement, ""
    if statement and said == {"withdrew", statement}:
        return "withdrew", statement
    if said == {"no-longer", "party"}:
        return "former", ""
    if "objection" in said and said <= {*STATEMENTS}:
        return "objection", ""
    kind = next((name for name in said if name in CONSENTS), "joined")
    if said <= {kind, "joined", "party"}:
        return kind, ""
    part = " ... ".join(" ".join(word.text for word in piece.words) for piece in pieces)
    raise NotUnderstoodError(part, _("several things at once: write each as a claim of its own"))
