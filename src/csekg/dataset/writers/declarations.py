"""Writes the declarations (reservations, declarations, objections) and the events of a treaty."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import Quads, day, integer, text
from csekg.dataset.writers.acts import class_name, write_year
from csekg.derived.declarations import DayOfAct, DeclarationRecord, OtherAct
from csekg.namespaces import CSE, DCTERMS, PROV, RDF, RDFS, SKOS
from csekg.wording.labels import ActLabel
from csekg.wording.names import Names

_CLASS_OF_EVENT = {
    "territorial-application": ("TerritorialApplication", "TerritorialAction"),
    "territorial-exclusion": ("TerritorialExclusion", "TerritorialAction"),
    "territorial-declaration": ("Declaration", "TreatyStatement"),
    "invitation": ("Invitation",),
    "declarant": ("TreatyStatement",),
    "denunciation": ("Denunciation",),
}


def write_declarations(
    quads: Quads, declarations: Iterable[DeclarationRecord], names: Names
) -> None:
    """Write the declarations of every kind with the provisions they concern."""
    for made in declarations:
        node, stated = made.iri, made.stated
        graph = quads.graph(stated.source)
        graph.add(node, RDF.type, CSE[class_name(stated.kind)], CSE.TreatyStatement)
        for predicate, item in (
            (RDF.type, CSE.TreatyAction),
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
        label = ActLabel(
            stated.actor, stated.treaty, stated.kind, made.day.on, number=str(stated.number)
        )
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
        graph.add(node, RDF.type, *(CSE[name] for name in classes), CSE.TreatyAction)
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
            event.actor, event.treaty, event.kind, other.labelled_on,
            territory=event.territory, year=event.year,
        )  # fmt: skip
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
