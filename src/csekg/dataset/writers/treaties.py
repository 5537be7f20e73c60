"""Writes the treaties: title, dates, identifiers, final clauses and rules.

The rules are those on entry into force, on joining and on leaving. With them stands the date of
entry into force as the deposits give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, Term, boolean, day, integer, text
from csekg.dataset.writers.reasons import write_admission
from csekg.derived.acts import SUCCESSION, Act
from csekg.facts.actors import Actor, spells
from csekg.facts.treaties import Clause, ListCoverage, Treaty
from csekg.facts.treaty_file import Notice
from csekg.law.conditions import GROUPS, Condition, is_member
from csekg.law.entry_into_force import Deposit, EntryIntoForceRule, threshold_reached_on
from csekg.namespaces import ADMS, CSE, DCTERMS, ELI, RDF, SKOS, XSD

# The dates of treaty.toml; the source of each is that of the clause with the same name.
_DATED = {
    "adopted_on": CSE.adoptedOn,
    "opened_on": CSE.openedOn,
    "signature_closes_on": CSE.signatureClosesOn,
    "in_force_on": ELI.first_date_entry_in_force,
}
_CLAUSE_OF = {"signature_closes_on": "signature-closes", "in_force_on": "treaty-eif-date"}
_DEFAULT_SOURCE = "treaty-texts"


def write_treaties(quads: Quads, treaties: Mapping[str, Treaty]) -> None:
    """Write every treaty; each fact goes into the graph of the source of its clause."""
    for treaty in treaties.values():
        _write_identity(quads, treaty)
        _write_dates(quads, treaty)
        _write_identifiers(quads, treaty)
        for coverage in treaty.lists:
            _write_coverage(quads.graph("editorial"), treaty, coverage)
        for clause in treaty.clauses:
            _write_clause(quads.graph(clause.source), treaty.key, clause)
        if treaty.rule:
            _write_rule(quads.graph("editorial"), treaty, treaty.rule)


def _write_identity(quads: Quads, treaty: Treaty) -> None:
    node, facts = ns.instrument(treaty.key), treaty.facts
    types = [CSE.Treaty, CSE.Instrument]
    if facts["class"] == "protocol":
        types.insert(0, CSE.Protocol)
    graph = quads.graph(_source_of(treaty, "title"))
    graph.node(
        node,
        types,
        facts["title"],
        (DCTERMS.title, text(facts["title"], "en")),
        (CSE.shortTitle, text(treaty.short_title, "en")),
        (DCTERMS.identifier, text(treaty.key)),
        (CSE.documentSymbol, text(facts.get("symbol", ""))),
        (CSE.adoptedAt, text(facts.get("adopted_at", ""), "en")),
    )
    for name, predicate, make in (
        ("adopted_by", CSE.adoptedBy, "body"),
        ("depositary", CSE.depositary, "body"),
        ("adopted_by_act", CSE.adoptedByAct, "instrument"),
        ("supplements", CSE.supplements, "instrument"),
    ):
        if name in facts:
            graph.add(node, predicate, ns.thing(make, facts[name]))
    editorial = quads.graph("editorial")
    editorial.add(node, DCTERMS.description, text(facts["summary"], "en"))
    editorial.add(node, CSE.legalBasis, ns.concept("legal-basis", facts["legal_basis"]))
    editorial.add(node, CSE.officialText, NamedNode(facts["official_text"]))
    editorial.add(node, CSE.statusAsOf, day(treaty.as_of))
    editorial.add(node, CSE.statusOn, day(treaty.status_on))
    editorial.add(node, CSE.readEveryDays, integer(treaty.read_every_days))
    editorial.add(node, CSE.completeList, boolean(treaty.complete))
    editorial.add(node, SKOS.note, text(treaty.status_note, "en"))
    for key in treaty.status_sources:
        editorial.add(node, CSE.statusSource, ns.source(key))


def coverage_iri(treaty: str, coverage: ListCoverage) -> NamedNode:
    """Return the IRI of how far the sources list one kind of act under a treaty."""
    return ns.thing("instrument", treaty, "list", coverage.kind)


def rule_iri(treaty: str) -> NamedNode:
    """Return the IRI of the entry-into-force rule of a treaty."""
    return ns.thing("instrument", treaty, "rule", "entry-into-force")


def clause_iri(treaty: str, clause: Clause) -> NamedNode:
    """Return the IRI of a final clause of a treaty."""
    return ns.thing("instrument", treaty, "clause", clause.kind)


def _write_coverage(graph: GraphWriter, treaty: Treaty, coverage: ListCoverage) -> None:
    node = coverage_iri(treaty.key, coverage)
    graph.node(
        node,
        (CSE.ListCoverage,),
        f"{treaty.short_title}: list of {coverage.kind.replace('-', ' ')}",
        (CSE.coverageOf, ns.instrument(treaty.key)),
        (CSE.listOf, ns.concept("list", coverage.kind)),
        (CSE.completeOn, day(coverage.complete_on)),
        (CSE.checkedUntil, day(coverage.checked_until)),
        (SKOS.note, text(coverage.note, "en")),
    )
    graph.add(node, DCTERMS.source, *map(ns.source, coverage.sources))
    graph.add(node, CSE.checkedIn, *map(ns.source, coverage.checked_in))


def _write_dates(quads: Quads, treaty: Treaty) -> None:
    for name, predicate in _DATED.items():
        value = treaty.facts.get(name)
        if isinstance(value, date):
            clause = _CLAUSE_OF.get(name, name.replace("_", "-"))
            graph = quads.graph(_source_of(treaty, clause))
            graph.add(ns.instrument(treaty.key), predicate, day(value))


def _source_of(treaty: Treaty, clause: str) -> str:
    return next((c.source for c in treaty.clauses if c.kind == clause), _DEFAULT_SOURCE)


def _write_identifiers(quads: Quads, treaty: Treaty) -> None:
    identifiers = treaty.facts.get("identifiers", {})
    node = ns.instrument(treaty.key)
    graph = quads.graph(_source_of(treaty, "unts"))
    graph.add(node, CSE.mtdsgNumber, text(identifiers.get("mtdsg", "")))
    graph.add(node, CSE.treatySeriesNumber, text(identifiers.get("treaty_series", "")))
    if "unts_number" in identifiers:
        registration = ns.thing("instrument", treaty.key, "unts-registration")
        graph.add(node, CSE.untsRegistration, registration)
        graph.node(
            registration,
            (CSE.UNTSRegistration, ADMS.Identifier),
            f"Registration of {treaty.short_title} in the United Nations Treaty Series",
            (CSE.untsVolume, integer(identifiers.get("unts_volume"))),
            (CSE.untsNumber, integer(identifiers["unts_number"])),
            (CSE.untsPage, integer(identifiers.get("unts_page"))),
            (CSE.untsRegisteredOn, day(identifiers.get("unts_registered_on"))),
        )


def _write_clause(graph: GraphWriter, treaty: str, clause: Clause) -> None:
    node = clause_iri(treaty, clause)
    graph.node(
        node,
        (CSE.FinalClause,),
        f"{treaty.upper()}: {clause.kind.replace('-', ' ')}",
        (CSE.clauseOf, ns.instrument(treaty)),
        (CSE.clauseKind, text(clause.kind)),
        (RDF.value, _typed(clause.value)),
        (SKOS.note, text(clause.note, "en")),
        (CSE.verification, ns.concept("verification", clause.verification)),
        (CSE.sourceNote, text(clause.source_note, "en")),
        (DCTERMS.source, ns.source(clause.source)),
        (CSE.statedIn, _provision(treaty, clause.article)),
    )


def _provision(treaty: str, article: str) -> NamedNode | None:
    """Return the provision of `49(1)`, or of `untoc:37(2)` in another treaty; None for none."""
    owner, _, printed = article.rpartition(":")
    return ns.provision(owner or treaty, printed) if article else None


def _typed(value: str) -> Term | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return Literal(value, datatype=XSD.date)
    return Literal(int(value)) if re.fullmatch(r"\d{1,4}", value) else text(value, "en")


def _write_rule(graph: GraphWriter, treaty: Treaty, rule: EntryIntoForceRule) -> None:
    graph.node(
        rule_iri(treaty.key),
        (CSE.EntryIntoForceRule,),
        f"{treaty.short_title}: entry into force",
        (CSE.ruleOf, ns.instrument(treaty.key)),
        (CSE.threshold, integer(rule.first_threshold)),
        (CSE.thresholdMembers, integer(rule.first_threshold_members or None)),
        (CSE.thresholdWait, _period(rule.first_wait)),
        (CSE.waitingPeriod, _period(rule.later_wait)),
        (CSE.thresholdRoundsToFirstOfNextMonth, boolean(rule.first_rounds)),
        (CSE.roundsToFirstOfNextMonth, boolean(rule.later_rounds)),
        (CSE.floorsAtTreatyEntryIntoForce, boolean(rule.floor)),
        (CSE.excludesRegionalOrganizations, boolean(rule.excludes_organizations)),
        (CSE.appliesWhen, ns.concept("applies-when", rule.applies_when)),
        (CSE.countsFrom, ns.concept("counts-from", rule.counts_from)),
        (CSE.triggerDate, day(rule.trigger_on)),
        (CSE.gapFrom, day(rule.gap_from)),
        (CSE.gapUntil, day(rule.gap_until)),
        (CSE.statedIn, _provision(treaty.key, rule.article)),
        (SKOS.note, text(rule.floor_basis, "en")),
    )


def _period(value: str) -> Literal:
    datatype = XSD.dayTimeDuration if value.endswith("D") else XSD.yearMonthDuration
    return Literal(value, datatype=datatype)


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
    named = condition.values if condition.kind == "named" else ()
    return condition.kind == "regional-organization" or any("/organization/" in ns.actor(key).value for key in named)


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
            if condition.kind in ("signatory-to", "party-or-signatory-to"):
                graph.add(node, other, ns.instrument(condition.values[0]))
    # One met condition suffices: only where it is the only one, it is required.
    several = len(admitted.consent) > 1
    for condition in admitted.consent:
        if condition.kind in ("party-to", "consented-to"):
            required = CSE.requiresPartyToOneOf if several else CSE.requiresPartyTo
            graph.add(node, required, ns.instrument(condition.values[0]))
        elif condition.kind in GROUPS:
            # Where others may join on invitation, membership is not a condition of consent.
            opens = CSE.opensSignatureToMembersOf if admitted.invitation else CSE.openToMembersOf
            graph.add(node, opens, ns.group(GROUPS[condition.kind]))


def write_recomputed(
    quads: Quads, treaties: Mapping[str, Treaty], actors: Mapping[str, Actor], acts: Iterable[Act]
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
