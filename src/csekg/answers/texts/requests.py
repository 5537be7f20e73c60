"""What the resolution asks, of whom, how strongly, and by when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Iri, Ref, Words
from csekg.answers.common.grouping import refs_of
from csekg.answers.common.known import concept_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as
from csekg.sparql.store import QueryEngine


class Request(Answer):
    """Something that an operative paragraph asks."""

    id: Iri
    type: Literal["Request"] = "Request"
    name: Words
    requested_in: Ref
    number: str = Field(description="number of the request within its paragraph")
    opening_verb: Ref
    verb_force: int | None = Field(description="how strongly the verb asks, 4 for the strongest")
    addressee: Code = Field(description="who is asked: `/vocabularies/addressee`")
    description: Words = Field(description="what is asked, in our words")
    condition: Words | None
    concerns_instrument: tuple[Ref, ...]
    due_at: Ref | None = Field(description="the meeting by which it is due")


_REQUESTS = """
SELECT ?id ?name ?requested_in ?requested_in_name ?number ?verb ?verb_force ?addressee ?description
       ?condition ?due_at ?due_at_name
WHERE {
  ?id a cse:Request ; rdfs:label ?name ; cse:requestedIn ?requested_in ; cse:number ?number ;
      cse:order ?place ; cse:openingVerb ?verb ; cse:addressee ?addressee ;
      dcterms:description ?description .
  FILTER(LANG(?description) IN ("en", ""))
  ?requested_in cse:order ?order ; rdfs:label ?requested_in_name .
  OPTIONAL { ?verb cse:force ?verb_force }
  OPTIONAL { ?id cse:condition ?condition FILTER(LANG(?condition) IN ("en", "")) }
  OPTIONAL { ?id cse:dueAt ?due_at . ?due_at rdfs:label ?due_at_name }
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
    concepts, concerned = concept_refs(store), refs_of(store, _CONCERNED)
    return tuple(rows_as(
        store, _REQUESTS, Request,
        opening_verb=lambda row: concepts[row["verb"]],
        concerns_instrument=lambda row: concerned[row["id"]],
    ))  # fmt: skip
