"""The vocabularies: schemes of concepts, each with what it means, and the topics in use."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Iri, Ref, code, ref
from csekg.answers.common.remembering import remembered
from csekg.errors import UnknownNameError
from csekg.namespaces import PREFIXES
from csekg.sparql.store import QueryEngine, whole_number


class Scheme(Answer):
    """A vocabulary: the values that one property may have."""

    id: Iri
    type: Literal["ConceptScheme"] = "ConceptScheme"
    key: str = Field(description="key of the vocabulary, as `status`")
    name: str
    definition: str
    concepts: int = Field(description="how many concepts it has")


class Concept(Answer):
    """A concept of a vocabulary."""

    id: Iri
    type: Literal["Concept"] = "Concept"
    key: str = Field(description="code of the concept, as answers give it")
    name: str
    definition: str
    in_scheme: Ref
    broader: tuple[Ref, ...]
    narrower: tuple[Ref, ...]
    exact_match: tuple[str, ...] = Field(description="the same concept elsewhere")
    close_match: tuple[str, ...] = Field(description="nearly the same concept elsewhere")
    related_match: tuple[str, ...] = Field(description="a related concept elsewhere")
    force: int | None = Field(description="of verbs: how strongly they ask, 4 for the strongest")
    stance: str | None = Field(description="of verbs: the attitude to what is cited")


class Topic(Concept):
    """A topic, and how many texts are about it."""

    paragraphs: int = Field(description="paragraphs of the resolution on this topic")
    provisions: int = Field(description="provisions of treaties on this topic")


_SCHEMES = """
SELECT ?scheme ?label ?definition (COUNT(?concept) AS ?concepts) WHERE {
  ?scheme a skos:ConceptScheme ; rdfs:label ?label ; skos:definition ?definition .
  ?concept skos:inScheme ?scheme .
} GROUP BY ?scheme ?label ?definition ORDER BY ?scheme
"""
_CONCEPTS = """
SELECT ?concept ?label ?definition ?force ?stance WHERE {
  ?concept skos:inScheme %s ; rdfs:label ?label ; skos:definition ?definition .
  OPTIONAL { ?concept cse:force ?force }
  OPTIONAL { ?concept cse:stance ?stance }
} ORDER BY ?concept
"""
_LINKS = """
SELECT ?concept ?property ?other ?label WHERE {
  VALUES ?property { skos:broader skos:exactMatch skos:closeMatch skos:relatedMatch }
  ?concept skos:inScheme %s ; ?property ?other .
  OPTIONAL { ?other rdfs:label ?label }
} ORDER BY ?other ?concept
"""
_TOPICS = """
SELECT ?topic ?article WHERE {
  ?provision cse:topic ?topic .
  OPTIONAL { ?provision cse:provisionKind ?article }
}
"""


@remembered
def schemes(store: QueryEngine) -> tuple[Scheme, ...]:
    """Return all vocabularies, sorted by key."""
    return tuple(
        Scheme(
            id=iri,
            key=code(iri),
            name=label,
            definition=definition,
            concepts=whole_number(concepts),
        )
        for iri, label, definition, concepts in store.values(_SCHEMES)
    )


@remembered
def concepts(store: QueryEngine, scheme: str) -> tuple[Concept, ...]:
    """Return the concepts of a vocabulary, sorted by code; raises UnknownNameError."""
    known = {each.key: each for each in schemes(store)}
    if scheme not in known:
        raise UnknownNameError("vocabulary", scheme, known)
    its, iri = known[scheme], ns.thing("vocab", scheme)
    rows = store.values(_CONCEPTS % iri)
    labels = {concept: label for concept, label, *_ in rows}
    links: dict[tuple[str, str], list[str]] = defaultdict(list)
    narrower: dict[str, list[Ref]] = defaultdict(list)
    for concept, name, other, _ in store.values(_LINKS % iri):
        links[concept, name.removeprefix(PREFIXES["skos"])].append(other)
        if name == f"{PREFIXES['skos']}broader":
            narrower[other].append(ref(concept, labels[concept]))
    return tuple(
        Concept(
            id=concept, key=code(concept), name=label, definition=definition,
            in_scheme=Ref(id=its.id, key=its.key, name=its.name),
            broader=tuple(ref(other, labels[other]) for other in links[concept, "broader"]),
            narrower=tuple(narrower[concept]),
            exact_match=tuple(links[concept, "exactMatch"]),
            close_match=tuple(links[concept, "closeMatch"]),
            related_match=tuple(links[concept, "relatedMatch"]),
            force=int(force) if force else None, stance=code(stance) or None,
        )
        for concept, label, definition, force, stance in rows
    )  # fmt: skip


@remembered
def concepts_by_code(store: QueryEngine, scheme: str) -> Mapping[str, Concept]:
    """Return the concepts of a vocabulary by code; raises UnknownNameError."""
    return MappingProxyType({concept.key: concept for concept in concepts(store, scheme)})


def topics(store: QueryEngine) -> list[Topic]:
    """Return the topics, each with how many paragraphs and provisions the editors gave it."""
    # Provisions of treaties have a kind, paragraphs have none.
    counts = Counter((topic, bool(kind)) for topic, kind in store.values(_TOPICS))
    return [
        Topic(**{name: getattr(each, name) for name in Concept.model_fields},
              paragraphs=counts[each.id, False], provisions=counts[each.id, True])
        for each in concepts(store, "topic")
    ]  # fmt: skip
