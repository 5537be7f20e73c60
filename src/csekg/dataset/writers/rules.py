"""Writes who may join a treaty and how one leaves it, and its own date from the deposits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Sink, boolean, day, integer
from csekg.dataset.writers.reference import group_iri
from csekg.derived.actions import SUCCESSION, Action
from csekg.facts.actors import Actor
from csekg.facts.joining import Notice
from csekg.facts.treaties import Treaty
from csekg.law.eligibility import Condition
from csekg.law.entry_into_force import Deposit, treaty_entry_into_force
from csekg.namespaces import CSE

_GROUPS = {"ilo-member": "ilo", "coe-member": "coe"}


def write_joining(sink: Sink, treaties: Mapping[str, Treaty]) -> None:
    """Write the rules of joining and leaving that the shapes compare acts with."""
    graph = sink.graph("editorial")
    for treaty in treaties.values():
        _write_access(graph, treaty)
        _write_conditions(graph, treaty)


def _write_access(graph: GraphWriter, treaty: Treaty) -> None:
    node, rules, admitted = ns.instrument(treaty.key), treaty.joining, treaty.eligibility
    for kind in rules.consent_kinds:
        graph.add(node, CSE.allowsConsentKind, ns.concept("consent-kind", kind))
    graph.add(node, CSE.allowsSignature, boolean(bool(admitted.sign)))
    graph.add(node, CSE.signaturesListed, boolean(rules.signatures_listed))
    graph.add(node, CSE.admitsOrganizations, boolean(any(map(_organization, admitted.consent))))
    graph.add(node, CSE.accessionOnInvitation, boolean(admitted.invitation))
    for predicate, listed in (
        (CSE.allowsReservationTo, rules.reservations_only_to),
        (CSE.requiresDeclarationUnder, rules.declarations_with_consent),
        (CSE.requiresCompetenceDeclarationUnder, (rules.competence_declaration,)),
    ):
        for printed in filter(None, listed):
            graph.add(node, predicate, ns.provision(treaty.key, printed))
    if rules.declarations_with_consent:
        graph.add(node, CSE.declarationsListed, boolean(rules.declarations_listed))
    _write_notice(graph, node, rules.denunciation, "denunciation")
    _write_notice(graph, node, rules.territorial, "territorial")
    graph.add(node, CSE.denunciationWindowYears, integer(rules.denunciation_window_years))


def _organization(condition: Condition) -> bool:
    named = condition.kind == "named" and any(_is_organization(key) for key in condition.values)
    return condition.kind == "regional-organization" or named


def _is_organization(key: str) -> bool:
    return "/organization/" in ns.actor(key).value


def _write_notice(graph: GraphWriter, node: NamedNode, notice: Notice | None, name: str) -> None:
    if notice:
        graph.add(node, CSE[f"{name}Months"], integer(notice.months))
        graph.add(node, CSE[f"{name}RoundsToFirstOfNextMonth"], boolean(notice.rounds))


def _write_conditions(graph: GraphWriter, treaty: Treaty) -> None:
    node, admitted = ns.instrument(treaty.key), treaty.eligibility
    if admitted.requires_party_to:
        graph.add(node, CSE.requiresPartyTo, ns.instrument(admitted.requires_party_to))
    for conditions, other in (
        (admitted.sign, CSE.signatureRequiresActUnder),
        (admitted.consent, CSE.consentRequiresActUnder),
    ):
        for condition in conditions:
            if condition.kind == "party-or-signatory-to":
                graph.add(node, other, ns.instrument(condition.values[0]))
    for condition in admitted.consent:
        if condition.kind == "party-to":
            graph.add(node, CSE.requiresPartyTo, ns.instrument(condition.values[0]))
        elif condition.kind in _GROUPS:
            # Where an invitation opens the treaty to others, membership is only one way in.
            way = CSE.opensSignatureToMembersOf if admitted.invitation else CSE.openToMembersOf
            graph.add(node, way, group_iri(_GROUPS[condition.kind]))


def write_recomputed(
    sink: Sink,
    treaties: Mapping[str, Treaty],
    actors: Mapping[str, Actor],
    actions: Iterable[Action],
) -> None:
    """Write the treaty dates that follow from the n-th instrument, where the list reaches back."""
    graph = sink.graph("derived")
    deposits: dict[str, list[Deposit]] = {key: [] for key in treaties}
    for action in actions:
        if action.is_consent and action.on:
            deposits[action.treaty].append(_deposit(action, action.on, actors[action.actor]))
    for key, treaty in treaties.items():
        if not treaty.rule or not treaty.complete:
            continue
        if found := treaty_entry_into_force(treaty.rule, deposits[key]):
            graph.add(ns.instrument(key), CSE.recomputedEntryIntoForce, day(found[1]))


def _deposit(action: Action, on: date, actor: Actor) -> Deposit:
    return Deposit(
        on,
        organization=actor.kind == "organization",
        counts_as_member="coe" in actor.groups,
        succession=action.kind == SUCCESSION,
    )
