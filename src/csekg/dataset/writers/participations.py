"""Writes what follows from the facts: participations, computed dates, shortcuts, discrepancies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, Term, boolean, day, text
from csekg.dataset.writers.reasons import ReasonWriter
from csekg.derived.acts import Act
from csekg.derived.identities import Identities
from csekg.derived.participations import Participation
from csekg.facts.discrepancies import Discrepancy
from csekg.facts.statements import PARTY_ONLY
from csekg.facts.treaties import Treaty
from csekg.law.status_over_time import StatusInterval
from csekg.namespaces import CSE, PROV, RDFS, XSD
from csekg.wording.labels import ActLabel, Names
from csekg.wording.sums import say_sum

#: The statuses of an actor that could become a party of its own accord and is not one: these
#: get the shortcut property `notPartyTo`.
_NOT_PARTY = ("signatory", "no-action", "no-act-read", "former-party")
#: The datatype of a property in which sources differ; any other is text.
_DATATYPES = {"date": XSD.date, "entersIntoForceOn": XSD.date, "minimumAge": XSD.integer}


def write_derived_acts(quads: Quads, treaties: Mapping[str, Treaty], acts: Iterable[Act], names: Names) -> None:
    """Write the label, the sources, the values we follow and the computed day of each act."""
    graph = quads.graph("derived")
    for act in acts:
        first = act.statements[0]
        when = act.on
        if act.dismissed:
            when = first.consent_on if act.is_consent else first.signed_on
        label = ActLabel(act.actor, act.treaty, act.kind, when, year=act.year)
        graph.add(act.iri, RDFS.label, text(label.say(names), "en"))
        graph.add(act.iri, CSE.followedDate, day(act.on))
        graph.add(act.iri, CSE.followedEntryIntoForce, day(act.effect_stated_or_computed))
        if act.is_consent and not act.dismissed and act.kind not in ("", PARTY_ONLY):
            graph.add(act.iri, CSE.followedKind, ns.concept("consent-kind", act.kind))
        if act.dismissed:
            graph.add(act.iri, CSE.dismissed, boolean(True))
        for statement in act.statements:
            graph.add(act.iri, PROV.hadPrimarySource, ns.source(statement.source))
        rule = treaties[act.treaty].rule
        if act.computed and rule and act.on:
            graph.add(act.iri, CSE.computedEntryIntoForce, day(act.computed.on))
            graph.add(act.iri, CSE.computedCase, ns.concept("computed-case", act.computed.case))
            graph.add(act.iri, CSE.arithmetic, text(say_sum(rule, act.on, act.computed), "en"))
            graph.add(act.iri, CSE.alternativeEntryIntoForce, day(act.computed.alternative))


def write_participations(quads: Quads, participations: Iterable[Participation], names: Names) -> None:
    """Write every participation with its status intervals and its shortcut property."""
    graph = quads.graph("derived")
    reasons = ReasonWriter(graph, names)
    for participation in participations:
        treaty, actor = participation.treaty.key, participation.actor.key
        node = ns.participation(treaty, actor)
        subject = ((CSE.actor, ns.actor(actor)), (CSE.treaty, ns.instrument(treaty)))
        current = participation.current
        graph.unnamed(
            node,
            (CSE.Participation,),
            *subject,
            *_status(current),
            *reasons.properties(current.reasons, participation.treaty),
        )
        graph.add(node, CSE.signature, *(act.iri for act in participation.signatures))
        graph.add(node, CSE.consent, *(act.iri for act in participation.consents))
        graph.add(node, PROV.wasDerivedFrom, *(NamedNode(a.id) for a in participation.denunciations))
        for interval in participation.intervals:
            part = ns.participation(treaty, actor, interval.since)
            graph.add(node, CSE.interval, part)
            graph.unnamed(
                part,
                (CSE.StatusInterval,),
                *subject,
                *_status(interval),
                *reasons.properties(interval.reasons, participation.treaty),
            )
            graph.add(part, CSE.basisAction, *map(NamedNode, interval.acts))
        _write_shortcuts(graph, actor, treaty, current.status)


def _status(interval: StatusInterval) -> tuple[tuple[NamedNode, Term | None], ...]:
    return (
        (CSE.status, ns.concept("status", interval.status)),
        (CSE["from"], day(interval.since)),
        (CSE.until, day(interval.until)),
        (CSE.heldSince, day(interval.held_since) if interval.is_held_longer else None),
        (CSE.beginningKnown, None if interval.day_known else boolean(False)),
    )


def _write_shortcuts(graph: GraphWriter, actor: str, treaty: str, status: str) -> None:
    shortcut = {"party": CSE.partyTo, "signatory": CSE.signatoryTo}.get(status)
    if shortcut:
        graph.add(ns.actor(actor), shortcut, ns.instrument(treaty))
    if status in _NOT_PARTY:
        graph.add(ns.actor(actor), CSE.notPartyTo, ns.instrument(treaty))


def write_discrepancies(
    quads: Quads, discrepancies: Iterable[Discrepancy], acts: Iterable[Act], identities: Identities
) -> None:
    """Write the known discrepancies between sources, each with the reason for our choice."""
    graph = quads.graph("editorial")
    for node, on in identities.followed.items():
        quads.graph("derived").add(node, CSE.followedDate, day(on))
    for node, on in identities.in_force.items():
        quads.graph("derived").add(node, CSE.followedEntryIntoForce, day(on))
    by_key = {act.key: act.iri for act in acts}
    for discrepancy in discrepancies:
        datatype = _DATATYPES.get(discrepancy.property_name)
        predicate = "minimumAgeForWork" if discrepancy.property_name == "minimumAge" else discrepancy.property_name
        graph.node(
            discrepancy_iri(discrepancy),
            (CSE.Discrepancy,),
            f"{discrepancy.treaty.upper()}, {discrepancy.actor}: sources differ on {discrepancy.property_name}",
            (
                CSE.concernsAction,
                by_key[discrepancy.act_key] if discrepancy.act_key else identities.disputed[discrepancy.key],
            ),
            (CSE.concernsProperty, CSE[predicate]),
            (CSE.chosenValue, _value(discrepancy.chosen_value, datatype)),
            (CSE.chosenSource, ns.source(discrepancy.chosen_source)),
            (CSE.dissentingValue, _value(discrepancy.other_value, datatype)),
            (CSE.dissentingSource, ns.source(discrepancy.other_source)),
            (CSE.reason, text(discrepancy.reason, "en")),
            (CSE.discrepancyStatus, ns.concept("discrepancy-status", discrepancy.status)),
        )


def discrepancy_iri(discrepancy: Discrepancy) -> NamedNode:
    """Return the IRI of a discrepancy."""
    return ns.thing("discrepancy", discrepancy.key)


def _value(written: str, datatype: NamedNode | None) -> Literal | None:
    return Literal(written, datatype=datatype) if written and datatype else text(written)
