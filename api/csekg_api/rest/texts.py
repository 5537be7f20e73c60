"""`/instruments`: treaties, their articles, the documents around them; `/resolution`: its parts, what it cites."""

from __future__ import annotations

from typing import Annotated

from fastapi.responses import Response
from pydantic import Field

from csekg.answers.status.coverage import DeclarationList, declaration_lists
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.status.entry_into_force import ConsentEntryIntoForce, TreatyEntryIntoForce, entry_into_force
from csekg.answers.status.events import Event, events
from csekg.answers.texts import correspondences, resolution
from csekg.answers.texts import instruments as answers
from csekg.answers.texts.instruments import InstrumentDetail, instrument
from csekg.answers.texts.provisions import Provision, ProvisionDetail, provision, provisions
from csekg_api.rest.parameters import (
    ConceptCode,
    InstrumentKey,
    OfInstrument,
    OfParagraph,
    OfProvision,
    OfState,
    On,
    ParagraphKey,
    ProvisionKey,
    TreatyKey,
    repeatable,
)
from csekg_api.rest.responses import Listing, Page, Single, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError

_Kind = Annotated[list[answers.Kind] | None, repeatable("only instruments of these kinds", "treaty")]


class EntryIntoForcePage(Page[ConsentEntryIntoForce]):
    """A page of consents with the day on which each took effect."""

    summary: TreatyEntryIntoForce = Field(description="the treaty's own entry into force")


class StatementsPage(Page[Declaration]):
    """A page of statements, and how far each kind of them is listed."""

    lists: list[DeclarationList]


router = SubjectRouter("Instruments")


@router.get_list("/instruments", answers.Instrument, "All instruments")
def list_instruments(store: ServedStore, options: Listing, kind: _Kind = None) -> Response:
    """Treaties, resolutions, commitments, reports, guidelines and mandates, sorted by key."""
    return options.page(answers.Instrument, answers.instruments(store, kind), "instruments")


@router.get_one("/instruments/{key}", InstrumentDetail, "One instrument")
def get_instrument(store: ServedStore, options: Single, key: InstrumentKey) -> Response:
    """Facts, identifiers, and for a treaty its final clauses, its rule and its counts."""
    return options.one(instrument(store, key))


@router.get_list("/instruments/{key}/timeline", Event, "What happened under a treaty")
def list_treaty_events(store: ServedStore, options: Listing, key: TreatyKey) -> Response:
    """All acts and changes of status by day, those without a day last."""
    return options.page(Event, events(store, treaty=key), f"{key}-timeline")


@router.get_list(
    "/instruments/{key}/entry-into-force",
    ConsentEntryIntoForce,
    "From when a treaty binds each State, with the sum",
    page=EntryIntoForcePage,
)
def list_entries_into_force(store: ServedStore, options: Listing, key: TreatyKey) -> Response:
    """For every consent the day stated by the sources and the day computed by the rule.

    `differs` marks the consents for which the two are not the same.
    """
    own, consents = entry_into_force(store, key)
    name = f"{key}-entry-into-force"
    summary = own.model_dump(mode="json")
    return options.page(ConsentEntryIntoForce, consents, name, summary=summary)


@router.get_list(
    "/instruments/{key}/declarations", Declaration, "Reservations, declarations and objections", page=StatementsPage
)
def list_statements(store: ServedStore, options: Listing, key: TreatyKey, state: OfState = None) -> Response:
    """What States said on joining a treaty or later, in our words, with the provisions touched.

    `lists` says of each kind whether all statements under the treaty are listed, and of which
    day the newest source is; later statements and withdrawals may be missing.
    """
    statements = declarations(store, treaty=key, actor=state)
    lists = [extent.model_dump(mode="json") for extent in declaration_lists(store, key)]
    return options.page(Declaration, statements, f"{key}-declarations", lists=lists)


_Topic = Annotated[list[ConceptCode] | None, repeatable("only on these topics, as `/topics` lists them", "extradition")]
_PartKind = Annotated[
    list[ConceptCode] | None, repeatable("only of these kinds: `/vocabularies/provision-kind`", "substantive")
]


@router.get_list("/instruments/{key}/articles", Provision, "The articles of a treaty and their parts")
def list_articles(
    store: ServedStore, options: Listing, key: InstrumentKey, topic: _Topic = None, kind: _PartKind = None
) -> Response:
    """The provisions in order, with what they say in our words and how strongly they oblige.

    An instrument whose text is not divided here has none.
    """
    rows = provisions(store, key, topic=topic, kind=kind)
    return options.page(Provision, rows, f"{key}-articles")


@router.get_one("/instruments/{key}/articles/{article:path}", ProvisionDetail, "One article, or a part of one")
def get_article(store: ServedStore, options: Single, key: InstrumentKey, article: ProvisionKey) -> Response:
    """What it says, the paragraphs it answers, and the reservations that touch it."""
    return options.one(provision(store, key, article))


_Strengths = Annotated[
    list[correspondences.Strength] | None,
    repeatable("only correspondences of these strengths", "equivalent", "implements"),
]
_Verb = Annotated[
    list[ConceptCode] | None,
    repeatable("only under these verbs: `/vocabularies/citation-verb` and `/vocabularies/operative-verb`", "recalling"),
]


resolution_router = SubjectRouter("Resolution")


@resolution_router.get_list("/resolution/paragraphs", resolution.Paragraph, "The resolution, paragraph by paragraph")
def list_paragraphs(store: ServedStore, options: Listing) -> Response:
    """Every paragraph in order: verbs, addressee, topics, and what it says in our words."""
    return options.page(resolution.Paragraph, resolution.paragraphs(store), "paragraphs")


# Declared before the route of a paragraph, which would match this path as well.
@resolution_router.get_list(
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


@resolution_router.get_one("/resolution/paragraphs/{paragraph:path}", resolution.ParagraphDetail, "One paragraph")
def get_paragraph(store: ServedStore, options: Single, paragraph: ParagraphKey) -> Response:
    """What the paragraph asks of whom, what it cites, and which provisions correspond to it."""
    return options.one(resolution.paragraph(store, paragraph))


@resolution_router.get_list("/resolution/footnotes", resolution.Footnote, "The footnotes of the resolution")
def list_footnotes(store: ServedStore, options: Listing) -> Response:
    """The footnotes in order, with what they refer to and who cites through them."""
    return options.page(resolution.Footnote, resolution.footnotes(store), "footnotes")


@resolution_router.get_list("/citations", resolution.Citation, "What the resolution cites")
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


@resolution_router.get_list(
    "/resolution/readings", correspondences.Reading, "The readings that correspondences rest on"
)
def list_readings(store: ServedStore, options: Listing) -> Response:
    """Independent readings of the resolution beside the treaties, and how each was made."""
    return options.page(correspondences.Reading, correspondences.readings(store), "readings")


@resolution_router.get_list("/resolution/agreements", correspondences.Agreement, "How far the readings agree")
def list_agreements(store: ServedStore, options: Listing) -> Response:
    """Cohen's kappa of each two readings: whether there is a link, and for its strength."""
    return options.page(correspondences.Agreement, correspondences.agreements(store), "agreements")


@resolution_router.get_list("/resolution/follow-ups", resolution.FollowUp, "Later documents that answer paragraphs")
def list_follow_ups(store: ServedStore, options: Listing) -> Response:
    """What came after the resolution, by paragraph, with source and verification."""
    return options.page(resolution.FollowUp, resolution.follow_ups(store), "follow-ups")


@resolution_router.get_list(
    "/correspondences", correspondences.Correspondence, "Paragraphs and the provisions that answer them"
)
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
