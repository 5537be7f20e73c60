"""Where sources disagree, and the log of corrections that releases made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Day, Filter, Iri, Ref, SortKey, Words, alphabetical, chosen
from csekg.answers.common.references import SourceRef, actor_ref, find_treaty, source_refs
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import rows_as
from csekg.answers.status.news import NewKnowledge
from csekg.languages.messages import _
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


State = Literal["corrected", "open", "settled"]


class Correction(Answer):
    """An error that was corrected, or a value on which sources differ."""

    concerns: Iri = Field(description="IRI of the act")
    state: State = Field(
        description="`corrected`: a release says otherwise than the one before; `settled` and "
        "`open`: two sources differ, and it is or is not clear which is right"
    )
    corrected_on: Day | None = Field(description="day of that release")
    release: str | None = Field(description="its version")
    actor: Ref | None
    treaty: Ref | None
    about: Words = Field(description="the act or the property, in words")
    was: Words | None = Field(description="the value that is not followed, or no longer")
    was_source: str | None = Field(description="key of the source that states it")
    now: Words | None = Field(description="the value that is followed; null where none is")
    now_source: str | None = Field(description="key of the source that states it")
    reason: Words | None


def corrections(
    store: QueryEngine,
    learned: Iterable[NewKnowledge] = (),
    *,
    treaty: Filter[str] = None,
    state: Filter[str] = None,
    status: Filter[str] = None,
) -> list[Correction]:
    """Return the corrections: those of releases first, the newest first, then open differences.

    `learned` is what releases changed; an act that a release adds corrects nothing. The filters
    narrow the list to treaties, States and states of correction. Raises UnknownNameError for an
    unknown treaty or State.
    """
    treaties = {find_treaty(store, key).key for key in chosen(treaty)}
    actors = {actor_ref(store, key).key for key in chosen(state)}
    wanted = chosen(status)
    found = [*_corrected(learned), *_differences(discrepancies(store))]
    return [
        correction
        for correction in found
        if (not treaties or (correction.treaty and correction.treaty.key in treaties))
        and (not actors or (correction.actor and correction.actor.key in actors))
        and (not wanted or correction.state in wanted)
    ]


def _corrected(learned: Iterable[NewKnowledge]) -> Iterator[Correction]:
    facts = [fact for fact in learned if fact.is_correction]
    for fact in sorted(facts, key=lambda fact: fact.released_on, reverse=True):
        yield Correction(
            concerns=fact.id,
            state="corrected",
            corrected_on=fact.released_on,
            release=fact.release,
            actor=fact.actor,
            treaty=fact.treaty,
            about=fact.text,
            was=fact.before,
            was_source=None,
            now=fact.after,
            now_source=None,
            reason=None,
        )


def _differences(found: Iterable[Discrepancy]) -> Iterator[Correction]:
    for discrepancy in sorted(found, key=lambda discrepancy: discrepancy.discrepancy_status != "open"):
        yield Correction(
            concerns=discrepancy.concerns_action.id,
            state="open" if discrepancy.discrepancy_status == "open" else "settled",
            corrected_on=None,
            release=None,
            actor=discrepancy.state,
            treaty=discrepancy.instrument,
            about=_("{act}: {property}", act=discrepancy.concerns_action.name, property=discrepancy.property_name),
            was=discrepancy.dissenting_value,
            was_source=discrepancy.dissenting_source.key,
            now=discrepancy.chosen_value,
            now_source=discrepancy.chosen_source.key,
            reason=discrepancy.reason,
        )
