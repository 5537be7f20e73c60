"""What each source states of an act, and where the sources differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pydantic import Field
from pyoxigraph import Literal, NamedNode

from csekg.answers.common.base import Answer, Day, Iri, code
from csekg.answers.common.known import SourceRef
from csekg.answers.common.properties import Properties
from csekg.namespaces import ONTOLOGY, SKOS
from csekg.sparql.store import QueryEngine


class StatedBy(Answer):
    """What one source states of an act."""

    source: SourceRef
    date: Day | None
    not_before: Day | None
    not_after: Day | None
    kind: str | None = Field(description="kind of a consent")
    enters_into_force_on: Day | None
    stated_in_force: bool | None = Field(
        description="true where the source says that the treaty binds the actor, without the day"
    )
    minimum_age_for_work: int | None
    name_as_in_source: str | None = Field(description="name of the actor as the source prints it")
    marks: str | None = Field(description="signs that the source prints beside the entry")
    notes: tuple[str, ...]


class Difference(Answer):
    """A fact on which two sources differ, the value that is followed, and why."""

    id: Iri
    property: str = Field(description="property in which they differ, as `date`")
    chosen_value: str | None = Field(description="value followed; null where none is")
    chosen_source: SourceRef
    dissenting_value: str
    dissenting_source: SourceRef
    discrepancy_status: str = Field(description="whether the difference is settled or open")
    reason: str


_STATED = """
SELECT ?thing ?source ?p ?o WHERE {
  %s
  GRAPH ?graph { ?thing ?p ?o }
  ?source cse:hasGraph ?graph
} ORDER BY ?thing ?source ?o
"""


def stated_by(
    store: QueryEngine, pattern: str, known: Mapping[str, SourceRef]
) -> dict[str, list[StatedBy]]:
    """Return what each source states of every act `?thing` that a graph pattern finds."""
    tables: dict[tuple[str, str], Properties] = defaultdict(Properties)
    for row in store.select(_STATED % pattern):
        thing, source, name, value = row["thing"], row["source"], row["p"], row["o"]
        if isinstance(name, NamedNode) and isinstance(value, NamedNode | Literal):
            assert thing is not None
            assert source is not None
            tables[thing.value, source.value].add(name, value)
    found: dict[str, list[StatedBy]] = defaultdict(list)
    for (thing_iri, source_iri), about in tables.items():
        found[thing_iri].append(StatedBy(
            source=known[source_iri], date=about.day("date"),
            not_before=about.day("notBefore"), not_after=about.day("notAfter"),
            kind=code(about.text("consentKind") or "") or None,
            enters_into_force_on=about.day("entersIntoForceOn"),
            stated_in_force=about.truth("statedInForce"),
            minimum_age_for_work=about.number("minimumAgeForWork"),
            name_as_in_source=about.text("nameAsInSource"), marks=about.text("marks"),
            notes=tuple(about.texts(SKOS.note)),
        ))  # fmt: skip
    return found


_DIFFERENCES = """
SELECT ?thing ?difference ?property ?chosen ?ours ?other ?theirs ?status ?reason WHERE {
  %s
  ?difference a cse:Discrepancy ; cse:concernsAction ?thing ; cse:concernsProperty ?property ;
              cse:chosenSource ?ours ; cse:dissentingValue ?other ; cse:dissentingSource ?theirs ;
              cse:discrepancyStatus ?status ; cse:reason ?reason .
  OPTIONAL { ?difference cse:chosenValue ?chosen }
} ORDER BY ?difference
"""


def differences(
    store: QueryEngine, pattern: str, known: Mapping[str, SourceRef]
) -> dict[str, list[Difference]]:
    """Return the differences between sources over every act `?thing` that a pattern finds."""
    found: dict[str, list[Difference]] = defaultdict(list)
    for row in store.values(_DIFFERENCES % pattern):
        thing, iri, name, chosen, ours, other, theirs, status, reason = row
        found[thing].append(Difference(
            id=iri, property=name.removeprefix(ONTOLOGY), chosen_value=chosen or None,
            chosen_source=known[ours], dissenting_value=other, dissenting_source=known[theirs],
            discrepancy_status=code(status), reason=reason,
        ))  # fmt: skip
    return found
