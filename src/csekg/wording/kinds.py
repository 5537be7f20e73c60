"""Says kinds of acts, and changes from one status to another."""

from __future__ import annotations

from csekg.languages.messages import _, stated
from csekg.languages.words import later

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
    "ratification-acceptance-or-approval": later("ratification, acceptance or approval"),
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
    return stated(_IN_WORDS.get(kind, kind.replace("-", " ")))


def change_in_words(before: str, after: str) -> str:
    """Return a change from one status to another in words, given their labels."""
    return _("{before} to {after}", before=before, after=after)
