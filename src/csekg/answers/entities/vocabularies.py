"""The vocabularies: schemes of concepts, each with what it means, and the topics in use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Code, Iri, Ref, Words, code, look_up
from csekg.answers.common.references import concept_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import Row, rows_as
from csekg.answers.common.translations import values
from csekg.sparql.store import QueryEngine, whole_number


class Scheme(Answer):
    """A vocabulary: the values that one property may have."""

    id: Iri
    type: Literal["ConceptScheme"] = "ConceptScheme"
    key: str = Field(description="key of the vocabulary, as `status`")
    name: Words
    definition: Words
    concepts: int = Field(description="how many concepts it has")


class Concept(Answer):
    """A concept of a vocabulary."""

    id: Iri
    type: Literal["Concept"] = "Concept"
    key: str = Field(description="code of the concept, as answers give it")
    name: Words
    definition: Words
    in_scheme: Ref
    broader: tuple[Ref, ...]
    narrower: tuple[Ref, ...]
    exact_match: tuple[str, ...] = Field(description="the same concept elsewhere")
    close_match: tuple[str, ...] = Field(description="nearly the same concept elsewhere")
    related_match: tuple[str, ...] = Field(description="a related concept elsewhere")
    force: int | None = Field(description="of verbs: how strongly they ask, 4 for the strongest")
    stance: Code | None = Field(description="of verbs: the attitude to what is cited")


class Topic(Concept):
    """A topic, and how many texts are about it."""

    paragraphs: int = Field(description="paragraphs of the resolution on this topic")
    provisions: int = Field(description="provisions of treaties on this topic")


_SCHEMES = """
SELECT ?id ?name ?definition (COUNT(?concept) AS ?concepts) WHERE {
  ?id a skos:ConceptScheme ; rdfs:label ?name ; skos:definition ?definition .
  FILTER(LANG(?definition) = "en")
  ?concept skos:inScheme ?id .
} GROUP BY ?id ?name ?definition ORDER BY ?id
"""
_CONCEPTS = """
SELECT ?id ?name ?definition ?force ?stance WHERE {
  ?id skos:inScheme %s ; rdfs:label ?name ; skos:definition ?definition .
  FILTER(LANG(?definition) = "en")
  OPTIONAL { ?id cse:force ?force }
  OPTIONAL { ?id cse:stance ?stance }
} ORDER BY ?id
"""
_LINKS = """
SELECT ?concept ?property ?other WHERE {
  VALUES ?property { skos:broader skos:exactMatch skos:closeMatch skos:relatedMatch }
  ?concept skos:inScheme %s ; ?property ?other .
} ORDER BY ?other ?concept
"""
# Provisions of treaties have a kind, paragraphs of the resolution have none.
_TOPICS = """
SELECT ?topic (SUM(IF(BOUND(?kind), 0, 1)) AS ?paragraphs) (COUNT(?kind) AS ?provisions) WHERE {
  ?text cse:topic ?topic .
  OPTIONAL { ?text cse:provisionKind ?kind }
} GROUP BY ?topic
"""


@remembered
def schemes(store: QueryEngine) -> tuple[Scheme, ...]:
    """Return all vocabularies, sorted by key."""
    return tuple(rows_as(store, _SCHEMES, Scheme, key=lambda row: code(row["id"])))


@remembered
def concepts(store: QueryEngine, scheme: str) -> tuple[Concept, ...]:
    """Return the concepts of a vocabulary, sorted by code; raises UnknownNameError."""
    own = look_up("vocabulary", {listed.key: listed for listed in schemes(store)}, scheme)
    iri, refs = ns.thing("vocab", scheme), concept_refs(store)
    links: dict[tuple[str, str], list[str]] = defaultdict(list)
    narrower: dict[str, list[Ref]] = defaultdict(list)
    for concept, property_, other in values(store, _LINKS % iri):
        links[concept, code(property_)].append(other)
        if code(property_) == "broader":
            narrower[other].append(refs[concept])

    def linked(property_: str) -> Callable[[Row], tuple[str, ...]]:
        return lambda row: tuple(links[row["id"], property_])

    return tuple(
        rows_as(
            store,
            _CONCEPTS % iri,
            Concept,
            key=lambda row: code(row["id"]),
            in_scheme=lambda _: Ref(id=own.id, key=own.key, name=own.name),
            broader=lambda row: tuple(refs[other] for other in links[row["id"], "broader"]),
            narrower=lambda row: tuple(narrower[row["id"]]),
            exact_match=linked("exactMatch"),
            close_match=linked("closeMatch"),
            related_match=linked("relatedMatch"),
        )
    )


@remembered
def concepts_by_code(store: QueryEngine, scheme: str) -> Mapping[str, Concept]:
    """Return the concepts of a vocabulary by code; raises UnknownNameError."""
    return {concept.key: concept for concept in concepts(store, scheme)}


@remembered
def topics(store: QueryEngine) -> tuple[Topic, ...]:
    """Return the topics, each with how many paragraphs and provisions the editors gave it."""
    counts = {topic: numbers for topic, *numbers in values(store, _TOPICS)}
    return tuple(
        Topic(
            **{name: getattr(concept, name) for name in Concept.model_fields},
            paragraphs=paragraphs,
            provisions=provisions,
        )
        for concept in concepts(store, "topic")
        for paragraphs, provisions in [map(whole_number, counts.get(concept.id, ("0", "0")))]
    )
