"""The kinds of act, coarse and fine, by the class of the act in the graph."""

from __future__ import annotations

from typing import Literal, get_args

from csekg.answers.common.base import code
from csekg.answers.common.properties import Properties
from csekg.languages.messages import _, stated
from csekg.languages.words import later
from csekg.namespaces import ONTOLOGY, RDF

What = Literal[
    "signature", "consent", "territorial", "statement", "invitation", "denunciation",
    "status-change",
]  # fmt: skip

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
#: Coarse and fine kinds in words.
_IN_WORDS = {
    "acceptance": later("acceptance"),
    "accession": later("accession"),
    "approval": later("approval"),
    "authority-designation": later("authority designation"),
    "binding-age-declaration": later("binding age declaration"),
    "communication": later("communication"),
    "consent": later("consent"),
    "declaration": later("declaration"),
    "declaration-modification": later("declaration modification"),
    "definitive-signature": later("definitive signature"),
    "denunciation": later("denunciation"),
    "formal-confirmation": later("formal confirmation"),
    "interpretative-declaration": later("interpretative declaration"),
    "invitation": later("invitation"),
    "objection": later("objection"),
    "ratification": later("ratification"),
    "ratification-acceptance-or-approval": later("ratification acceptance or approval"),
    "reservation": later("reservation"),
    "reservation-withdrawal": later("reservation withdrawal"),
    "signature": later("signature"),
    "statement": later("statement"),
    "status-change": later("status change"),
    "succession": later("succession"),
    "territorial": later("territorial"),
    "territorial-application": later("territorial application"),
    "territorial-exclusion": later("territorial exclusion"),
    "unclear": later("unclear"),
}


def kind_in_words(kind: str) -> str:
    """Return a coarse or fine kind of act in words: `interpretative declaration`."""
    return _(_IN_WORDS[kind]) if kind in _IN_WORDS else stated(kind.replace("-", " "))


def change_in_words(before: str, after: str) -> str:
    """Return a change from one status to another in words, given their labels."""
    return _("{before} to {after}", before=before, after=after)


def class_of(about: Properties) -> str:
    """Return the class of an act, one of `CLASSES`."""
    names = {value.removeprefix(ONTOLOGY) for value in about.texts(RDF.type)}
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
