"""Writes what follows from the facts: participations, computed dates, short cuts, discrepancies."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Sink, Term, boolean, day, text
from csekg.dataset.writers.labels import Labels
from csekg.derived.actions import Action
from csekg.derived.discrepancies import Correction
from csekg.derived.participations import Participation
from csekg.facts.participation import PARTY_ONLY
from csekg.law.status_over_time import Interval
from csekg.namespaces import CSE, PROV, RDFS, XSD

#: The statuses of an actor that could join alone and has not: the short cut `notPartyTo`.
_NOT_PARTY = ("signatory", "no-action", "former-party")


def write_derived_actions(sink: Sink, actions: Iterable[Action], labels: Labels) -> None:
    """Name every signature and consent, link it to its sources, add the computed date."""
    graph = sink.graph("derived")
    for action in actions:
        when = action.on if not action.dismissed else action.statements[0].signed_on
        label = labels.act(action.actor, action.treaty, action.kind, when)
        graph.add(action.iri, RDFS.label, label)
        graph.add(action.iri, CSE.followedDate, day(action.on))
        if action.is_consent and action.kind not in ("", PARTY_ONLY):
            graph.add(action.iri, CSE.followedKind, ns.concept("consent-kind", action.kind))
        if action.dismissed:
            graph.add(action.iri, CSE.dismissed, boolean(True))
        for statement in action.statements:
            graph.add(action.iri, PROV.hadPrimarySource, ns.source(statement.source))
        if action.computed:
            rule = ns.thing("instrument", action.treaty, "rule", "entry-into-force")
            graph.add(action.iri, CSE.computedEntryIntoForce, day(action.computed.on))
            graph.add(action.iri, CSE.computedByRule, rule)
            graph.add(action.iri, CSE.arithmetic, text(action.computed.explanation, "en"))
            graph.add(action.iri, CSE.alternativeEntryIntoForce, day(action.computed.alternative))


def write_participations(sink: Sink, participations: Iterable[Participation]) -> None:
    """Write one participation per actor and treaty, its status intervals and the short cuts."""
    graph = sink.graph("derived")
    for each in participations:
        treaty, actor = each.treaty.key, each.actor.key
        node = ns.participation(treaty, actor)
        name = f"{each.actor.name} and the {each.treaty.short_title}"
        subject = (
            (CSE.actor, ns.actor(actor)),
            (CSE.treaty, ns.instrument(treaty)),
        )
        current = each.current
        graph.node(
            node,
            (CSE.Participation,),
            name,
            (
                *subject,
                *_status(current),
                (CSE.statusAsOf, day(each.treaty.as_of)),
                (CSE.signature, each.signature.iri if each.signature else None),
                (CSE.consent, each.consent.iri if each.consent else None),
            ),
        )
        for interval in each.intervals:
            part = ns.participation(treaty, actor, interval.since)
            graph.add(node, CSE.interval, part)
            graph.node(
                part,
                (CSE.StatusInterval,),
                f"{name}: {interval.status.replace('-', ' ')} from {interval.since}",
                (
                    (CSE.intervalOf, node),
                    *subject,
                    *_status(interval),
                ),
            )
            for act in interval.basis:
                graph.add(part, CSE.basisAction, NamedNode(act))
        for action in (each.signature, each.consent):
            graph.add(node, PROV.wasDerivedFrom, action.iri if action else None)
        _write_short_cuts(graph, actor, treaty, current.status)


def _status(interval: Interval) -> tuple[tuple[NamedNode, Term | None], ...]:
    return (
        (CSE.status, ns.concept("status", interval.status)),
        (CSE["from"], day(interval.since)),
        (CSE.until, day(interval.until)),
        (CSE.eligibilityReason, text(interval.reason, "en")),
    )


def _write_short_cuts(graph: GraphWriter, actor: str, treaty: str, status: str) -> None:
    short_cut = {"party": CSE.partyTo, "signatory": CSE.signatoryTo}.get(status)
    if short_cut:
        graph.add(ns.actor(actor), short_cut, ns.instrument(treaty))
    if status in _NOT_PARTY:
        graph.add(ns.actor(actor), CSE.notPartyTo, ns.instrument(treaty))


def write_discrepancies(
    sink: Sink, corrections: Iterable[Correction], actions: Iterable[Action]
) -> None:
    """Write the known disagreements between sources, each with the reason for our choice."""
    graph = sink.graph("editorial")
    by_key = {(a.treaty, a.actor, a.is_consent): a.iri for a in actions}
    for known in corrections:
        datatype = {"date": XSD.date, "entersIntoForceOn": XSD.date, "minimumAge": XSD.integer}
        kind = datatype.get(known.property)

        def value(written: str, kind: NamedNode | None = kind) -> Literal | None:
            return Literal(written, datatype=kind) if written and kind else text(written)

        predicate = "minimumAgeForWork" if known.property == "minimumAge" else known.property
        graph.node(
            ns.thing("discrepancy", known.key),
            (CSE.Discrepancy,),
            f"{known.treaty.upper()}, {known.actor}: sources differ on {known.property}",
            (
                (CSE.concernsAction, by_key[known.treaty, known.actor, known.is_consent]),
                (CSE.concernsProperty, CSE[predicate]),
                (CSE.chosenValue, value(known.chosen_value)),
                (CSE.chosenSource, ns.source(known.chosen_source)),
                (CSE.dissentingValue, value(known.other_value)),
                (CSE.dissentingSource, ns.source(known.other_source)),
                (CSE.reason, text(known.reason, "en")),
                (CSE.discrepancyStatus, ns.concept("discrepancy-status", known.status)),
            ),
        )
