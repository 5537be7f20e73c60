"""What each source states about an act, and where sources differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pydantic import Field
from pyoxigraph import Literal, NamedNode

from csekg.answers.common.base import Answer, Code, Day, Iri, Words, code
from csekg.answers.common.known import SourceRef
from csekg.answers.common.properties import Properties, properties_as
from csekg.answers.common.rows import rows_by_first
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
    marks: Words | None = Field(description="signs that the source prints beside the entry")
    notes: tuple[Words, ...]


class Difference(Answer):
    """A fact on which two sources differ, the value that is followed, and why."""

    id: Iri
    property: Code = Field(description="property in which they differ, as `date`")
    chosen_value: Words | None = Field(description="value followed; null where none is")
    chosen_source: SourceRef
    dissenting_value: Words
    dissenting_source: SourceRef
    discrepancy_status: Code = Field(description="whether the difference is settled or open")
    reason: Words


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
    """Return what each source states about the acts `?thing` of a graph pattern, by their IRIs.

    `known` are the sources by IRI, as `known.source_refs` gives them.
    """
    tables: dict[tuple[str, str], Properties] = defaultdict(Properties)
    for row in store.select(_STATED % pattern):
        thing, source, name, value = row["thing"], row["source"], row["p"], row["o"]
        if isinstance(name, NamedNode) and isinstance(value, NamedNode | Literal):
            assert thing is not None
            assert source is not None
            tables[thing.value, source.value].add(name, value)
    found: dict[str, list[StatedBy]] = defaultdict(list)
    for (thing_iri, source_iri), about in tables.items():
        found[thing_iri].append(
            properties_as(
                StatedBy,
                about,
                source=known[source_iri],
                kind=code(about.text("consentKind") or "") or None,
            )
        )
    return found


_DIFFERENCES = """
SELECT ?thing ?id ?property ?chosen_value ?ours ?dissenting_value ?theirs ?discrepancy_status
       ?reason
WHERE {
  %s
  ?id a cse:Discrepancy ; cse:concernsAction ?thing ; cse:concernsProperty ?property ;
      cse:chosenSource ?ours ; cse:dissentingValue ?dissenting_value ;
      cse:dissentingSource ?theirs ; cse:discrepancyStatus ?discrepancy_status ;
      cse:reason ?reason .
  FILTER(LANG(?reason) IN ("en", ""))
  OPTIONAL { ?id cse:chosenValue ?chosen_value }
} ORDER BY ?id
"""


def differences(
    store: QueryEngine, pattern: str, known: Mapping[str, SourceRef]
) -> Mapping[str, tuple[Difference, ...]]:
    """Return the differences between sources about the acts `?thing` of a graph pattern, by IRI.

    `known` are the sources by IRI, as `known.source_refs` gives them.
    """
    return rows_by_first(
        store, _DIFFERENCES % pattern, Difference,
        chosen_source=lambda row: known[row["ours"]],
        dissenting_source=lambda row: known[row["theirs"]],
    )  # fmt: skip
