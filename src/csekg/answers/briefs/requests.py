"""What is asked of a State, and what binds it already, as answers; draft sentences for three occasions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Ref, Words
from csekg.answers.common.references import SourceRef
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


AskKind = Literal["join", "conform", "invitation", "reservation", "carry-out", "enact"]
OpenBasis = Literal["signature", "invitation", "paragraph", "membership", "bound"]


class OpenRequest(Answer):
    """Something to ask of a State, with the paragraph of the resolution that it is about."""

    kind: AskKind = Field(
        description="join a treaty that the resolution urges; answer a finding of an assessor that the law does not "
        "conform; join while an invitation holds; review a reservation; carry out what binds it; enact what no treaty "
        "of the register asks of it"
    )
    title: Words = Field(description="what to ask, in our words")
    reason: Words = Field(description="what is known about it, in sentences")
    paragraph: Ref | None = Field(description="null where no paragraph asks it")
    number: str = Field(description="number of the paragraph as printed, `4(d)`; empty without one")
    verb: Words | None = Field(description="the verb by which the paragraph asks")
    verb_force: int | None = Field(description="how strongly the verb asks, 4 for the strongest")
    addressee: Code | None
    description: Words = Field(description="what the paragraph asks, in our words; empty without one")
    condition: Words | None
    treaties: tuple[Ref, ...] = Field(description="treaties that it is about")
    open_since: date | None = Field(description="null for a finding, a reservation, and what no treaty asks")
    open_basis: OpenBasis | None = Field(
        description="what began on that day: the State signed or was invited, the paragraph was adopted, the "
        "State became a Member of the United Nations later, the treaty bound it"
    )
    years: int | None = Field(description="full years from then to `countedTo`")
    counted_to: date = Field(description="the day of the brief")
    sources: tuple[SourceRef, ...] = Field(description="sources of what the reason tells")
    drafts: Drafts | None = Field(description="draft sentences; null for what binds the State already")


class BoundAspect(Answer):
    """An aspect of a paragraph, and the provisions that ask for it and bind the State."""

    content: Words
    provisions: tuple[Ref, ...]


class AnsweredRequest(Answer):
    """A request that treaties put into effect, in part or whole, that bind the State."""

    paragraph: Ref
    number: str
    verb: Words
    description: Words
    aspects: tuple[BoundAspect, ...] = Field(
        description="the aspects of the paragraph that bind it; none where the editors name no aspects of it"
    )
    provisions: tuple[Ref, ...] = Field(description="provisions that bind it, the closest first")
    since: date = Field(description="first day on which one of the treaties bound it")
