"""Where sources disagree."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Filter, Iri, Ref, SortKey, Words, alphabetical, chosen
from csekg.answers.common.references import SourceRef, actor_ref, find_treaty, source_refs
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import rows_as
from csekg.sparql.store import QueryEngine


class Discrepancy(Answer):
    """A disagreement between two sources about one act."""

    id: Iri
    type: Literal["Discrepancy"] = "Discrepancy"
    name: Words
    state: Ref
    instrument: Ref
    concerns_action: Ref
    concerns_property: Code = Field(description="what they disagree on: a property of the ontology")
    property_name: Words
    chosen_value: Words | None = Field(description="the value that is followed; null if none is")
    chosen_source: SourceRef
    dissenting_value: Words | None
    dissenting_source: SourceRef
    discrepancy_status: Code = Field(description="open or settled")
    reason: Words = Field(description="why this value is followed")


_DISCREPANCIES = """
SELECT ?id ?name ?state ?state_name ?instrument ?instrument_name ?act ?act_name
       ?concerns_property ?property_name ?chosen_value ?ours ?dissenting_value ?theirs
       ?discrepancy_status ?reason
WHERE {
  ?id a cse:Discrepancy ; rdfs:label ?name ; cse:concernsAction ?act ;
      cse:concernsProperty ?concerns_property ; cse:chosenSource ?ours ;
      cse:dissentingSource ?theirs ; cse:reason ?reason ;
      cse:discrepancyStatus ?discrepancy_status .
  ?act rdfs:label ?act_name ; cse:treaty ?instrument ; cse:actor ?state .
  ?instrument dcterms:identifier ?key ; cse:shortTitle ?instrument_name .
  FILTER(LANG(?instrument_name) IN ("en", "") && LANG(?reason) IN ("en", ""))
  ?state rdfs:label ?state_name .
  ?concerns_property rdfs:label ?property_name FILTER(LANG(?property_name) IN ("en", ""))
  OPTIONAL { ?id cse:chosenValue ?chosen_value }
  OPTIONAL { ?id cse:dissentingValue ?dissenting_value }
}
"""


def discrepancies(
    store: QueryEngine, *, treaty: Filter[str] = None, state: Filter[str] = None, status: Filter[str] = None
) -> list[Discrepancy]:
    """Return the disagreements, sorted by treaty and State.

    The filters narrow them to treaties, States and statuses with these keys. Raises
    UnknownNameError for an unknown treaty or State.
    """
    treaties = {find_treaty(store, key).key for key in chosen(treaty)}
    states = {actor_ref(store, key).key for key in chosen(state)}
    statuses = chosen(status)
    return [
        discrepancy
        for discrepancy in _sorted(store)
        if (not treaties or discrepancy.instrument.key in treaties)
        and (not states or discrepancy.state.key in states)
        and (not statuses or discrepancy.discrepancy_status in statuses)
    ]


@remembered_in_order
def _sorted(store: QueryEngine) -> tuple[Discrepancy, ...]:
    return tuple(sorted(_all(store), key=_by_treaty_and_state))


def _by_treaty_and_state(discrepancy: Discrepancy) -> tuple[str, SortKey, str]:
    return discrepancy.instrument.key, alphabetical(discrepancy.state.name), discrepancy.id


@remembered
def _all(store: QueryEngine) -> tuple[Discrepancy, ...]:
    known = source_refs(store)
    found = rows_as(
        store,
        _DISCREPANCIES,
        Discrepancy,
        concerns_action=lambda row: Ref(
            id=row["act"], key=row["act"].partition("/id/action/")[2], name=row["act_name"]
        ),
        chosen_source=lambda row: known[row["ours"]],
        dissenting_source=lambda row: known[row["theirs"]],
    )
    return tuple(found)
