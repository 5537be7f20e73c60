"""`/instruments`: treaties with their articles, and the documents around them."""

from __future__ import annotations

from typing import Annotated

from fastapi.responses import Response
from pydantic import Field

from csekg.answers.status.coverage import DeclarationList, declaration_lists
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.status.entry_into_force import ConsentEntryIntoForce, TreatyEntryIntoForce, entry_into_force
from csekg.answers.status.events import Event, events
from csekg.answers.texts import instruments as answers
from csekg.answers.texts.instruments import InstrumentDetail, instrument
from csekg.answers.texts.provisions import Provision, ProvisionDetail, provision, provisions
from csekg_api.rest.parameters import ConceptCode, InstrumentKey, OfState, ProvisionKey, TreatyKey, repeatable
from csekg_api.rest.responses import Listing, Page, Single, SubjectRouter
from csekg_api.web.dependencies import ServedStore

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
