"""Final clauses in words, made of the codes, ISO dates and ISO 8601 periods of the dataset."""

from __future__ import annotations

import re

from csekg.answers.texts.instruments import FinalClause
from csekg.days import with_days_spelled
from csekg.languages.forms import list_comma
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg.law.entry_into_force import Wait
from csekg.wording.sums import length
from csekg_api.web.words import _

#: The matters of final clauses in the order of the page. Facts about the treaty as a document
#: (title, symbol, registration) stand at the top of the page.
_MATTERS = {
    "who-may-sign": later("Who may sign"),
    "signature-closes": later("Until when it can be signed"),
    "consent-forms": later("Ways to consent to be bound"),
    "who-may-accede": later("Who may accede"),
    "later-accession": later("Accession by others later"),
    "parent-condition": later("Tie to the parent treaty"),
    "protocol-condition": later("Tie to the parent treaty"),
    "universal": later("Open to every State"),
    "reio": later("Regional organizations"),
    "deposit-contents": later("What must be lodged with the consent"),
    "treaty-eif-condition": later("Condition of its entry into force"),
    "treaty-eif-trigger": later("Day on which the condition was met"),
    "treaty-eif-wait": later("Waiting time of the treaty itself"),
    "treaty-eif-floor": later("Earliest entry into force"),
    "treaty-eif-date": later("Entry into force of the treaty"),
    "later-applies-when": later("To whom the later rule applies"),
    "later-rule": later("Waiting time of those who join later"),
    "later-counts-from": later("Day from which it counts"),
    "later-floor": later("Earliest day for those who join later"),
    "reservations": later("Reservations"),
    "reservation-withdrawal": later("Withdrawal of reservations"),
    "territorial-clause": later("Territories"),
    "denunciation": later("Denunciation"),
    "denunciation-window": later("When it can be denounced"),
    "denunciation-by-revision": later("Denunciation by a later convention"),
    "denunciation-reio": later("Denunciation by regional organizations"),
    "languages": later("Authentic languages"),
    "depositary": later("Depositary"),
}


_LANGUAGES = {
    "ar": later("Arabic"), "zh": later("Chinese"), "en": later("English"), "fr": later("French"),
    "ru": later("Russian"), "es": later("Spanish"),
}  # fmt: skip


def listed_clauses(
    clauses: tuple[FinalClause, ...],
) -> list[tuple[str, str, str, FinalClause]]:
    """Return matter, value and note in words with each clause on one of the matters, in order."""
    order = list(_MATTERS)

    def matter(clause: FinalClause) -> str | None:
        # `deposit-contents-5-3` belongs to `deposit-contents`: what paragraph 3 of article 5 adds.
        kinds = (kind for kind in _MATTERS if f"{clause.clause_kind}-".startswith(f"{kind}-"))
        return max(kinds, key=len, default=None)

    found = [(order.index(kind), clause) for clause in clauses if (kind := matter(clause))]
    found.sort(key=lambda pair: (pair[0], pair[1].clause_kind))
    return [
        (
            _(_MATTERS[order[place]]),
            value_words(clause),
            with_days_spelled(clause.note or ""),
            clause,
        )
        for place, clause in found
    ]


def value_words(clause: FinalClause) -> str:
    """Return the value of a clause with days, periods and languages in words."""
    value = clause.value or ""
    if re.fullmatch(r"P\d+[DMY]", value):
        return length(Wait.parse(value))
    if clause.clause_kind == "languages":
        # Codes, which nobody translates.
        codes = str(value).split()
        return joined(list_comma(), (_(_LANGUAGES[code]) if code in _LANGUAGES else code
                                 for code in codes))  # fmt: skip
    return with_days_spelled(value)
