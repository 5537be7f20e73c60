"""The articles of the treaties, their parts, and what corresponds to them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Code, Filter, Iri, Ref, Words, chosen, code, part_key, part_ref
from csekg.answers.common.references import find_instrument, find_provision, treaties
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import lists_of, rows_as
from csekg.answers.common.translations import values
from csekg.answers.entities.vocabularies import concepts
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.texts.affected_texts import overlaps, target
from csekg.answers.texts.correspondences import Correspondence, correspondences
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine


class Provision(Answer):
    """An article of a treaty, a part of one, or the preamble."""

    id: Iri
    type: Literal["Article", "TreatyProvision"]
    key: str = Field(description="`article/24/2/f`, `preamble`")
    name: Words
    number: str = Field(description="number as printed, `24(2)(f)`")
    order: int = Field(description="place in the treaty")
    is_part_of: Ref = Field(description="the treaty, or the provision that this is a part of")
    heading: Words | None
    description: Words | None = Field(description="what it says, in our words; null if not described")
    provision_kind: Code | None = Field(description="`/vocabularies/provision-kind`")
    duty_strength: Code | None = Field(description="how strongly it obliges: `/vocabularies/duty`")
    verification: Code | None = Field(
        description="how far number and content were checked against a text: `/vocabularies/verification`"
    )
    topic: tuple[str, ...] = Field(description="codes of topics: `/topics`")
    paragraphs: tuple[str, ...] = Field(description="keys of the paragraphs of the resolution that correspond to it")


class ProvisionDetail(Provision):
    """A provision with what corresponds to it and the statements that touch it."""

    provision_of: Ref
    official_text_link: str | None = Field(description="where the treaty's official text lies")
    parts: tuple[Ref, ...] = Field(description="its immediate parts")
    correspondences: tuple[Correspondence, ...] = Field(description="correspondences of the provision and of its parts")
    statements: tuple[Declaration, ...] = Field(
        description="reservations, declarations and objections that touch it, a part of it or the "
        "whole of which it is a part, and those under a clause that lets a State exclude it"
    )


_PROVISIONS = """
SELECT ?id ?article ?name ?number ?order ?is_part_of ?is_part_of_name ?heading ?description
       ?provision_kind ?duty_strength ?verification
WHERE {
  ?id cse:provisionOf %s ; rdfs:label ?name ; cse:number ?number ; cse:order ?order ;
      dcterms:isPartOf ?is_part_of .
  ?is_part_of rdfs:label ?is_part_of_name .
  OPTIONAL { ?id a ?article FILTER(?article = cse:Article) }
  OPTIONAL { ?id cse:heading ?heading FILTER(LANG(?heading) IN ("en", "")) }
  OPTIONAL { ?id dcterms:description ?description FILTER(LANG(?description) IN ("en", "")) }
  OPTIONAL { ?id cse:provisionKind ?provision_kind }
  OPTIONAL { ?id cse:dutyStrength ?duty_strength }
  OPTIONAL { ?id cse:verification ?verification }
} ORDER BY ?order
"""
_TOPICS = """
SELECT ?provision ?topic WHERE { ?provision cse:provisionOf %s ; cse:topic ?topic } ORDER BY ?topic
"""
_PARAGRAPHS = """
SELECT ?provision ?paragraph WHERE {
  ?provision cse:provisionOf %s . ?paragraph cse:correspondsTo ?provision ; cse:order ?order
} ORDER BY ?order
"""
_TEXT = "SELECT ?text WHERE { <%s> cse:officialText ?text } ORDER BY ?text"


def provisions(
    store: QueryEngine, instrument: str, *, topic: Filter[str] = None, kind: Filter[str] = None
) -> list[Provision]:
    """Return the provisions of an instrument in their order; none where its text is not divided.

    `topic` and `kind` narrow them to concepts with these codes. Raises UnknownNameError for an
    unknown instrument, topic or kind.
    """
    found = _every(store, find_instrument(store, instrument).key)
    wanted, kinds = set(chosen(topic)), chosen(kind)
    for name, scheme, codes in (("topic", "topic", wanted), ("kind of provision", "provision-kind", kinds)):
        if codes:
            known = {concept.key for concept in concepts(store, scheme)}
            for code_ in sorted(set(codes) - known):
                raise UnknownNameError(name, code_, known)
    return [
        listed
        for listed in found
        if (not wanted or wanted & set(listed.topic)) and (not kinds or listed.provision_kind in kinds)
    ]


@remembered
def _every(store: QueryEngine, instrument: str) -> tuple[Provision, ...]:
    iri = ns.instrument(instrument)
    topics, paragraphs = lists_of(store, _TOPICS % iri), lists_of(store, _PARAGRAPHS % iri)
    found = rows_as(
        store,
        _PROVISIONS % iri,
        Provision,
        type=lambda row: "Article" if row["article"] else "TreatyProvision",
        key=lambda row: part_key(row["id"]),
        topic=lambda row: tuple(map(code, topics[row["id"]])),
        paragraphs=lambda row: tuple(map(part_key, paragraphs[row["id"]])),
    )
    return tuple(found)


def provision(store: QueryEngine, instrument: str, key: str) -> ProvisionDetail:
    """Return all that is known of a provision, given by the keys of instrument and provision.

    Raises UnknownNameError for an unknown key.
    """
    whole = find_instrument(store, instrument)
    iri = find_provision(store, whole.key, key).id
    every = provisions(store, whole.key)
    (found,) = (listed for listed in every if listed.id == iri)
    texts = values(store, _TEXT % whole.id)
    return ProvisionDetail(
        **{name: getattr(found, name) for name in Provision.model_fields},
        provision_of=whole,
        official_text_link=texts[0][0] if texts else None,
        parts=tuple(part_ref(part.id, part.name) for part in every if part.is_part_of.id == iri),
        correspondences=tuple(correspondences(store, instrument=whole.key, provision=key)),
        statements=tuple(_touching(store, whole.key, iri)),
    )


def _touching(store: QueryEngine, instrument: str, iri: str) -> list[Declaration]:
    if instrument not in treaties(store):
        return []
    return [
        statement
        for statement in declarations(store, treaty=instrument)
        if overlaps([concerned.id for concerned in statement.concerns_provision], iri)
        or target(store, statement).is_to(iri)
    ]
