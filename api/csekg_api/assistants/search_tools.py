"""Tools that find things and say what is stated about them, and where that is from."""

from __future__ import annotations

from datetime import date

from pydantic import Field
from pyoxigraph import Literal, NamedNode

from csekg.answers.common.base import Answer, Iri, Words
from csekg.answers.common.references import source_refs
from csekg.answers.entities.description import Description, Fact, describe
from csekg.answers.quality.dataset import Source, sources
from csekg.answers.search.entries import Kind
from csekg.answers.search.search import Hit
from csekg.languages.texts import joined
from csekg.namespaces import RDF
from csekg.sparql.store import QueryEngine
from csekg_api.assistants.tool import (
    ROWS,
    Arguments,
    Limit,
    Tool,
    ToolAnswer,
    Treaty,
    basis,
    basis_of_all,
    looked_up,
    thing_named,
    treaty_named,
)
from csekg_api.indexes import search_index
from csekg_api.web.request_limits import LONGEST

_FOUND = 10


class FindArguments(Arguments):
    """What to find."""

    text: Words = Field(
        min_length=1,
        max_length=LONGEST,
        examples=["sale of children"],
        description="names, keys or words, in any of six languages",
    )
    kind: Kind | None = Field(None, description="only things of this kind")
    limit: Limit = _FOUND


class Findings(ToolAnswer):
    """What was found."""

    total: int = Field(description="things found, those left out here included")
    matching: str = Field(description="`all` words fit, or `any` of them because nothing fits all")
    suggestion: str | None = Field(description="the text with near words for misspelt ones")
    items: tuple[Hit, ...]


def _find(store: QueryEngine, given: FindArguments) -> Findings:
    found = search_index(store).find(given.text, given.kind)
    # A page of a site is nothing that the dataset tells of.
    items = [hit for hit in found[: given.limit + _FOUND] if hit.kind != "page"][: given.limit]
    best = f", the best fit first: {joined(', ', (hit.name for hit in items[:3]))}" if items else ""
    near = f" Did you mean {found.suggestion!r}?" if found.suggestion else ""
    return Findings(
        answer=f"{len(found)} things fit {given.text!r}{best}.{near}",
        basis=basis_of_all(store),
        total=len(found),
        matching="all" if found.whole else "any",
        suggestion=found.suggestion,
        items=tuple(items),
    )


class DescribeArguments(Arguments):
    """What to describe."""

    thing: str = Field(
        min_length=1,
        max_length=LONGEST,
        examples=["opsc/article/3"],
        description="IRI, prefixed name (state:FRA) or key: FRA, opsc, opsc/article/3, op/4/a, "
        "participation/opsc/FRA, Treaty",
    )
    limit: Limit = ROWS


class StatedFact(Answer):
    """One thing that is stated."""

    property: Iri
    property_name: Words
    value: Words = Field(description="a text, a day, or the IRI of another thing")
    value_name: Words | None = Field(description="name of that thing")
    language: str | None
    sources: tuple[str, ...] = Field(description="keys of the sources, or names of other graphs")


class LinkedBy(Answer):
    """How many things link to the thing by one property."""

    property: Iri
    property_name: Words
    count: int


class Described(ToolAnswer):
    """What is stated about a thing."""

    id: Iri
    name: Words
    types: tuple[str, ...] = Field(description="names of its classes")
    total: int = Field(description="facts, those left out here included")
    facts: tuple[StatedFact, ...]
    linked_by: tuple[LinkedBy, ...]


def _describe(store: QueryEngine, given: DescribeArguments) -> Described:
    iri = thing_named(store, given.thing)
    about = describe(store, [iri])
    origins = {origin.graph: origin.source for origin in about.origins}
    known = source_refs(store)
    stating = [known[source] for source in origins.values() if source in known]
    keys = {
        graph: known[source].key if source in known else graph.rpartition("/")[2] for graph, source in origins.items()
    }
    types = tuple(
        label
        for fact in about.facts
        if fact.triple.predicate == RDF.type and isinstance(fact.triple.object, NamedNode)
        if (label := about.label(fact.triple.object.value))
    )
    name = about.label(iri) or iri
    return Described(
        answer=f"{name} ({', '.join(types) or 'of no class'}): {len(about.facts)} facts.",
        basis=basis(store, _days(about), stating, None if stating else "Editors state this."),
        id=iri,
        name=name,
        types=types,
        total=len(about.facts),
        facts=tuple(_fact(about, fact, keys) for fact in about.facts[: given.limit]),
        linked_by=tuple(
            LinkedBy(property=each.predicate.value, property_name=about.label(each.predicate.value), count=each.count)
            for each in about.links
        ),
    )


def _days(about: Description) -> list[date]:
    return [date.fromisoformat(origin.as_of) for origin in about.origins if origin.as_of]


def _fact(about: Description, fact: Fact, keys: dict[str, str]) -> StatedFact:
    value, predicate = fact.triple.object, fact.triple.predicate.value
    return StatedFact(
        property=predicate,
        property_name=about.label(predicate),
        value=value.value if isinstance(value, NamedNode | Literal) else str(value),
        value_name=about.label(value.value) or None if isinstance(value, NamedNode) else None,
        language=value.language if isinstance(value, Literal) else None,
        sources=tuple(keys.get(graph, graph) for graph in fact.graphs),
    )


class SourcesArguments(Arguments):
    """Which sources."""

    treaty: Treaty | None = Field(None, description="only sources of acts under this treaty")
    limit: Limit = ROWS


class SourcesFound(ToolAnswer):
    """The sources."""

    total: int
    items: tuple[Source, ...]


def _sources(store: QueryEngine, given: SourcesArguments) -> SourcesFound:
    info = treaty_named(store, given.treaty) if given.treaty else None
    found = sources(store, info.key if info else None)
    known = source_refs(store)
    shown = found[: given.limit]
    under = f" of acts under {info.short_title}" if info else ""
    return SourcesFound(
        answer=f"{len(found)} sources{under}.",
        basis=basis(store, (each.as_of for each in found), (known[each.id] for each in shown)),
        total=len(found),
        items=tuple(shown),
    )


FIND = Tool(
    "find",
    "Find States, treaties, articles, paragraphs, topics, sources",
    "Finds things of the register by names, keys or words in English, French, Spanish, Russian, "
    "Arabic or Chinese. Use it to get the key of a thing for the other tools.",
    FindArguments,
    Findings,
    looked_up(_find),
)
DESCRIBE = Tool(
    "describe",
    "What is stated about a thing, and by which source",
    "Returns every fact about one thing of the graph (a State, treaty, article, paragraph of the "
    "resolution, act, source, class or property) with the sources that state it.",
    DescribeArguments,
    Described,
    looked_up(_describe),
)
SOURCES = Tool(
    "sources",
    "The sources, the days on which they stand, their terms",
    "Lists the sources of the register: who publishes each, on which day it stands, its terms of "
    "use, what it is used for.",
    SourcesArguments,
    SourcesFound,
    looked_up(_sources),
)
