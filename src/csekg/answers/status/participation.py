"""One participation: every status interval, every act, and what each source states about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Literal

import pyoxigraph as ox
from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Code, Day, Iri, Ref, Words, code
from csekg.answers.common.kinds import CLASSES, What, class_of, fine_kind
from csekg.answers.common.names import status_labels
from csekg.answers.common.reasons import rules_by_treaty, sum_of
from csekg.answers.common.references import SourceRef, actor_ref, find_treaty, some_sources, source_refs, territory_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import Properties, properties, properties_as, rows_by_first
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.status.intervals import intervals_of_actor
from csekg.law.entry_into_force import EntryIntoForceRule
from csekg.namespaces import PROV, RDF
from csekg.sparql.store import QueryEngine, as_text


class SourceStatement(Answer):
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


# The sources of graphs are looked up beside it: a join of them takes twice as long.
_STATED = "SELECT ?thing ?graph ?p ?o WHERE { %s GRAPH ?graph { ?thing ?p ?o } } ORDER BY ?thing ?graph ?o"


@remembered
def _sources_by_graph(store: QueryEngine) -> Mapping[str, SourceRef]:
    """Return the source of what stands in a graph, by the IRI of the graph."""
    known = source_refs(store)
    graphs = store.values("SELECT ?graph ?source WHERE { ?source cse:hasGraph ?graph }")
    return {graph: known[source] for graph, source in graphs}


def stated_by(store: QueryEngine, pattern: str) -> dict[str, list[SourceStatement]]:
    """Return what each source states about the acts `?thing` of a graph pattern, by their IRIs."""
    sources = _sources_by_graph(store)
    tables: dict[tuple[str, str], Properties] = defaultdict(Properties)
    for row in store.select(_STATED % pattern):
        thing, graph, name, value = as_text(row["thing"]), as_text(row["graph"]), row["p"], row["o"]
        if graph in sources and isinstance(name, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            tables[thing, graph].add(name, value)
    found: dict[str, list[SourceStatement]] = defaultdict(list)
    for (thing, graph), about in tables.items():
        found[thing].append(
            properties_as(
                SourceStatement, about, source=sources[graph], kind=code(about.text("consentKind") or "") or None
            )
        )
    return found


_DIFFERENCES = """
SELECT ?thing ?id ?property ?chosen_value ?ours ?dissenting_value ?theirs ?discrepancy_status
       ?reason
