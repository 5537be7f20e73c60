"""Writes the declarations (reservations, declarations, objections) and the events of a treaty."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import Quads, day, integer, text
from csekg.dataset.writers.acts import class_name, write_year
from csekg.dataset.writers.labels import Labels
from csekg.derived.identities import Identities
from csekg.facts.declarations import Declaration, Event
from csekg.facts.statements import TERRITORIAL
from csekg.namespaces import CSE, DCTERMS, PROV, RDF, RDFS, SKOS

_CLASS_OF_EVENT = {
    "territorial-application": ("TerritorialApplication", "TerritorialAction"),
    "territorial-exclusion": ("TerritorialExclusion", "TerritorialAction"),
    "territorial-declaration": ("Declaration", "TreatyStatement"),
    "invitation": ("Invitation",),
    "declarant": ("TreatyStatement",),
    "denunciation": ("Denunciation",),
}


def write_declarations(quads: Quads, declarations: Iterable[Declaration], labels: Labels) -> None:
    """Write the declarations of every kind with the provisions they concern."""
    for made in declarations:
        node = ns.act(made.treaty, made.actor, made.made_on, made.kind, str(made.number))
        graph = quads.graph(made.source)
        graph.add(node, RDF.type, CSE[class_name(made.kind)], CSE.TreatyStatement)
        for predicate, item in (
            (RDF.type, CSE.TreatyAction),
            (CSE.actor, ns.actor(made.actor)),
            (CSE.treaty, ns.instrument(made.treaty)),
            (CSE.date, day(made.made_on)),
            (CSE.declaredMinimumAge, integer(made.minimum_age)),
            (SKOS.note, text(made.note, "en")),
        ):
            graph.add(node, predicate, item)
        if made.objects_to:
            graph.add(node, CSE.objectsTo, ns.actor(made.objects_to))
        for printed in made.provisions:
            graph.add(node, CSE.concernsProvision, ns.provision(made.treaty, printed))
        label = labels.act(made.actor, made.treaty, made.kind, made.made_on, str(made.number))
        _write_derived(quads, node, label, made.source)
        # The gist and the effect are the editors' reading, not the source's words.
        editorial = quads.graph("editorial")
        editorial.add(node, DCTERMS.description, text(made.gist, "en"))
        for predicate, scheme, key in (
            (CSE.effect, "effect", made.effect),
            (CSE.madeUpon, "made-upon", made.made_upon),
            (CSE.withdrawal, "withdrawal", made.withdrawn),
        ):
            if key:
                editorial.add(node, predicate, ns.concept(scheme, key))


def write_events(
    quads: Quads, events: Iterable[Event], labels: Labels, identities: Identities
) -> None:
    """Write the events: territorial acts, invitations, authorities, withdrawals, denunciations."""
    for event in events:
        node = identities.of(event.row)
        classes = _CLASS_OF_EVENT.get(event.kind, (class_name(event.kind), "TreatyStatement"))
        graph = quads.graph(event.source)
        graph.add(node, RDF.type, *(CSE[name] for name in classes), CSE.TreatyAction)
        for predicate, item in (
            (CSE.actor, ns.actor(event.actor)),
            (CSE.treaty, ns.instrument(event.treaty)),
            (CSE.date, day(event.on)),
            (CSE.entersIntoForceOn, day(event.effective_on)),
            (CSE.invitationEndsOn, day(event.until)),
            (SKOS.note, text(event.detail, "en")),
        ):
            graph.add(node, predicate, item)
        write_year(graph, node, event.year)
        on = identities.day_of(event.row)
        to = "to " if event.territory and event.kind == TERRITORIAL else ""
        label = labels.act(event.actor, event.treaty, event.kind, on, to + event.territory)
        _write_derived(quads, node, label, event.source)
        if event.territory:
            graph.add(node, CSE.territory, ns.territory(event.territory))


def _write_derived(quads: Quads, node: NamedNode, label: Literal | None, source: str) -> None:
    graph = quads.graph("derived")
    graph.add(node, RDFS.label, label)
    graph.add(node, PROV.hadPrimarySource, ns.source(source))
