"""Draft sentences for three occasions, made of facts: a recommendation, a list of issues, a question."""

from __future__ import annotations

from typing import Literal

from csekg.answers.common.base import Answer, Words
from csekg.languages.messages import _, capital
from csekg.languages.words import later


class Drafts(Answer):
    """What one could say about one request; its sources are those of the request."""

    recommendation: Words  # of a State to another one in the Universal Periodic Review
    issue: Words  # for the list of issues of a treaty body
    question: Words  # for a parliament


DraftKind = Literal["ratify-signed", "ratify", "join", "conform", "invitation", "reservation", "enact"]
# No sentence gives a State or a treaty an article or a gender: both are names.
_TEXTS: dict[DraftKind, tuple[str, str, str]] = {
    "ratify-signed": (
        later("Ratify the following treaty, signed on {day}: {title}."),
        later(
            "Please state whether it is planned to ratify the treaty entitled “{title}”, signed on {day}, and by when."
        ),
        later("The treaty entitled “{title}” was signed on {day}. By when will the Government ratify it?"),
    ),
    "ratify": (
        later("Ratify the following treaty: {title}."),
        later("Please state whether it is planned to ratify the treaty entitled “{title}”, and by when."),
        later("Does the Government plan to ratify the treaty entitled “{title}”, and by when?"),
    ),
    "join": (
        later("Accede to the following treaty: {title}."),
        later("Please state whether it is planned to join the treaty entitled “{title}”, and by when."),
        later("Does the Government plan to join the treaty entitled “{title}”, and by when?"),
    ),
    "conform": (
        later(
            "Bring the law on {matter} into line with the international standard; for {year} it was found not to "
            "conform ({assessor})."
        ),
        later(
            "For {year} the law on {matter} was found not to conform to the international standard ({assessor}). "
            "Please state what the law provides, and what change is planned."
        ),
        later(
            "For {year} the law on {matter} was found not to conform to the international standard ({assessor}). "
            "Does the Government agree, and what change is planned?"
        ),
    ),
    "invitation": (
        later("Accede to the following treaty, before the invitation of {day} ends: {title}."),
        later(
            "Please state whether it is planned to accede to the treaty entitled “{title}”, on the invitation of {day}."
        ),
        later(
            "An invitation to accede to the treaty entitled “{title}” was given on {day}. By when will the "
            "Government accede?"
        ),
    ),
    "reservation": (
        later("Review the reservation to the following treaty, with a view to taking it back: {title}."),
        later("Please state whether the reservation to the treaty entitled “{title}” is still needed, and why."),
        later(
            "Does the Government still need the reservation to the treaty entitled “{title}”, or will it take it back?"
        ),
    ),
    "enact": (
        later("Put into effect paragraph {number} of resolution 16/2: {what}."),
        later("Please state which laws and measures put paragraph {number} of resolution 16/2 into effect: {what}."),
        later("Which laws and measures put paragraph {number} of resolution 16/2 into effect: {what}?"),
    ),
}


def drafts(kind: DraftKind, **facts: str) -> Drafts:
    """Return the three sentences about a request of a kind, with the facts that they need."""
    recommendation, issue, question = (capital(_(text, **facts)) for text in _TEXTS[kind])
    return Drafts(recommendation=recommendation, issue=issue, question=question)
