"""Writes the rules on joining and leaving a treaty, and its date as the deposits give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, boolean, day, integer
from csekg.dataset.writers.reasons import write_admission
from csekg.derived.acts import SUCCESSION, Act
from csekg.facts.actors import Actor
from csekg.facts.joining import Notice
from csekg.facts.memberships import spells
from csekg.facts.treaties import Treaty
from csekg.law.conditions import GROUPS, Condition
from csekg.law.entry_into_force import Deposit, threshold_reached_on
from csekg.law.membership import is_member
from csekg.namespaces import CSE


def write_joining(quads: Quads, treaties: Mapping[str, Treaty]) -> None:
    """Write the rules on joining and leaving, with which the shapes compare the acts."""
    graph = quads.graph("editorial")
    for treaty in treaties.values():
        _write_access(graph, treaty)
        _write_conditions(graph, treaty)
    write_admission(graph, treaties)


def _write_access(graph: GraphWriter, treaty: Treaty) -> None:
    node, rules, admitted = ns.instrument(treaty.key), treaty.joining, treaty.eligibility
    for kind in rules.consent_kinds:
        graph.add(node, CSE.allowsConsentKind, ns.concept("consent-kind", kind))
    graph.add(node, CSE.allowsSignature, boolean(bool(admitted.sign)))
    graph.add(node, CSE.signaturesListed, boolean(treaty.signatures_listed))
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
    first = rules.denunciation_first_window_years
    graph.add(node, CSE.denunciationFirstWindowYears, integer(first))
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
    # One met condition suffices: only where it is the only one, it is required.
    several = len(admitted.consent) > 1
    for condition in admitted.consent:
        if condition.kind == "party-to":
            required = CSE.requiresPartyToOneOf if several else CSE.requiresPartyTo
            graph.add(node, required, ns.instrument(condition.values[0]))
        elif condition.kind in GROUPS:
            # Where others may join on invitation, membership is not a condition of consent.
            opens = CSE.opensSignatureToMembersOf if admitted.invitation else CSE.openToMembersOf
            graph.add(node, opens, ns.group(GROUPS[condition.kind]))


def write_recomputed(
    quads: Quads,
    treaties: Mapping[str, Treaty],
    actors: Mapping[str, Actor],
    acts: Iterable[Act],
) -> None:
    """Write the day of entry into force of each treaty as recomputed from the deposits.

    Only for treaties whose list of parties is complete, so that the n-th deposit is known.
    """
    graph = quads.graph("derived")
    deposits: dict[str, list[Deposit]] = {key: [] for key in treaties}
    for act in acts:
        if act.is_consent and act.on:
            deposits[act.treaty].append(_deposit(act, act.on, actors[act.actor]))
    for key, treaty in treaties.items():
        if not treaty.rule or not treaty.complete:
            continue
        if reached_on := threshold_reached_on(treaty.rule, deposits[key]):
            in_force_on = treaty.rule.first.after(reached_on)
            graph.add(ns.instrument(key), CSE.recomputedEntryIntoForce, day(in_force_on))


def _deposit(act: Act, on: date, actor: Actor) -> Deposit:
    return Deposit(
        on,
        organization=actor.kind == "organization",
        counts_as_member=is_member(spells(actor.memberships, "coe"), on),
        succession=act.kind == SUCCESSION,
    )
