"""The path of the most detailed page about a thing, by its IRI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote, urlencode

from csekg import namespaces as ns
from csekg.answers.common.references import actor_refs, paragraph_refs, treaties
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.entities.vocabularies import topics
from csekg.answers.search.search import Hit
from csekg.answers.status.declarations import declarations
from csekg.answers.texts.instruments import instruments
from csekg.sparql.store import QueryEngine

_INSTRUMENT = f"{ns.ID}instrument/"


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
        if not iri.startswith(ns.ID):
            return iri
        path = iri.removeprefix(ns.ID)
        kind, *rest = path.split("/")
        match kind, *rest:
            case "source", key:
                return f"/sources#{key}"
            case "instrument", self.resolution, "fn", number:
                return f"/resolution#fn-{number}"
            case "instrument", key, "article" | "preamble", *_ if key in treaties(self.store):
                return f"/treaties/{key}/articles/{provision_address(path.split('/', 2)[2])}"
            case "territory" | "area", key:
                return f"/places/{quote(key)}"
            case "practice", assessor, year, place, indicator:
                page = self.of(f"{ns.ID}state/{place}")
                if "/page/" in page:
                    return f"/places/{place}"
                return f"/assessments?state={place}#{assessor}-{indicator}-{year}"
            case "action", _, _, _, "territorial-application" | "territorial-exclusion", territory:
                return f"/places/{territory}"
            case "action" | "participation", treaty, actor, *_:
                if iri in _statements(self.store):
                    return f"/statements?treaty={treaty}&state={actor}#{statement_anchor(iri)}"
                return f"/states/{actor}#under-{treaty}"
            case "correspondence", paragraph, *_:
                return f"/resolution/{paragraph.replace('-', '/')}#provisions"
            case "discrepancy", key:
                return f"/states/{key.split('-')[1].upper()}#checks"
            case "vocab", scheme, *_:
                return "/assessments" if scheme in ("indicator", "assessment-scope") else "/topics#glossary"
        return f"/page/{quote(path, safe='/%:@')}"

    def of_hit(self, hit: Hit) -> str:
        """Return the path of the page about something that was found."""
        if hit.kind == "page":
            return hit.key
        if hit.kind == "group":
            return f"/joined?{urlencode({'view': 'table', 'group': hit.key})}"
        if hit.kind == "participation":
            treaty, _, actor = hit.key.partition("/")
            return f"/states/{actor}#under-{treaty}"
        return self.of(hit.id)


def provision_address(key: str) -> str:
    """Return the end of the address of the page of a provision, by its key: `9/1/d`, `preamble`."""
    return key.removeprefix("article/")


def statement_anchor(iri: str) -> str:
    """Return the anchor of a reservation, declaration or objection on pages that list them."""
    return iri.removeprefix(ns.ID).replace("/", "-")


@remembered_in_order
def _statements(store: QueryEngine) -> frozenset[str]:
    return frozenset(statement.id for statement in declarations(store))


@remembered
def _pages(store: QueryEngine) -> Mapping[str, str]:
    pages = {iri: f"/states/{actor.key}" for iri, actor in actor_refs(store).items()}
    pages |= {each.id: f"/treaties/{each.key}" for each in instruments(store)}
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
