"""The resolution: every paragraph in order, what it cites, what answers it, and its network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg.answers.texts.citations import Citation, citations
from csekg.answers.texts.correspondences import Correspondence, correspondences
from csekg.answers.texts.footnotes import Footnote, footnotes
from csekg.answers.texts.instrument import InstrumentDetail, instrument
from csekg.answers.texts.paragraphs import Paragraph, paragraphs
from csekg.answers.texts.requests import Request as Ask
from csekg.answers.texts.requests import requests
from csekg.answers.things.vocabularies import Concept, concepts, schemes
from csekg.sparql.store import QueryEngine
from csekg_api.site.links import Links
from csekg_api.site.page import page, page_router

if TYPE_CHECKING:
    from csekg_api.site.network import Network

_VOCABULARIES = ("addressee", "citation-verb", "operative-verb", "strength", "topic", "duty")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with what it asks, what it cites, and what corresponds to it."""

    paragraph: Paragraph
    asks: tuple[Ask, ...]
    citations: tuple[Citation, ...]
    correspondences: tuple[Correspondence, ...]


class Resolution:
    """What the pages of the resolution show; asked for once, since it never changes."""

    def __init__(self, store: QueryEngine, links: Links) -> None:
        """Take the store; nothing is asked of it before it is needed."""
        self._store, self._links = store, links

    @cached_property
    def about(self) -> InstrumentDetail | None:
        """What is known of the resolution as an instrument; None in a dataset without it."""
        key = self._links.resolution
        return instrument(self._store, key) if key else None

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """The paragraphs in their order, by key."""
        asks: dict[str, list[Ask]] = defaultdict(list)
        cited: dict[str, list[Citation]] = defaultdict(list)
        answered: dict[str, list[Correspondence]] = defaultdict(list)
        for ask in requests(self._store):
            asks[ask.requested_in.key].append(ask)
        for citation in citations(self._store):
            cited[citation.citing_provision.key].append(citation)
        for link in correspondences(self._store):
            answered[link.paragraph.key].append(link)
        return {
            each.key: Passage(
                each, tuple(asks[each.key]), tuple(cited[each.key]), tuple(answered[each.key])
            )
            for each in paragraphs(self._store)
        }

    @cached_property
    def footnotes(self) -> dict[str, Footnote]:
        """The footnotes in their order, by key."""
        return {note.key: note for note in footnotes(self._store)}

    @cached_property
    def words(self) -> dict[str, dict[str, Concept]]:
        """Concepts by code, by their vocabulary; `verb` holds the verbs of both parts."""
        known = {scheme.key for scheme in schemes(self._store)}
        words = {
            scheme: {concept.key: concept for concept in concepts(self._store, scheme)}
            for scheme in _VOCABULARIES
            if scheme in known
        }
        words["verb"] = words.get("citation-verb", {}) | words.get("operative-verb", {})
        return words

    @cached_property
    def network(self) -> Network:
        """The picture of the instruments around the resolution, and the same as a table."""
        # Imported here, or by `warming` before: a start need not wait for networkx.
        from csekg.network.graph import network_graph
        from csekg_api.site.network import Network

        return Network(network_graph(self._store), self._links)


def resolution_routes(resolution: Resolution, links: Links) -> APIRouter:
    """Return the route /resolution."""
    router = page_router()

    @router.get("/resolution")
    def whole(request: Request) -> Response:
        if resolution.about is None:
            return page(request, "no_resolution.html", status=404)
        return page(
            request,
            "resolution.html",
            about=resolution.about,
            passages=list(resolution.passages.values()),
            footnotes=resolution.footnotes,
            words=resolution.words,
            network=resolution.network,
            link=links.of,
        )

    return router
