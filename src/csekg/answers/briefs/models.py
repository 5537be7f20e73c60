"""What is asked of a State, and what binds it already, as answers."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.briefs.drafts import Drafts
from csekg.answers.common.base import Answer, Code, Ref, Words
from csekg.answers.common.references import SourceRef

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
