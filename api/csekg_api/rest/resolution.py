"""`/resolution`: its paragraphs, its footnotes, what it cites and what answers it."""

from __future__ import annotations

from typing import Annotated

from fastapi.responses import Response

from csekg.answers.texts import correspondences, resolution
from csekg_api.rest.parameters import ConceptCode, OfInstrument, OfParagraph, OfProvision, On, ParagraphKey, repeatable
from csekg_api.rest.responses import Listing, Single, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError

_Strengths = Annotated[
    list[correspondences.Strength] | None,
    repeatable("only correspondences of these strengths", "equivalent", "implements"),
]
_Verb = Annotated[
    list[ConceptCode] | None,
    repeatable("only under these verbs: `/vocabularies/citation-verb` and `/vocabularies/operative-verb`", "recalling"),
]


router = SubjectRouter("Resolution")


@router.get_list("/resolution/paragraphs", resolution.Paragraph, "The resolution, paragraph by paragraph")
def list_paragraphs(store: ServedStore, options: Listing) -> Response:
    """Every paragraph in order: verbs, addressee, topics, and what it says in our words."""
    return options.page(resolution.Paragraph, resolution.paragraphs(store), "paragraphs")


# Declared before the route of a paragraph, which would match this path as well.
@router.get_list(
    "/resolution/paragraphs/{paragraph:path}/states",
    correspondences.CorrespondingParty,
    "Who is bound to what a paragraph asks",
)
def list_bound_states(
    store: ServedStore, options: Listing, paragraph: ParagraphKey, on: On = None, strength: _Strengths = None
) -> Response:
    """States that are party to a treaty with a provision that corresponds to the paragraph.

    That a paragraph and a provision correspond is a judgement: see `/resolution/readings`.
    """
    rows = correspondences.corresponding_parties(store, paragraph, on, strength or correspondences.STRENGTHS)
    return options.page(correspondences.CorrespondingParty, rows, f"{paragraph.replace('/', '-')}-states")


@router.get_one("/resolution/paragraphs/{paragraph:path}", resolution.ParagraphDetail, "One paragraph")
def get_paragraph(store: ServedStore, options: Single, paragraph: ParagraphKey) -> Response:
    """What the paragraph asks of whom, what it cites, and which provisions correspond to it."""
    return options.one(resolution.paragraph(store, paragraph))


@router.get_list("/resolution/footnotes", resolution.Footnote, "The footnotes of the resolution")
def list_footnotes(store: ServedStore, options: Listing) -> Response:
    """The footnotes in order, with what they refer to and who cites through them."""
    return options.page(resolution.Footnote, resolution.footnotes(store), "footnotes")


@router.get_list("/citations", resolution.Citation, "What the resolution cites")
def list_citations(
    store: ServedStore,
    options: Listing,
    instrument: OfInstrument = None,
    verb: _Verb = None,
    paragraph: OfParagraph = None,
) -> Response:
    """Every citation with its verb and its footnote; those that name nothing are marked."""
    rows = resolution.citations(store, instrument=instrument, verb=verb, paragraph=paragraph)
    return options.page(resolution.Citation, rows, "citations")


@router.get_list("/resolution/readings", correspondences.Reading, "The readings that correspondences rest on")
def list_readings(store: ServedStore, options: Listing) -> Response:
    """Independent readings of the resolution beside the treaties, and how each was made."""
    return options.page(correspondences.Reading, correspondences.readings(store), "readings")


@router.get_list("/resolution/agreements", correspondences.Agreement, "How far the readings agree")
def list_agreements(store: ServedStore, options: Listing) -> Response:
    """Cohen's kappa of each two readings: whether there is a link, and for its strength."""
    return options.page(correspondences.Agreement, correspondences.agreements(store), "agreements")


@router.get_list("/resolution/follow-ups", resolution.FollowUp, "Later documents that answer paragraphs")
def list_follow_ups(store: ServedStore, options: Listing) -> Response:
    """What came after the resolution, by paragraph, with source and verification."""
    return options.page(resolution.FollowUp, resolution.follow_ups(store), "follow-ups")


@router.get_list("/correspondences", correspondences.Correspondence, "Paragraphs and the provisions that answer them")
def list_correspondences(
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
    rows = correspondences.correspondences(
        store, paragraph=paragraph, instrument=instrument, provision=provision, strength=strength
    )
    return options.page(correspondences.Correspondence, rows, "correspondences")
