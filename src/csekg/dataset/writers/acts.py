"""Writes acts, each into the graph of its source: on joining, on territories, declarations, events.

Declarations are the family of reservations, declarations and objections.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, boolean, day, integer, text
from csekg.derived.acts import OPEN_KINDS, Act
from csekg.derived.declarations import DayOfAct, DeclarationRecord, OtherAct
from csekg.derived.identities import Identities
from csekg.facts.sources import Source
from csekg.facts.statements import PARTY_ONLY, Statement
from csekg.facts.treaties import Treaty
from csekg.namespaces import CSE, DCTERMS, PROV, RDF, RDFS, SKOS
from csekg.wording.labels import ActLabel, Names


def class_name(kind: str) -> str:
    """Return the name of the class of a kind: `formal-confirmation` gives `FormalConfirmation`."""
    return "".join(word.capitalize() for word in kind.split("-"))


def consent_classes(kind: str) -> tuple[NamedNode, ...]:
    """Return the classes of a consent: the general one alone where its kind is left open."""
    general = (CSE.ConsentToBeBound,)
    return general if kind in ("", *OPEN_KINDS) else (CSE[class_name(kind)], *general)


def _write_act(quads: Quads, node: NamedNode) -> None:
    """Write once, whoever tells of it, that this is an act: it follows from the class that a source states."""
    quads.graph("derived").add(node, RDF.type, CSE.TreatyAction)


def write_acts(
    quads: Quads, treaties: Mapping[str, Treaty], acts: Iterable[Act], sources: Mapping[str, Source]
) -> None:
    """Write what each source states about each signature and consent."""
    for act in acts:
        _write_act(quads, act.iri)
        for statement in act.statements:
            graph = quads.graph(statement.source)
            _write_common(graph, act.iri, statement)
            if act.is_consent:
                _write_consent(graph, act, statement)
            else:
                graph.add(act.iri, RDF.type, CSE.Signature)
                graph.add(act.iri, CSE.date, day(statement.signed_on))
            if act.on:
                continue  # Bounds are for acts that no source dates.
            if act.is_consent and statement.consent_year:
                write_year(graph, act.iri, statement.consent_year)
            elif (statement.consent_on if act.is_consent else statement.signed_on) is None:
                opened = treaties[act.treaty].facts.get("opened_on")
                graph.add(act.iri, CSE.notBefore, day(opened))
                graph.add(act.iri, CSE.notAfter, day(sources[statement.source].as_of))


def write_year(graph: GraphWriter, act: NamedNode, year: int | None) -> None:
    """Write the first and the last possible day of an act of which only the year is known."""
    if year:
        graph.add(act, CSE.notBefore, day(date(year, 1, 1)))
        graph.add(act, CSE.notAfter, day(date(year, 12, 31)))


def _write_common(graph: GraphWriter, node: NamedNode, statement: Statement) -> None:
    for predicate, item in (
        (CSE.actor, ns.actor(statement.actor)),
        (CSE.treaty, ns.instrument(statement.treaty)),
        (CSE.basis, ns.concept("basis", statement.basis)),
        (CSE.nameAsInSource, text(statement.name_in_source)),
        (CSE.marks, text(statement.marks)),
        (SKOS.note, text(statement.note, "en")),
    ):
        graph.add(node, predicate, item)


def _write_consent(graph: GraphWriter, act: Act, statement: Statement) -> None:
    node = act.iri
    # The kinds are disjoint classes. A source that names another kind than the one we follow
    # therefore states it as consentKind only, and the act keeps one class.
    followed = statement.consent if statement.consent == act.kind else ""
    graph.add(node, RDF.type, *consent_classes(followed))
    if statement.consent not in ("", PARTY_ONLY):
        graph.add(node, CSE.consentKind, ns.concept("consent-kind", statement.consent))
    graph.add(node, CSE.date, day(statement.consent_on))
    graph.add(node, CSE.entersIntoForceOn, day(statement.in_force_on))
    graph.add(node, CSE.minimumAgeForWork, integer(statement.minimum_age))
    if statement.says_in_force:
        graph.add(node, CSE.statedInForce, boolean(True))


def write_territorial(quads: Quads, statements: Iterable[Statement], names: Names, identities: Identities) -> None:
    """Write the territorial applications that the lists of parties state."""
    for statement in statements:
        if not statement.territory:
            continue
        node = identities.of(statement.row)
        graph = quads.graph(statement.source)
        graph.add(node, RDF.type, CSE.TerritorialApplication, CSE.TerritorialAction)
        _write_act(quads, node)
        _write_common(graph, node, statement)
        label = ActLabel(
            statement.actor,
            statement.treaty,
            statement.consent,
            identities.day_of(statement.row),
            territory=statement.territory,
        )
        derived = quads.graph("derived")
        derived.add(node, RDFS.label, text(label.say(names), "en"))
        derived.add(node, PROV.hadPrimarySource, ns.source(statement.source))
        graph.add(node, CSE.territory, ns.territory(statement.territory))
        graph.add(node, CSE.date, day(statement.consent_on))
        graph.add(node, CSE.entersIntoForceOn, day(statement.in_force_on))
        graph.add(node, CSE.minimumAgeForWork, integer(statement.minimum_age))


_CLASS_OF_EVENT = {
    "territorial-application": ("TerritorialApplication", "TerritorialAction"),
    "territorial-exclusion": ("TerritorialExclusion", "TerritorialAction"),
    "territorial-declaration": ("Declaration", "TreatyStatement"),
    "invitation": ("Invitation",),
    "declarant": ("TreatyStatement",),
    "denunciation": ("Denunciation",),
}


def write_declarations(quads: Quads, declarations: Iterable[DeclarationRecord], names: Names) -> None:
    """Write the declarations of every kind with the provisions they concern."""
    for made in declarations:
        node, stated = made.iri, made.stated
        graph = quads.graph(stated.source)
        graph.add(node, RDF.type, CSE[class_name(stated.kind)], CSE.TreatyStatement)
        _write_act(quads, node)
        for predicate, item in (
            (CSE.actor, ns.actor(stated.actor)),
            (CSE.treaty, ns.instrument(stated.treaty)),
            (CSE.declaredMinimumAge, integer(stated.minimum_age)),
            (SKOS.note, text(stated.note, "en")),
        ):
            graph.add(node, predicate, item)
        graph.add(node, CSE.territory, *map(ns.territory, stated.territories))
        if stated.objects_to:
            objected = made.objects_to or (ns.actor(stated.objects_to),)
            graph.add(node, CSE.objectsTo, *objected)
        for printed in stated.provisions:
            graph.add(node, CSE.concernsProvision, ns.provision(stated.treaty, printed))
        graph.add(node, CSE.number, text(str(stated.number)))
        if stated.printed_as:
            headings = (ns.concept("printed-as", heading) for heading in stated.printed_as)
            quads.graph(stated.printed_in).add(node, CSE.printedAs, *headings)
        label = ActLabel(stated.actor, stated.treaty, stated.kind, made.day.on, number=str(stated.number))
        _write_derived(quads, node, label.say(names), stated.source, stated.made_on_source)
        _write_day(quads, node, made.day, stated.made_on_source)
        _write_withdrawal(quads, made)
        _write_reading(quads, made)


def _write_reading(quads: Quads, made: DeclarationRecord) -> None:
    """Write the gist and the effect: they are the editors' reading, not the source's words."""
    editorial = quads.graph("editorial")
    editorial.add(made.iri, DCTERMS.description, text(made.stated.gist, "en"))
    for predicate, scheme, key in (
        (CSE.effect, "effect", made.stated.effect),
        (CSE.madeUpon, "made-upon", made.stated.made_upon),
        (CSE.withdrawal, "withdrawal", made.withdrawal),
    ):
        if key:
            editorial.add(made.iri, predicate, ns.concept(scheme, key))


def _write_withdrawal(quads: Quads, made: DeclarationRecord) -> None:
    derived = quads.graph("derived")
    derived.add(made.iri, CSE.withdrawnOn, day(made.withdrawn_on))
    derived.add(made.iri, CSE.partlyWithdrawnOn, *map(day, made.partly_withdrawn_on))


def write_events(quads: Quads, events: Iterable[OtherAct], names: Names) -> None:
    """Write the events: territorial acts, invitations, authorities, withdrawals, denunciations.

    Which declaration a withdrawal or a modification means is the editors' reading.
    """
    editorial = quads.graph("editorial")
    for other in events:
        node, event = other.iri, other.stated
        classes = _CLASS_OF_EVENT.get(event.kind, (class_name(event.kind), "TreatyStatement"))
        graph = quads.graph(event.source)
        graph.add(node, RDF.type, *(CSE[name] for name in classes))
        _write_act(quads, node)
        for predicate, item in (
            (CSE.actor, ns.actor(event.actor)),
            (CSE.treaty, ns.instrument(event.treaty)),
            (CSE.entersIntoForceOn, day(event.effective_on)),
            (CSE.invitationEndsOn, day(event.until)),
            (SKOS.note, text(event.detail, "en")),
        ):
            graph.add(node, predicate, item)
        if event.territory:
            graph.add(node, CSE.territory, ns.territory(event.territory))
        write_year(graph, node, event.year)
        label = ActLabel(
            event.actor, event.treaty, event.kind, other.labelled_on, territory=event.territory, year=event.year
        )
        _write_derived(quads, node, label.say(names), event.source)
        _write_day(quads, node, other.day, event.source)
        for predicate, declarations in (
            (CSE.withdraws, other.withdraws),
            (CSE.withdrawsPartOf, other.withdraws_part),
            (CSE.modifies, other.modifies),
        ):
            editorial.add(node, predicate, *declarations)


def _write_day(quads: Quads, node: NamedNode, made: DayOfAct, source: str) -> None:
    """Write a printed day into the graph of its source, a computed one into the derived graph."""
    if not made.on:
        return
    derived = quads.graph("derived")
    graph = derived if made.computed_from else quads.graph(source)
    graph.add(node, CSE.date, day(made.on))
    basis = "computed" if made.computed_from else "printed"
    derived.add(node, CSE.dateBasis, ns.concept("date-basis", basis))
    derived.add(node, PROV.wasDerivedFrom, made.computed_from)


def _write_derived(quads: Quads, node: NamedNode, label: str, *sources: str) -> None:
    graph = quads.graph("derived")
    graph.add(node, RDFS.label, text(label, "en"))
    graph.add(node, PROV.hadPrimarySource, *map(ns.source, sources))
