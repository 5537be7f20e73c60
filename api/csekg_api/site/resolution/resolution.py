"""The resolution: every paragraph with citations and correspondences, and its network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, TypeAlias

from fastapi import Depends, Request
from fastapi.responses import Response

from csekg import namespaces as ns
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.translations import translations, values
from csekg.answers.entities.vocabularies import Concept, concepts_by_code, schemes
from csekg.answers.texts.correspondences import Assessment, Correspondence, assessments, correspondences
from csekg.answers.texts.instruments import InstrumentDetail, instrument
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
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg_api.site.links import Links, PageLinks
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore

if TYPE_CHECKING:
    from csekg_api.site.resolution.network import Network

_SESSION = """
SELECT ?place ?days WHERE {
  %s cse:adoptedAtMeeting ?session . ?session cse:heldOn ?days
  OPTIONAL { ?session cse:heldAt ?place }
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
    from csekg.network.graph import network_graph
    from csekg_api.site.resolution.network import Network

    return Network(network_graph(store, translations(store).text), Links(store))


router = page_router()


@router.get("/resolution")
def whole(resolution: ServedResolution, links: PageLinks, request: Request) -> Response:
    """Answer `/resolution`."""
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
        link=links.of,
    )
