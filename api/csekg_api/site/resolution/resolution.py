"""The resolution with its network; each paragraph, and the States that are bound to what it asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from csekg import namespaces as ns
from csekg.answers.common.base import Ref
from csekg.answers.common.groups import memberships
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.translations import translations, values
from csekg.answers.entities.actors import actors
from csekg.answers.entities.vocabularies import Concept, concepts_by_code, schemes
from csekg.answers.pages.links import Links
from csekg.answers.practice.promises import fields_of
from csekg.answers.practice.recommendations import recommendations
from csekg.answers.texts.affected_texts import declarations_on
from csekg.answers.texts.correspondences import (
    STRENGTHS,
    Assessment,
    Correspondence,
    CorrespondingParty,
    Strength,
    assessments,
    correspondences,
    corresponding_parties,
)
from csekg.answers.texts.instruments import InstrumentDetail, instrument
from csekg.answers.texts.parallels import aspects
from csekg.answers.texts.resolution import (
    Citation,
    FollowUp,
    Footnote,
    Paragraph,
    citations,
    follow_ups,
    footnotes,
    paragraphs,
)
from csekg.answers.texts.resolution_requests import Request as Ask
from csekg.answers.texts.resolution_requests import requests
from csekg.errors import UnknownNameError
from csekg.languages.forms import listed
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Column, Facet, Table
from csekg_api.indexes import search_index
from csekg_api.site.choices import Choices, FormChoices, chosen_day, of_treaties, regions
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.table_view import several, table_response
from csekg_api.site.states.state import answer_names, by_kind
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.urls import root_path
from csekg_api.web.words import _, pgettext

if TYPE_CHECKING:
    from csekg_api.site.resolution.network import Network

_SESSION = """
SELECT ?place ?days WHERE {
  %s cse:adoptedAtMeeting ?session . ?session cse:heldOn ?days
  FILTER(LANG(?days) IN ("en", ""))
  OPTIONAL { ?session cse:heldAt ?place FILTER(LANG(?place) IN ("en", "")) }
}
"""
_VOCABULARIES = ("addressee", "citation-verb", "operative-verb", "strength", "topic", "duty", "verification")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with what it asks, what it cites, and what corresponds to it."""

    paragraph: Paragraph
    asks: tuple[Ask, ...]
    citations: tuple[Citation, ...]
    correspondences: tuple[Correspondence, ...]
    assessments: tuple[Assessment, ...]
    follow_ups: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the pages of the resolution show, in the form in which templates use it."""

    store: QueryEngine

    @property
    def about(self) -> InstrumentDetail | None:
        """What is known of the resolution as an instrument; None in a dataset without it."""
        return _about(self.store)

    @property
    def passages(self) -> Mapping[str, Passage]:
        """The paragraphs in their order, by key."""
        return _passages(self.store)

    @property
    def footnotes(self) -> Mapping[str, Footnote]:
        """The footnotes in their order, by key."""
        return _footnotes(self.store)

    @property
    def words(self) -> Mapping[str, Mapping[str, Concept]]:
        """Concepts by code, by their vocabulary; `verb` holds the verbs of both parts."""
        return _words(self.store)

    @property
    def network(self) -> Network:
        """The instruments around the resolution as a picture and as a table."""
        return _network(self.store)


async def _resolution(store: ServedStore) -> Resolution:
    return Resolution(store)


#: The resolution, for a route.
ServedResolution: TypeAlias = Annotated[Resolution, Depends(_resolution)]


@remembered_in_order
def _about(store: QueryEngine) -> InstrumentDetail | None:
    key = Links(store).resolution
    return instrument(store, key) if key else None


@remembered_in_order
def _passages(store: QueryEngine) -> Mapping[str, Passage]:
    asks: dict[str, list[Ask]] = defaultdict(list)
    cited: dict[str, list[Citation]] = defaultdict(list)
    answered: dict[str, list[Correspondence]] = defaultdict(list)
    after: dict[str, list[FollowUp]] = defaultdict(list)
    assessed = assessments(store)
    for ask in requests(store):
        asks[ask.requested_in.key].append(ask)
    for citation in citations(store):
        cited[citation.citing_provision.key].append(citation)
    for follow_up in follow_ups(store):
        after[follow_up.answered_paragraph.key].append(follow_up)
    for link in correspondences(store):
        answered[link.paragraph.key].append(link)
    return MappingProxyType(
        {
            paragraph.key: Passage(
                paragraph,
                tuple(asks[paragraph.key]),
                tuple(cited[paragraph.key]),
                tuple(answered[paragraph.key]),
                assessed.get(paragraph.id, ()),
                tuple(after[paragraph.key]),
            )
            for paragraph in paragraphs(store)
        }
    )


@remembered
def _footnotes(store: QueryEngine) -> Mapping[str, Footnote]:
    return MappingProxyType({note.key: note for note in footnotes(store)})


@remembered
def _session(store: QueryEngine) -> str:
    """Return place and days of the session that adopted the resolution, as `Vienna, ...`."""
    rows = values(store, _SESSION % ns.instrument(ns.RESOLUTION))
    return joined(", ", filter(None, rows[0])) if rows else ""


@remembered
def _words(store: QueryEngine) -> Mapping[str, Mapping[str, Concept]]:
    keys = {scheme.key for scheme in schemes(store)}
    words = {name: concepts_by_code(store, name) for name in _VOCABULARIES if name in keys}
    verbs = {**words.get("citation-verb", {}), **words.get("operative-verb", {})}
    return MappingProxyType({**words, "verb": MappingProxyType(verbs)})


@remembered
def _network(store: QueryEngine) -> Network:
    # Imported here or earlier by `warming`: the service starts without networkx.
    from csekg.answers.network.graph import network_graph
    from csekg_api.site.resolution.network import Network

    return Network(network_graph(store, translations(store).text), Links(store))


router = page_router()


@router.get("/resolution")
def whole(resolution: ServedResolution, request: Request) -> Response:
    if resolution.about is None:
        return page(request, "no_resolution.html", status=404)
    return page(
        request,
        "resolution.html",
        about=resolution.about,
        session=_session(resolution.store),
        passages=resolution.passages,
        footnotes=resolution.footnotes,
        words=resolution.words,
        network=resolution.network,
    )


#: By default only provisions count that oblige to what is asked, as in the saved query.
_DEFAULT: Strength = "implements"
_SAVED_QUERY = "paragraph-to-states"


@dataclass(frozen=True, slots=True)
class Answering:
    """A treaty with the provisions that correspond to the paragraph, and how many it binds."""

    treaty: Ref
    links: tuple[Correspondence, ...]
    bound: int


@dataclass(frozen=True, slots=True)
class BoundState:
    """A State with the treaties that bind it; `since` is the first day of the earliest."""

    actor: Ref
    since: date
    closest: Strength
    treaties: tuple[CorrespondingParty, ...]


@remembered_in_order
def _bound_table(store: QueryEngine) -> Table[BoundState]:
    """Return the columns of the list, and its facets: region and treaty."""
    choices, groups = Choices(store), memberships(store)
    strengths = Resolution(store).words["strength"]
    return Table(
        columns=(
            Column("state", _("State"), lambda row: row.actor.name),
            Column("since", _("Bound since"), lambda row: row.since, "day"),
            Column("closest", pgettext("strength", "Closest"), lambda row: strengths[row.closest].name),
            Column("treaties", _("Treaties"), lambda row: listed(basis.treaty.name for basis in row.treaties)),
            Column("code", _("Code"), lambda row: row.actor.key, meaning="ISO 3166-1", shown=False),
        ),
        facets=(
            Facet(
                "region",
                _("Region"),
                lambda row: (group.key for group in groups.get(row.actor.id, ())),
                regions(choices),
            ),
            Facet("treaty", _("Treaty"), lambda row: (it.treaty.key for it in row.treaties), of_treaties(choices)),
        ),
    )


paragraph_router = page_router(several=lambda store: several(_bound_table(store)))


@paragraph_router.get("/resolution/{key:path}")
def one(
    store: ServedStore,
    choices: FormChoices,
    resolution: ServedResolution,
    request: Request,
    key: str,
    on: str = "",
    strength: str = _DEFAULT,
) -> Response:
    if resolution.about is None:
        return page(request, "no_resolution.html", status=404)
    if key not in resolution.passages:
        # People write `4(b)` for an operative paragraph.
        names = search_index(store).names
        named = names.exactly("paragraph", key) or names.exactly("paragraph", f"op/{key}")
        if len(named) == 1:
            return RedirectResponse(f"{root_path(request)}/resolution/{quote(named[0].key)}", 308)
        raise UnknownNameError("paragraph", key, resolution.passages)
    passage = resolution.passages[key]
    day = chosen_day(on)
    fault = day.fault
    if strength not in STRENGTHS:
        fault = str(UnknownNameError("strength", strength, STRENGTHS))
    counted = () if fault else STRENGTHS[: STRENGTHS.index(cast("Strength", strength)) + 1]
    rows = corresponding_parties(store, key, day.day, counted) if passage.correspondences and counted else []
    states, days = _by_state(rows), {row.as_of for row in rows}
    table = table_response(
        request,
        _bound_table(store),
        states,
        "bound-states",
        _("Which States are bound to this, since when"),
        rows,
        fault=fault,
        status=400,
    )
    if isinstance(table, Response):
        return table
    bound_keys = {state.actor.key for state in states}
    chosen = [("on", on)] * bool(on) + [("strength", code) for code in counted]
    address = f"/api/v1/resolution/paragraphs/{key}/states?"
    keys = list(resolution.passages)
    place = keys.index(key)
    return page(
        request,
        "paragraph.html",
        status=400 if fault else 200,
        about=resolution.about,
        passage=passage,
        children=[passage for passage in resolution.passages.values() if passage.paragraph.is_part_of.key == key],
        footnotes=resolution.footnotes,
        words=resolution.words,
        before=resolution.passages[keys[place - 1]].paragraph if place else None,
        after=resolution.passages[keys[place + 1]].paragraph if place + 1 < len(keys) else None,
        strengths=STRENGTHS,
        strength=strength,
        on=on,
        day=day.day,
        as_of=(min(days), max(days)) if days else None,
        # The earliest as-of date after which something may be missing.
        beyond=min((row.as_of for row in rows if row.beyond_data), default=None),
        fault=fault,
        answering=_by_treaty(passage.correspondences, rows),
        treaties={treaty.key: treaty for treaty in choices.treaties},
        list=table,
        aspects=aspects(store, passage.correspondences),
        promised=fields_of(store, key),
        recommended=recommendations(store, paragraph=key),
        answers=answer_names(store),
        remarks=by_kind(declarations_on(store, key)),
        others=[state for state in actors(store, kind="state") if state.key not in bound_keys],
        api=address + urlencode(chosen),
        csv=address + urlencode([*chosen, ("format", "csv")]),
        sparql="/query?" + urlencode({"saved": _SAVED_QUERY, "paragraph": key, **({"on": on} if on else {})}),
    )


def _by_treaty(links: Sequence[Correspondence], rows: Sequence[CorrespondingParty]) -> list[Answering]:
    """Return the treaties that correspond to a paragraph, the closest first."""
    by_treaty: dict[str, list[Correspondence]] = defaultdict(list)
    for link in links:
        by_treaty[link.instrument.key].append(link)
    return [
        Answering(links[0].instrument, tuple(links), sum(row.treaty.key == key for row in rows))
        for key, links in by_treaty.items()
    ]


def _by_state(rows: Sequence[CorrespondingParty]) -> list[BoundState]:
    """Return the States in the order of the rows: by name."""
    treaties: dict[str, list[CorrespondingParty]] = defaultdict(list)
    for row in rows:
        treaties[row.actor.key].append(row)
    return [
        BoundState(
            treaty[0].actor,
            min(row.held_since or row.since for row in treaty),
            min((row.closest for row in treaty), key=STRENGTHS.index),
            tuple(treaty),
        )
        for treaty in treaties.values()
    ]
