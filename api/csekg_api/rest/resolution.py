"""`/resolution`: its paragraphs, its footnotes, what it cites and what answers it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from csekg.answers.texts.correspondences import (
    STRENGTHS,
    Agreement,
    Correspondence,
    CorrespondingParty,
    Reading,
    Strength,
    agreements,
    correspondences,
    corresponding_parties,
    readings,
)
from csekg.answers.texts.resolution import (
    Citation,
    FollowUp,
    Footnote,
    Paragraph,
    ParagraphDetail,
    citations,
    follow_ups,
    footnotes,
    paragraph,
    paragraphs,
)
from csekg_api.rest.parameters import (
    ConceptCode,
    OfInstrument,
    OfParagraph,
    OfProvision,
    On,
    ParagraphKey,
    subject_router,
)
from csekg_api.rest.responses import Listing, Single, documented_list, documented_one
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import SEVERAL

_Strengths = Annotated[
    list[Strength] | None,
    Query(
        max_length=SEVERAL,
        description="only correspondences of these strengths; may be repeated",
        examples=[["equivalent", "implements"]],
    ),
]
_Verb = Annotated[
    list[ConceptCode] | None,
    Query(
        max_length=SEVERAL,
        examples=[["recalling"]],
        description="only under these verbs: `/vocabularies/citation-verb` and "
        "`/vocabularies/operative-verb`; may be repeated",
    ),
]


router = subject_router("Resolution")


@router.get(
    "/resolution/paragraphs",
    operation_id="listParagraphs",
    summary="The resolution, paragraph by paragraph",
    **documented_list(Paragraph),
)
def all_paragraphs(store: ServedStore, options: Listing) -> Response:
    """Every paragraph in order: verbs, addressee, topics, and what it says in our words."""
    return options.page(Paragraph, paragraphs(store), "paragraphs")


# Declared before the route of a paragraph, which would match this path as well.
@router.get(
    "/resolution/paragraphs/{paragraph:path}/states",
    operation_id="listBoundStates",
    summary="Who is bound to what a paragraph asks",
    **documented_list(CorrespondingParty),
)
def bound_states(
    store: ServedStore, options: Listing, paragraph: ParagraphKey, on: On = None, strength: _Strengths = None
) -> Response:
    """States that are party to a treaty with a provision that corresponds to the paragraph.

    That a paragraph and a provision correspond is a judgement: see `/resolution/readings`.
    """
    rows = corresponding_parties(store, paragraph, on, strength or STRENGTHS)
    return options.page(CorrespondingParty, rows, f"{paragraph.replace('/', '-')}-states")


@router.get(
    "/resolution/paragraphs/{paragraph:path}",
    operation_id="getParagraph",
    summary="One paragraph",
    **documented_one(ParagraphDetail),
)
def one_paragraph(store: ServedStore, options: Single, paragraph: ParagraphKey) -> Response:
    """What the paragraph asks of whom, what it cites, and which provisions correspond to it."""
    return options.one(paragraph_of(store, paragraph))


@router.get(
    "/resolution/footnotes",
    operation_id="listFootnotes",
    summary="The footnotes of the resolution",
    **documented_list(Footnote),
)
def all_footnotes(store: ServedStore, options: Listing) -> Response:
    """The footnotes in order, with what they refer to and who cites through them."""
    return options.page(Footnote, footnotes(store), "footnotes")


@router.get(
    "/citations", operation_id="listCitations", summary="What the resolution cites", **documented_list(Citation)
)
def all_citations(
    store: ServedStore,
    options: Listing,
    instrument: OfInstrument = None,
    verb: _Verb = None,
    paragraph: OfParagraph = None,
) -> Response:
    """Every citation with its verb and its footnote; those that name nothing are marked."""
    rows = citations(store, instrument=instrument, verb=verb, paragraph=paragraph)
    return options.page(Citation, rows, "citations")


@router.get(
    "/resolution/readings",
    operation_id="listReadings",
    summary="The readings that correspondences rest on",
    **documented_list(Reading),
)
def all_readings(store: ServedStore, options: Listing) -> Response:
    """Independent readings of the resolution beside the treaties, and how each was made."""
    return options.page(Reading, readings(store), "readings")


@router.get(
    "/resolution/agreements",
    operation_id="listAgreements",
    summary="How far the readings agree",
    **documented_list(Agreement),
)
def all_agreements(store: ServedStore, options: Listing) -> Response:
    """Cohen's kappa of each two readings: whether there is a link, and for its strength."""
    return options.page(Agreement, agreements(store), "agreements")


@router.get(
    "/resolution/follow-ups",
    operation_id="listFollowUps",
    summary="Later documents that answer paragraphs",
    **documented_list(FollowUp),
)
def all_follow_ups(store: ServedStore, options: Listing) -> Response:
    """What came after the resolution, by paragraph, with source and verification."""
    return options.page(FollowUp, follow_ups(store), "follow-ups")


@router.get(
    "/correspondences",
    operation_id="listCorrespondences",
    summary="Paragraphs and the provisions that answer them",
    **documented_list(Correspondence),
)
def all_correspondences(
    store: ServedStore,
    options: Listing,
    paragraph: OfParagraph = None,
    instrument: OfInstrument = None,
    provision: OfProvision = None,
    strength: _Strengths = None,
) -> Response:
    """Both ways: `paragraph` finds provisions, `instrument` and `provision` find paragraphs.

    A provision stands for its parts, too. Each link says how many readings have it, and why.
    """
    if provision and len(instrument or ()) != 1:
        raise ProblemError(422, "parameter provision is known by its treaty: give one instrument as well")
    rows = correspondences(store, paragraph=paragraph, instrument=instrument, provision=provision, strength=strength)
    return options.page(Correspondence, rows, "correspondences")


#: Another name for the function: handlers have a parameter `paragraph`.
paragraph_of = paragraph
