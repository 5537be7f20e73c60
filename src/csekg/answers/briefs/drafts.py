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


DraftKind = Literal["ratify", "join", "conform", "invitation", "reservation", "enact"]
_TEXTS: dict[DraftKind, tuple[str, str, str]] = {
    "ratify": (
        later("Ratify the {title}, which it signed on {day}."),
        later("Please state whether {state} plans to ratify the {title}, signed on {day}, and by when."),
        later("{state} signed the {title} on {day}. By when will the Government ratify it?"),
    ),
    "join": (
        later("Accede to the {title}."),
        later("Please state whether {state} plans to join the {title}, and by when."),
        later("Does the Government plan to join the {title}, and by when?"),
    ),
    "conform": (
        later("Bring into line the law that {assessor} found for {year} not to conform ({indicator})."),
        later(
            "{assessor} found for {year} that the law does not conform ({indicator}). Please state what the law "
            "provides, and what change is planned."
        ),
        later(
            "{assessor} found for {year} that the law does not conform ({indicator}). Does the Government agree, and "
            "what change is planned?"
        ),
    ),
    "invitation": (
        later("Accede to the {title}, to which it was invited on {day}, before the invitation ends."),
        later("Please state whether {state} plans to accede to the {title}, to which it was invited on {day}."),
        later("{state} was invited on {day} to accede to the {title}. By when will the Government accede?"),
    ),
    "reservation": (
        later("Review its reservation to the {title}, with a view to taking it back."),
        later("Please state whether the reservation to the {title} is still needed, and why."),
        later("Does the Government still need its reservation to the {title}, or will it take it back?"),
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
