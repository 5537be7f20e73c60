"""What the resolution asks, of whom, how strongly, and by when."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Iri, Ref, code
from csekg.answers.common.known import concept_refs
from csekg.answers.common.parts import part_ref
from csekg.answers.common.remembering import remembered
from csekg.sparql.store import QueryEngine


class Request(Answer):
    """Something that an operative paragraph asks."""

    id: Iri
    type: Literal["Request"] = "Request"
    name: str
    requested_in: Ref
    number: str = Field(description="number of the request within its paragraph")
    opening_verb: Ref
    verb_force: int | None = Field(description="how strongly the verb asks, 4 for the strongest")
    addressee: str = Field(description="who is asked: `/vocabularies/addressee`")
    description: str = Field(description="what is asked, in our words")
    condition: str | None
    concerns_instrument: tuple[Ref, ...]
    due_at: Ref | None = Field(description="the meeting by which it is due")


_REQUESTS = """
SELECT ?node ?label ?asking ?in ?number ?verb ?force ?who ?asks ?condition ?session ?meeting
WHERE {
  ?node a cse:Request ; rdfs:label ?label ; cse:requestedIn ?asking ; cse:number ?number ;
        cse:order ?place ; cse:openingVerb ?verb ; cse:addressee ?who ; dcterms:description ?asks .
  ?asking cse:order ?order ; rdfs:label ?in .
  OPTIONAL { ?verb cse:force ?force }
  OPTIONAL { ?node cse:condition ?condition }
  OPTIONAL { ?node cse:dueAt ?session . ?session rdfs:label ?meeting }
} ORDER BY ?order ?place
"""
_CONCERNED = """
SELECT ?node ?instrument ?label WHERE {
  ?node cse:concernsInstrument ?instrument . ?instrument rdfs:label ?label
} ORDER BY ?instrument
"""


@remembered
def requests(store: QueryEngine) -> tuple[Request, ...]:
    """Return what the resolution asks, in its order."""
    concepts = concept_refs(store)
    concerned: dict[str, list[Ref]] = defaultdict(list)
    for node, instrument, label in store.values(_CONCERNED):
        concerned[node].append(part_ref(instrument, label))
    return tuple(
        Request(
            id=node, name=label, requested_in=part_ref(asking, where), number=number,
            opening_verb=concepts[verb], verb_force=int(force) if force else None,
            addressee=code(who), description=asks, condition=condition or None,
            concerns_instrument=tuple(concerned[node]),
            due_at=part_ref(session, meeting) if session else None,
        )
        for node, label, asking, where, number, verb, force, who, asks, condition, session, meeting
            in store.values(_REQUESTS)
    )  # fmt: skip
