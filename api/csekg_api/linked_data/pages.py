"""A page about things: what is stated about each, what links to it, and which sources say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from fastapi import Request
from fastapi.responses import Response
from pyoxigraph import Literal, NamedNode

from csekg.answers.common.base import SortKey, alphabetical
from csekg.answers.entities.description import Description, Fact, Links, Origin, definitions
from csekg.languages.days import spelled
from csekg.namespaces import DCTERMS, RDF, RDFS, SKOS, XSD
from csekg.releases.citation_formats import Citation
from csekg.sparql.store import QueryEngine
from csekg_api.downloads.contents import graph_key
from csekg_api.linked_data import documents
from csekg_api.web.templates import render

# The properties shown first; the others follow by name.
_FIRST = (
    RDFS.label,
    DCTERMS.title,
    SKOS.prefLabel,
    SKOS.altLabel,
    SKOS.definition,
    DCTERMS.description,
    RDFS.comment,
    SKOS.note,
    DCTERMS.identifier,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A value: text, address ('' for none), language, datatype, day, numbers of its sources."""

    text: str
    href: str = ""
    language: str = ""
    datatype: str = ""
    day: date | None = None
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property: name, address and definition, '' if there is none."""

    name: str
    href: str
    definition: str


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values or, for incoming links, their subjects; `count` in all."""

    term: Term
    values: tuple[Shown, ...]
    count: int
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A thing that the page describes; `anchor` is the fragment of its IRI, '' for none."""

    iri: str
    anchor: str
    title: str
    types: tuple[Term, ...]
    rows: tuple[Row, ...]
    links: tuple[Row, ...]
    content: str


class PageView:
    """Turns a description into the content of its page."""

    def __init__(self, store: QueryEngine, description: Description, addresses: documents.Addresses, root: str) -> None:
        """Take the description, and `root`, the path at which the service is published."""
        self._description, self._addresses, self._root = description, addresses, root
        terms = {fact.triple.predicate.value for fact in description.facts}
        terms |= {links.predicate.value for links in description.links}
        terms |= {
            fact.triple.object.value
            for fact in description.facts
            if fact.triple.predicate == RDF.type and isinstance(fact.triple.object, NamedNode)
        }
        self._definitions = definitions(store, terms)
        self._numbers = {origin.graph: number for number, origin in enumerate(description.origins, 1)}
        self._places = {self._term(term.value).name: place for place, term in enumerate(_FIRST)}

    def sections(self) -> Iterator[Section]:
        """Yield a section for each described thing."""
        stated: dict[object, dict[NamedNode, list[Fact]]] = {}
        for fact in self._description.facts:
            stated.setdefault(fact.triple.subject, {}).setdefault(fact.triple.predicate, []).append(fact)
        for topic in self._description.topics:
            facts = stated.get(NamedNode(topic), {})
            types = facts.pop(RDF.type, [])
            rows = sorted(map(self._row, facts, facts.values()), key=self._order)
            links = [self._links(link) for link in self._description.links if link.target == topic]
            content = ""
            if topic in self._description.named_graphs:
                content = f"{self._root}/api/v1/downloads/graphs/{graph_key(topic)}.ttl"
            yield Section(
                topic,
                topic.partition("#")[2],
                self._name(topic),
                tuple(self._term(fact.triple.object.value) for fact in types),  # type: ignore[union-attr]
                tuple(rows),
                tuple(sorted(links, key=lambda row: _in_order(row.term.name))),
                content,
            )

    def sources(self) -> Iterator[tuple[int, Origin, Shown, date | None]]:
        """Yield the named graphs with number, origin, link to the source and as-of date."""
        for origin in self._description.origins:
            source = origin.source or origin.graph
            name = origin.label or self._name(source)
            shown = Shown(name, self._addresses.link(source, self._root))
            yield self._numbers[origin.graph], origin, shown, _day(origin.as_of)

    def _row(self, predicate: NamedNode, facts: Sequence[Fact]) -> Row:
        values = sorted(map(self._value, facts), key=lambda shown: _in_order(shown.text))
        return Row(self._term(predicate.value), tuple(values), len(values))

    def _order(self, row: Row) -> tuple[int, SortKey]:
        return self._places.get(row.term.name, len(_FIRST)), _in_order(row.term.name)

    def _links(self, links: Links) -> Row:
        shown = [self._thing(fact.triple.subject, fact) for fact in links.facts]
        shown.sort(key=lambda value: _in_order(value.text))
        rest = documents.all_links(links) if links.count > len(shown) else ""
        return Row(self._term(links.predicate.value), tuple(shown), links.count, rest)

    def _value(self, fact: Fact) -> Shown:
        value = fact.triple.object
        if not isinstance(value, Literal):
            return self._thing(value, fact)
        datatype = "" if value.datatype in (XSD.string, RDF.langString) else value.datatype.value
        day = _day(value.value) if value.datatype == XSD.date else None
        text = spelled(day) if day else value.value
        if value.datatype == XSD.boolean:
            text = {"true": "yes", "false": "no"}.get(text, text)
        return Shown(
            text,
            value.value if value.value.startswith(("https://", "http://")) else "",
            value.language or "",
            self._local(datatype),
            day,
            self._sources(fact),
        )

    def _thing(self, term: object, fact: Fact) -> Shown:
        if not isinstance(term, NamedNode):
            return Shown(f"unnamed node {term}", sources=self._sources(fact))
        href = self._addresses.link(term.value, self._root)
        return Shown(self._name(term.value), href, sources=self._sources(fact))

    def _sources(self, fact: Fact) -> tuple[int, ...]:
        return tuple(self._numbers[graph] for graph in fact.graphs)

    def _term(self, iri: str) -> Term:
        name = self._description.label(iri) or _words(self._local(iri)) or iri
        return Term(name, self._addresses.link(iri, self._root), self._definitions.get(iri, ""))

    def _name(self, iri: str) -> str:
        label = self._description.label(iri)
        if label or not iri.startswith(self._addresses.base):
            return label or iri
        # Without a label, the last part of an identifier is more readable than the whole.
        return unquote(self._local(iri)) or iri

    @staticmethod
    def _local(iri: str) -> str:
        return re.split(r"[/#]", iri)[-1]


def _in_order(text: str) -> SortKey:
    return alphabetical(text.casefold())


def _words(name: str) -> str:
    """Return the words of a term: `had primary source` for `hadPrimarySource`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").lower()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def shown_page(
    request: Request,
    view: PageView,
    data: str,
    endings: Iterable[str],
    *,
    canonical: str,
    title: str = "",
    citation: Citation | None = None,
    cite: str = "",
) -> Response:
    """Return a page about things, with a title of its own or that of the first.

    `data` is the path of the same in the formats of these endings, `cite` that of the citation.
    """
    return render(
        "resource.html",
        request,
        title=title,
        canonical=canonical,
        citation=citation,
        cite=cite,
        release=request.app.state.release,
        sections=list(view.sections()),
        sources=list(view.sources()),
        files=[(f"{data}.{end}", documents.media_type(end), documents.label(documents.FILES[end])) for end in endings],
    )