WHERE {
  ?id a cse:Discrepancy ; cse:concernsAction ?thing ; cse:concernsProperty ?property ;
      cse:chosenSource ?ours ; cse:dissentingValue ?dissenting_value ;
      cse:dissentingSource ?theirs ; cse:discrepancyStatus ?discrepancy_status ;
      cse:reason ?reason .
  FILTER(LANG(?reason) IN ("en", ""))
  OPTIONAL { ?id cse:chosenValue ?chosen_value }
} ORDER BY ?id
"""


@remembered
def differences(store: QueryEngine) -> Mapping[str, tuple[Difference, ...]]:
    """Return the differences between sources about acts, by the IRI of the act."""
    known = source_refs(store)
    return rows_by_first(
        store,
        _DIFFERENCES,
        Difference,
        chosen_source=lambda row: known[row["ours"]],
        dissenting_source=lambda row: known[row["theirs"]],
    )


class Interval(Answer):
    """A span of time during which the status did not change."""

    id: Iri
    type: Literal["StatusInterval"] = "StatusInterval"
    status: Code
    status_label: Words
    since: Day
    until: Day | None = Field(description="first day on which it no longer held")
    reason: Words
    basis_action: tuple[Iri, ...] = Field(description="acts with which the status began")


class ActDetail(Answer):
    """A signature, consent, territorial act, invitation or denunciation."""

    id: Iri
    type: str = Field(description="class, as Signature or ConsentToBeBound")
    label: Words
    what: What
    kind: str = Field(description="ratification, accession, signature, territorial-application ...")
    date: Day | None = Field(description="day of the act that we follow; null where none is known")
    not_before: Day | None
    not_after: Day | None
    enters_into_force_on: tuple[Day, ...] = Field(description="as the sources state it")
    computed_entry_into_force: Day | None = Field(description="as the treaty's own rule gives it")
    alternative_entry_into_force: Day | None = Field(
        description="on a second reading of the rule, where its wording admits two"
    )
    arithmetic: Words | None = Field(description="the sum behind the computed day, in words")
    dismissed: Literal[True] | None = Field(
        description="true for an act that a source states and another shows not to have been done"
    )
    minimum_age_for_work: int | None
    invitation_ends_on: Day | None
    territory: Ref | None
    sources: tuple[SourceRef, ...]
    stated_by: tuple[SourceStatement, ...] = Field(description="what each source states of the act")
    differences: tuple[Difference, ...] = Field(
        description="where the sources differ, which value is followed, and why"
    )


class ParticipationDetail(Answer):
    """All that is known of one actor under one treaty."""

    id: Iri
    type: Literal["Participation"] = "Participation"
    actor: Ref
    treaty: Ref
    status: str = Field(description="on the as-of date: a contracting State from its consent, a party once bound")
    status_label: Words
    since: Day = Field(description="first day of the status")
    until: Day | None
    reason: Words
    legal_basis: str
    as_of: Day
    complete: bool
    note: Words = Field(description="how far the data about the treaty reach")
    intervals: tuple[Interval, ...] = Field(description="since the treaty was adopted, without gap")
    actions: tuple[ActDetail, ...]
    territorial: tuple[ActDetail, ...] = Field(description="acts that extend the treaty to a territory or leave it out")
    statements: tuple[Declaration, ...]
    sources: tuple[SourceRef, ...] = Field(description="all sources of the acts")


def participation(store: QueryEngine, actor: str, treaty: str) -> ParticipationDetail:
    """Return all that is known of one actor under one treaty, given by their keys.

    Raises UnknownNameError for an unknown actor or treaty.
    """
    who, info = actor_ref(store, actor), find_treaty(store, treaty)
    labels, known = status_labels(store), source_refs(store)
    acts = _acts(store, who.id, info.id, known)
    spans = [span for span in intervals_of_actor(store, who.id) if span.treaty.id == info.id]
    now = next(span for span in spans if span.holds(None))
    return ParticipationDetail(
        id=ns.participation(info.key, who.key).value,
        actor=who,
        treaty=info.ref,
        status=now.status,
        status_label=labels[now.status],
        since=now.since,
        until=now.until,
        reason=now.reason,
        legal_basis=info.legal_basis,
        as_of=info.as_of,
        complete=info.is_complete(None),
        note=info.note,
        intervals=tuple(
            Interval(
                id=span.id,
                status=span.status,
                status_label=labels[span.status],
                since=span.since,
                until=span.until,
                reason=span.reason,
                basis_action=span.basis,
            )
            for span in sorted(spans, key=lambda span: span.since)
        ),
        actions=tuple(act for act in acts if act.what != "territorial"),
        territorial=tuple(act for act in acts if act.what == "territorial"),
        statements=tuple(declarations(store, treaty=info.key, actor=who.key)),
        sources=some_sources(known, {source.id for act in acts for source in act.sources}),
    )


def _acts(store: QueryEngine, actor: str, treaty: str, known: Mapping[str, SourceRef]) -> list[ActDetail]:
    # A former State's acts are printed under the State that came later. Oxigraph looks up a pattern
    # that stands whole in each branch; of a property path it reads all values.
    chosen = " UNION ".join(
        f"{{ ?thing cse:{by} <{actor}> ; cse:treaty <{treaty}> ; a cse:TreatyAction }}"
        for by in ("actor", "performedBy")
    )
    territories = territory_refs(store)
    stated, differing = stated_by(store, chosen), differences(store)
    rule = rules_by_treaty(store).get(treaty)

    def act(iri: str, about: Properties) -> ActDetail:
        class_ = class_of(about.texts(RDF.type))
        # Sources may give several days; of these one is followed, or none for these two.
        several = CLASSES[class_] in ("signature", "consent")
        return properties_as(
            ActDetail,
            about,
            id=iri,
            type=class_,
            what=CLASSES[class_],
            kind=fine_kind(class_, about.text("followedKind") or ""),
            date=about.day("followedDate") or (None if several else about.day("date")),
            dismissed=about.truth("dismissed") or None,
            arithmetic=_arithmetic(rule, about),
            territory=next((territories[t] for t in about.texts("territory")), None),
            sources=some_sources(known, about.texts(PROV.hadPrimarySource)),
            stated_by=tuple(stated.get(iri, ())),
            differences=differing.get(iri, ()),
        )

    found = [
        act(iri, about)
        for iri, about in properties(store, chosen).items()
        if CLASSES[class_of(about.texts(RDF.type))] != "statement"
    ]
    return sorted(found, key=lambda a: (a.date or a.not_after or date.max, a.id))


def _arithmetic(rule: EntryIntoForceRule | None, about: Properties) -> str | None:
    total = sum_of(
        rule,
        about.day("followedDate"),
        about.day("computedEntryIntoForce"),
        about.day("alternativeEntryIntoForce"),
        about.text("computedCase") or "",
    )
    return total.words if total else None
