"""Where sources disagree: both values, the one that is followed, and why."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Filter, Iri, Ref, Words, chosen
from csekg.answers.common.known import SourceRef, actor_ref, find_treaty, source_refs
from csekg.answers.common.ordering import alphabetical
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
    store: QueryEngine,
    *,
    treaty: Filter[str] = None,
    state: Filter[str] = None,
    status: Filter[str] = None,
) -> list[Discrepancy]:
    """Return the disagreements, sorted by treaty and State.

    The filters narrow them to treaties, States and statuses with these keys. Raises
    UnknownNameError for an unknown treaty or State.
    """
    treaties = {find_treaty(store, key).key for key in chosen(treaty)}
    states = {actor_ref(store, key).key for key in chosen(state)}
    statuses = chosen(status)
    return [
        each
        for each in _sorted(store)
        if (not treaties or each.instrument.key in treaties)
        and (not states or each.state.key in states)
        and (not statuses or each.discrepancy_status in statuses)
    ]


@remembered_in_order
def _sorted(store: QueryEngine) -> tuple[Discrepancy, ...]:
    return tuple(sorted(
        _all(store), key=lambda each: (each.instrument.key, alphabetical(each.state.name), each.id)
    ))  # fmt: skip


@remembered
def _all(store: QueryEngine) -> tuple[Discrepancy, ...]:
    known = source_refs(store)
    found = rows_as(
        store, _DISCREPANCIES, Discrepancy,
        concerns_action=lambda row: Ref(
            id=row["act"], key=row["act"].partition("/id/action/")[2], name=row["act_name"]
        ),
        chosen_source=lambda row: known[row["ours"]],
        dissenting_source=lambda row: known[row["theirs"]],
    )  # fmt: skip
    return tuple(found)
