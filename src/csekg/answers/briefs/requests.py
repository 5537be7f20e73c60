"""What is asked of a State, and what binds it to it already, as answers; draft sentences for three occasions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Ref, Words
from csekg.answers.common.references import SourceRef, part_number
from csekg.languages.messages import _, capital
from csekg.languages.words import later


class Drafts(Answer):
    """What one could say about one request; its sources are those of the request."""

    recommendation: Words  # of a State to another one in the Universal Periodic Review
    issue: Words  # for the list of issues of a treaty body
    question: Words  # for a parliament


DraftKind = Literal["ratify-signed", "ratify", "join", "conform", "invitation", "reservation", "enact"]
# In other languages no sentence gives a State or a treaty an article or a gender: both are names.
_TEXTS: dict[DraftKind, tuple[str, str, str]] = {
    "ratify-signed": (
        later("Ratify the {title}, signed on {day}."),
        later(
            "Please state whether it is planned to ratify the treaty entitled “{title}”, signed on {day}, and by when."
        ),
        later("The treaty entitled “{title}” was signed on {day}. By when will the Government ratify it?"),
    ),
    "ratify": (
        later("Ratify the {title}."),
        later("Please state whether it is planned to ratify the treaty entitled “{title}”, and by when."),
        later("Does the Government plan to ratify the treaty entitled “{title}”, and by when?"),
    ),
    "join": (
        later("Accede to the {title}."),
        later("Please state whether it is planned to join the treaty entitled “{title}”, and by when."),
        later("Does the Government plan to join the treaty entitled “{title}”, and by when?"),
    ),
    "conform": (
        later(
            "Bring the law on {matter} into line with {articles}; for {year} it was found not to conform to the "
            "international standard ({assessor})."
        ),
        later(
            "For {year} the law on {matter} was found not to conform to the international standard ({assessor}). "
            "Please state what the law provides, and what change is planned to carry out {articles}."
        ),
        later(
            "For {year} the law on {matter} was found not to conform to the international standard ({assessor}). "
            "Does the Government agree, and what change is planned to carry out {articles}?"
        ),
    ),
    "invitation": (
        later("Accede to the {title} before the invitation of {day} ends."),
        later(
            "Please state whether it is planned to accede to the treaty entitled “{title}”, on the invitation of {day}."
        ),
        later(
            "An invitation to accede to the treaty entitled “{title}” was given on {day}. By when will the "
            "Government accede?"
        ),
    ),
    "reservation": (
        later("Withdraw the reservation ({what}) to the {title}."),
        later(
            "Please state whether the reservation ({what}) to the treaty entitled “{title}” is still needed, and why."
        ),
        later(
            "Does the Government still need the reservation ({what}) to the treaty entitled “{title}”, or will it "
            "withdraw it?"
        ),
    ),
    "enact": (
        later("Make sure that the law covers {matter}, as asked for in {articles}."),
        later("Please state which provisions of national law are about {matter} (see {articles})."),
        later("Which provisions of national law are about {matter}, as asked for in {articles}?"),
    ),
}


def drafts(kind: DraftKind, **facts: str) -> Drafts:
    """Return the three sentences about a request of a kind, with the facts that they need."""
    recommendation, issue, question = (capital(_(text, **facts)) for text in _TEXTS[kind])
    return Drafts(recommendation=recommendation, issue=issue, question=question)


class OpenRequest(Answer):
    """Something to ask of a State: a fact, what the resolution says, the step, and who has taken it."""

    kind: Literal["join", "reservation", "conform", "enact"] = Field(
        description="join a treaty; withdraw a reservation; bring law into line that an assessor found not to conform; "
        "make sure that the law covers what no article that binds it asks for directly"
    )
    title: Words = Field(description="what to ask, in our words")
    fact: Words = Field(description="what is known, with its day")
    resolution: Words = Field(default="", description="how the resolution speaks of the treaty")
    says: Words = Field(default="", description="what the paragraph says, if it does not speak of the treaty")
    binding: Words = Field(default="", description="what binds the State to a part of it already")
    adds: Words = Field(default="", description="what would be new for the State")
    step: Words = Field(default="", description="what to do, with the article of the treaty")
    region: Words = Field(default="", description="who in its region has done it")
    paragraph: Ref | None = Field(description="the paragraph that it is about; null where none is named")
    treaty: Ref | None = Field(default=None, description="the treaty that it is about; null for a law")
    sources: tuple[SourceRef, ...] = Field(default=(), description="sources of the fact")
    drafts: Drafts

    @property
    def number(self) -> str:
        """The number of the paragraph as printed, `4(d)`; empty without one."""
        return part_number(self.paragraph.key) if self.paragraph else ""


class BindingArticle(Answer):
    """A provision that binds a State, and what it asks, in our words."""

    article: Ref
    asks: Words | None


class BoundAspect(Answer):
    """An aspect of a paragraph, or a paragraph of which the editors name none: what binds the State, and what would."""

    content: Words | None = Field(description="the aspect; null for a paragraph as a whole")
    direct: tuple[BindingArticle, ...] = Field(description="what binds the State and asks for it")
    in_part: tuple[BindingArticle, ...] = Field(
        description="what binds the State and asks for a part of it; of a paragraph without any, what is related to it"
    )
    excluded: tuple[Ref, ...] = Field(description="provisions that would ask for it and that its reservation excludes")
    would: tuple[Ref, ...] = Field(
        description="provisions that ask for it, of treaties that do not bind the State and that it can join"
    )
    on_invitation: tuple[Ref, ...] = Field(description="the same of treaties that it joins on invitation")


class BoundRequest(Answer):
    """What a paragraph asks of Member States, and what binds the State to it."""

    asked_in: Ref
    number: str = Field(description="number of the paragraph as printed, `4(d)`")
    verb: Words
    asks: Words
    condition: Words | None
    aspects: tuple[BoundAspect, ...]
    others: tuple[BindingArticle, ...] = Field(
        description="what binds the State and corresponds to the paragraph beyond the aspects that the editors name"
    )
