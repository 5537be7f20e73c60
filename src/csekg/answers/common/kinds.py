"""The kinds of act, coarse and fine, by the class of the act in the graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from csekg.answers.common.base import code
from csekg.namespaces import ONTOLOGY

What = Literal["signature", "consent", "territorial", "statement", "invitation", "denunciation", "status-change"]

#: The coarse kinds of acts: a change of status is none, it follows from them.
ACTS: tuple[What, ...] = tuple(each for each in get_args(What) if each != "status-change")

#: Coarse kind by class; the fine kind is the class's own name.
CLASSES: dict[str, What] = {
    "Signature": "signature",
    "ConsentToBeBound": "consent",
    "TerritorialApplication": "territorial",
    "TerritorialExclusion": "territorial",
    "Reservation": "statement",
    "InterpretativeDeclaration": "statement",
    "Declaration": "statement",
    "BindingAgeDeclaration": "statement",
    "Objection": "statement",
    "Communication": "statement",
    "AuthorityDesignation": "statement",
    "ReservationWithdrawal": "statement",
    "DeclarationModification": "statement",
    "Invitation": "invitation",
    "Denunciation": "denunciation",
    # Last, since every other statement has this class as well: its text has not been read.
    "TreatyStatement": "statement",
}
#: The classes of statements whose text has been read.
READ = tuple(name for name, what in CLASSES.items() if what == "statement")[:-1]


def class_of(types: Iterable[str]) -> str:
    """Return the class of an act, one of `CLASSES`, by the IRIs of all its classes."""
    names = {type_.removeprefix(ONTOLOGY) for type_ in types}
    return next(name for name in CLASSES if name in names)


def fine_kind(class_: str, consent_kind: str = "") -> str:
    """Return the kind of an act: that of a consent, as `ratification`, else the class's name.

    `InterpretativeDeclaration` becomes `interpretative-declaration`. `consent_kind` is the IRI of
    the concept.
    """
    if class_ == "ConsentToBeBound":
        return code(consent_kind) or "consent"
    if class_ == "TreatyStatement":
        return "statement"
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in class_).removeprefix("-")
