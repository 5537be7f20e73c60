"""What the final clauses settle, in words; the dataset names the matters by short codes."""

from __future__ import annotations

from csekg.answers.instrument import FinalClause

#: The matters that a reader seeks in final clauses, in this order. Facts about the treaty as a
#: document (title, symbol, registration) are told at the top of its page instead.
_MATTERS = {
    "who-may-sign": "Who may sign",
    "signature-closes": "Until when it can be signed",
    "consent-forms": "Ways to consent to be bound",
    "who-may-accede": "Who may accede",
    "later-accession": "Accession by others later",
    "parent-condition": "Tie to the parent treaty",
    "protocol-condition": "Tie to the parent treaty",
    "universal": "Open to every State",
    "reio": "Regional organizations",
    "deposit-contents": "What must be lodged with the consent",
    "treaty-eif-condition": "Condition of the treaty’s entry into force",
    "treaty-eif-trigger": "Day on which the condition was met",
    "treaty-eif-wait": "Waiting time of the treaty itself",
    "treaty-eif-floor": "Earliest entry into force",
    "treaty-eif-date": "Entry into force of the treaty",
    "later-applies-when": "To whom the later rule applies",
    "later-rule": "Waiting time of those who join later",
    "later-counts-from": "Day from which it counts",
    "later-floor": "Earliest day for those who join later",
    "reservations": "Reservations",
    "reservation-withdrawal": "Withdrawal of reservations",
    "territorial-clause": "Territories",
    "denunciation": "Denunciation",
    "denunciation-window": "When it can be denounced",
    "denunciation-by-revision": "Denunciation by a later convention",
    "denunciation-reio": "Denunciation by regional organizations",
    "languages": "Authentic languages",
    "depositary": "Depositary",
}


def told_clauses(clauses: tuple[FinalClause, ...]) -> list[tuple[str, FinalClause]]:
    """Return the clauses that settle something, each with the matter in words, in a fixed order."""
    order = list(_MATTERS)

    def matter(clause: FinalClause) -> str | None:
        # `deposit-contents-5-3` is what one paragraph adds to `deposit-contents`.
        kinds = (kind for kind in _MATTERS if f"{clause.clause_kind}-".startswith(f"{kind}-"))
        return max(kinds, key=len, default=None)

    found = [(order.index(kind), clause) for clause in clauses if (kind := matter(clause))]
    found.sort(key=lambda pair: (pair[0], pair[1].clause_kind))
    return [(_MATTERS[order[place]], clause) for place, clause in found]
