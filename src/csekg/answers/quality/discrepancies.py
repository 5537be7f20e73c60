"""Where sources disagree: every value, the one that is followed, and why."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Filter, Iri, Ref, chosen, code
from csekg.answers.common.known import SourceRef, actor_ref, find_treaty, source_refs
from csekg.answers.common.remembering import remembered
from csekg.sparql.store import QueryEngine


class Discrepancy(Answer):
    """A disagreement between two sources about one act."""

    id: Iri
    type: Literal["Discrepancy"] = "Discrepancy"
    name: str
    state: Ref
    instrument: Ref
    concerns_action: Ref
    concerns_property: str = Field(description="what they disagree on: a property of the ontology")
    property_name: str
    chosen_value: str | None = Field(description="the value that is followed; null if none is")
    chosen_source: SourceRef
    dissenting_value: str | None
    dissenting_source: SourceRef
    discrepancy_status: str = Field(description="open or settled")
    reason: str = Field(description="why this value is followed")


_DISCREPANCIES = """
SELECT ?node ?label ?actor ?actor_key ?name ?treaty ?key ?short ?act ?act_name ?property
       ?property_name ?chosen ?ours ?other ?theirs ?status ?reason
WHERE {
  ?node a cse:Discrepancy ; rdfs:label ?label ; cse:concernsAction ?act ;
        cse:concernsProperty ?property ; cse:chosenSource ?ours ; cse:dissentingSource ?theirs ;
        cse:reason ?reason ; cse:discrepancyStatus ?status .
  ?act rdfs:label ?act_name ; cse:treaty ?treaty ; cse:actor ?actor .
  ?treaty dcterms:identifier ?key ; cse:shortTitle ?short .
  ?actor dcterms:identifier ?actor_key ; rdfs:label ?name .
  ?property rdfs:label ?property_name FILTER(LANG(?property_name) IN ("en", ""))
  OPTIONAL { ?node cse:chosenValue ?chosen }
  OPTIONAL { ?node cse:dissentingValue ?other }
} ORDER BY ?key ?name ?node
"""


def discrepancies(
    store: QueryEngine,
    *,
    treaty: Filter[str] = None,
    state: Filter[str] = None,
    status: Filter[str] = None,
) -> list[Discrepancy]:
    """Return the disagreements by treaty and State: all, or those of some of these or a status.

    Raises UnknownNameError for an unknown treaty or State.
    """
    treaties = {find_treaty(store, key).key for key in chosen(treaty)}
    states = {actor_ref(store, key).key for key in chosen(state)}
    statuses = chosen(status)
    return [
        each
        for each in _all(store)
        if (not treaties or each.instrument.key in treaties)
        and (not states or each.state.key in states)
        and (not statuses or each.discrepancy_status in statuses)
    ]


@remembered
def _all(store: QueryEngine) -> tuple[Discrepancy, ...]:
    known = source_refs(store)
    return tuple(
        Discrepancy(
            id=node, name=label, state=Ref(id=actor, key=actor_key, name=name),
            instrument=Ref(id=iri, key=key, name=short),
            concerns_action=Ref(id=act, key=act.partition("/id/action/")[2], name=act_name),
            concerns_property=property_.rpartition("#")[2], property_name=property_name,
            chosen_value=ours_value or None, chosen_source=known[ours],
            dissenting_value=other or None, dissenting_source=known[theirs],
            discrepancy_status=code(its_status), reason=reason,
        )
        for node, label, actor, actor_key, name, iri, key, short, act, act_name, property_,
            property_name, ours_value, ours, other, theirs, its_status, reason
            in store.values(_DISCREPANCIES)
    )  # fmt: skip
