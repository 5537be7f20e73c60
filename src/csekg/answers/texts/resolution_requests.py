"""What the resolution asks, of whom, how strongly, by when; and what it asks of one State."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Iri, Ref, Words
from csekg.answers.common.references import concept_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import refs_of, rows_as
from csekg.answers.status.status_answers import Standing
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
    return tuple(
        rows_as(
            store,
            _REQUESTS,
            Request,
            opening_verb=lambda row: concepts[row["verb"]],
            concerns_instrument=lambda row: concerned[row["id"]],
        )
    )


#: The key of the group of Member States of the United Nations, to whom the resolution speaks.
UN_MEMBERS = "un-member"


@dataclass(frozen=True, slots=True)
class ResolutionRequests:
    """What the resolution asks of one State."""

    is_member: bool
    #: Treaties that States are urged to join, that do not bind this one and are open to it.
    to_join: tuple[Standing, ...]
    joined: tuple[Standing, ...]
    requests: tuple[Request, ...]


def requests_to(member_of: Iterable[Ref], rows: Sequence[Standing], listed: Iterable[Request]) -> ResolutionRequests:
    """Return what is asked of a State, as a member of the UN, a party or a State not yet party.

    `member_of` are its groups, `rows` its standings, `listed` all requests of the resolution.
    """
    is_member = any(group.key == UN_MEMBERS for group in member_of)
    urged = [row for row in rows if row.legal_basis == "urged"]
    bound = {row.treaty.id for row in rows if row.status == "party"}

    def is_asked(request: Request) -> bool:
        concerned = {instrument.id for instrument in request.concerns_instrument}
        match request.addressee:
            case "member-states":
                return is_member
            case "member-states-not-yet-party":
                return is_member and not concerned <= bound
            case "states-parties":
                return bool(concerned & bound)
        return False

    return ResolutionRequests(
        is_member,
        tuple(row for row in urged if row.status not in ("party", "not-eligible")),
        tuple(row for row in urged if row.status == "party"),
        tuple(request for request in listed if is_asked(request)),
    )
