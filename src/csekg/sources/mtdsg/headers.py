"""The header of a column of acts: which kind of act each letter after a date stands for.

A header lists acts, each with its letter where it has one: `Ratification, Accession(a),
Succession(d)`. The order differs between treaties, and the same letter means different acts in
different columns; so letters are read by the header of their column alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from csekg.sources.records import SourceFileError

#: Letters in parentheses at the end of an act; `(1)` after an article is none.
_LETTER = re.compile(r"^(?P<act>.*?)\s*\((?P<letter>[A-Za-z]{1,2})\)$", re.DOTALL)
_CONSENT = {
    "ratif": "ratification", "acceptance": "acceptance", "approval": "approval",
    "acce(?:ssion|ded)": "accession", "adhe(?:sion|red)": "accession", "succession": "succession",
}  # fmt: skip
#: The first that occurs in the words of an act gives its kind. A confirmed signature, a
#: participation and an application bind, but say nothing of the form of the consent.
_WORDS = (
    ("succession to (?:the )?signature", "succession-to-signature"),
    ("provisional", "provisional-application"),
    ("confirmation of (?:the )?signature", "consent"),
    ("formal confirmation", "formal-confirmation"),
    ("definitive signature or", "consent"),
    ("definitive signature", "definitive-signature"),
    ("^signature", "signature"),
    ("denunciation|withdrawal|termination", "denunciation"),
    ("suspension", "suspension"),
)
#: Looked for where an act names no form of consent.
_FURTHER = (
    ("participation|consent|application|undertaking|adoption|membership", "consent"),
    ("territor", "territorial-application"),
    ("notification|extension", "notification"),
    ("declaration", "declaration"),
    ("objection", "objection"),
    ("signature$", "signature"),
)
_EFFECT = re.compile(r"entry into force|effective|taking effect|date of effect", re.IGNORECASE)

#: Kinds that make a participant a party.
CONSENTS = frozenset({
    "ratification", "acceptance", "approval", "accession", "succession", "formal-confirmation",
    "definitive-signature", "consent",
})  # fmt: skip
#: Three times the longest header that was seen.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of participants.

    `kinds` has the kind of act for each letter, '' for dates without one, and `words` the words of
    the header for each. `is_effect` tells a column of the days on which the acts take effect.
    """

    header: str
    kinds: Mapping[str, str]
    words: Mapping[str, str]
    is_effect: bool = False

    @property
    def is_consent(self) -> bool:
        """Whether an act of this column makes a participant a party."""
        return not CONSENTS.isdisjoint(self.kinds.values())

    @property
    def is_signature(self) -> bool:
        """Whether an act of this column makes a participant a signatory."""
        return not {"signature", "succession-to-signature"}.isdisjoint(self.kinds.values())


def read_header(text: str, place: str) -> Column:
    """Return what a header says; raises SourceFileError for one with an act that is unknown."""
    header = " ".join(text.split())
    if len(header) > _LONGEST:
        raise SourceFileError(place, "the header of a column has no end", header)
    if _EFFECT.search(header) and not kind_of(header):
        return Column(header, {}, {}, is_effect=True)
    kinds: dict[str, set[str]] = {}
    words: dict[str, list[str]] = {}
    for act, letter in _acts(header):
        kind = kind_of(act)
        if not kind:
            raise SourceFileError(
                place, "the header of the column has an act that is unknown", act or header,
                hint="Known are signature, ratification, acceptance, approval, accession, "
                "succession, formal confirmation, provisional application and the like.",
            )  # fmt: skip
        kinds.setdefault(letter, set()).add(kind)
        words.setdefault(letter, []).append(act)
    # A column with one act needs no letter; several without one are not told apart.
    if "" not in kinds:
        kinds[""] = set().union(*kinds.values())
        words[""] = [act for acts in words.values() for act in acts]
    return Column(
        header,
        {letter: _one(found, header, place) for letter, found in kinds.items() if _fits(found)},
        {letter: ", ".join(acts) for letter, acts in words.items()},
    )


def kind_of(act: str) -> str:
    """Return the kind of an act in the words of a header, '' where they name none."""
    if kind := next((kind for words, kind in _WORDS if re.search(words, act, re.IGNORECASE)), ""):
        return kind
    named = [kind for word, kind in _CONSENT.items() if re.search(word, act, re.IGNORECASE)]
    if len(named) == 1 and not re.search("^participation", act, re.IGNORECASE):
        return named[0]
    further = (kind for pattern, kind in _FURTHER if re.search(pattern, act, re.IGNORECASE))
    return "consent" if named else next(further, "")


def _acts(header: str) -> list[tuple[str, str]]:
    """Return the acts of a header with their letters; commas in parentheses separate nothing."""
    acts: list[tuple[str, str]] = []
    for piece in re.split(r",\s*(?![^()]*\))", header):
        match = _LETTER.match(piece)
        act, letter = (match["act"], match["letter"]) if match else (piece, "")
        if acts and not kind_of(act) and not act[:1].isupper():
            # The comma belongs to the words of the act before: each act begins with a capital.
            before, its_letter = acts.pop()
            acts.append((f"{before}, {act}", letter or its_letter))
        else:
            acts.append((act, letter))
    return acts


def _fits(found: set[str]) -> bool:
    return len(found) == 1 or found <= CONSENTS


def _one(found: set[str], header: str, place: str) -> str:
    return next(iter(found)) if len(found) == 1 else "consent"
