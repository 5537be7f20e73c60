"""The path of the most detailed page about a thing, by its IRI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote, urlencode

from csekg import namespaces as ns
from csekg.answers.common.references import actor_refs, paragraph_refs, treaties
from csekg.answers.common.remembering import remembered
from csekg.answers.entities.vocabularies import topics
from csekg.answers.search.search import Hit
from csekg.sparql.store import QueryEngine

_INSTRUMENT = f"{ns.ID}instrument/"
_SOURCE = f"{ns.ID}source/"


@dataclass(frozen=True, slots=True)
class Links:
    """The paths of pages, without the root path at which the service is published."""

    store: QueryEngine

    @property
    def resolution(self) -> str | None:
        """The key of the instrument whose paragraphs the dataset holds; None without one."""
        for key, paragraph in paragraph_refs(self.store).items():
            return paragraph.id.removeprefix(_INSTRUMENT).removesuffix(f"/{key}")
        return None

    def of_resolution(self, iri: str) -> str | None:
        """Return the path of the page about the resolution or a paragraph of it, else None."""
        return _pages_of_resolution(self.store).get(iri)

    def of(self, iri: str) -> str:
        """Return the path of the page about a thing of the dataset; any other IRI itself."""
        page = _pages(self.store).get(iri)
        if page is not None:
            return page
        if iri.startswith(_SOURCE):
            return f"/sources#{iri.removeprefix(_SOURCE)}"
        footnotes = f"{_INSTRUMENT}{self.resolution}/fn/"
        if iri.startswith(footnotes):
            return f"/resolution#fn-{iri.removeprefix(footnotes)}"
        if iri.startswith(ns.ID):
            return f"/page/{quote(iri.removeprefix(ns.ID), safe='/%:@')}"
        return iri

    def of_hit(self, hit: Hit) -> str:
        """Return the path of the page about something that was found."""
        if hit.kind == "page":
            return hit.key
        if hit.kind == "group":
            return f"/matrix?{urlencode({'group': hit.key})}"
        if hit.kind == "participation":
            treaty, _, actor = hit.key.partition("/")
            return f"/states/{actor}#under-{treaty}"
        return self.of(hit.id)


@remembered
def _pages(store: QueryEngine) -> Mapping[str, str]:
    pages = {iri: f"/states/{actor.key}" for iri, actor in actor_refs(store).items()}
    pages |= {info.id: f"/treaties/{info.key}" for info in treaties(store).values()}
    pages |= {topic.id: f"/topics/{topic.key}" for topic in topics(store)}
    return MappingProxyType(pages | dict(_pages_of_resolution(store)))


@remembered
def _pages_of_resolution(store: QueryEngine) -> Mapping[str, str]:
    resolution = Links(store).resolution
    if resolution is None:
        return MappingProxyType({})
    pages = {ns.instrument(resolution).value: "/resolution"}
    for key, paragraph in paragraph_refs(store).items():
        pages[paragraph.id] = f"/resolution/{key}"
    return MappingProxyType(pages)
