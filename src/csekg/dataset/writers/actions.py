"""Writes signatures, consents and territorial acts, each in the graph of the source stating it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Sink, Term, boolean, day, integer, text
from csekg.dataset.writers.labels import Labels
from csekg.derived.actions import OPEN_KINDS, Action
from csekg.facts.participation import PARTY_ONLY, Statement
from csekg.facts.sources import Source
from csekg.facts.treaties import Treaty
from csekg.namespaces import CSE, PROV, RDF, RDFS, SKOS


def class_name(kind: str) -> str:
    """Return the name of the class of a kind: `formal-confirmation` is `FormalConfirmation`."""
    return "".join(word.capitalize() for word in kind.split("-"))


def consent_classes(kind: str) -> tuple[NamedNode, ...]:
    """Return the classes of a consent; a kind that a source leaves open gives the general ones."""
    general = (CSE.ConsentToBeBound, CSE.TreatyAction)
    return general if kind in ("", *OPEN_KINDS) else (CSE[class_name(kind)], *general)


def write_actions(
    sink: Sink,
    treaties: Mapping[str, Treaty],
    actions: Iterable[Action],
    sources: Mapping[str, Source],
) -> None:
    """Write what each source states about each signature and consent."""
    for action in actions:
        for statement in action.statements:
            graph = sink.graph(statement.source)
            _write_common(graph, action.iri, statement)
            if action.is_consent:
                _write_consent(graph, action, statement)
            else:
                graph.add(action.iri, RDF.type, CSE.Signature, CSE.TreatyAction)
                graph.add(action.iri, CSE.date, day(statement.signed_on))
            if (statement.consent_on if action.is_consent else statement.signed_on) is None:
                opened = treaties[action.treaty].facts.get("opened_on")
                graph.add(action.iri, CSE.notBefore, day(opened))
                graph.add(action.iri, CSE.notAfter, day(sources[statement.source].as_of))


def _write_common(graph: GraphWriter, node: NamedNode, statement: Statement) -> None:
    for predicate, item in _common(statement):
        graph.add(node, predicate, item)


def _common(statement: Statement) -> tuple[tuple[NamedNode, Term | None], ...]:
    return (
        (CSE.actor, ns.actor(statement.actor)),
        (CSE.treaty, ns.instrument(statement.treaty)),
        (CSE.basis, ns.concept("basis", statement.basis)),
        (CSE.nameAsInSource, text(statement.name_in_source)),
        (CSE.marks, text(statement.marks)),
        (SKOS.note, text(statement.note, "en")),
    )


def _write_consent(graph: GraphWriter, action: Action, statement: Statement) -> None:
    node = action.iri
    # The kinds are disjoint classes: a source that names another kind than the one we follow
    # states it as consentKind, and the act keeps one class.
    followed = statement.consent if statement.consent == action.kind else ""
    graph.add(node, RDF.type, *consent_classes(followed))
    if statement.consent not in ("", PARTY_ONLY):
        graph.add(node, CSE.consentKind, ns.concept("consent-kind", statement.consent))
    graph.add(node, CSE.date, day(statement.consent_on))
    graph.add(node, CSE.entersIntoForceOn, day(statement.in_force_on))
    graph.add(node, CSE.minimumAgeForWork, integer(statement.minimum_age))
    if statement.says_in_force:
        graph.add(node, CSE.statedInForce, boolean(True))


def write_territorial(sink: Sink, statements: Iterable[Statement], labels: Labels) -> None:
    """Write the extensions of treaties to territories that the lists of parties show."""
    for statement in statements:
        if not statement.territory:
            continue
        node = ns.action(
            statement.treaty, statement.actor, statement.consent_on,
            "territorial-application", statement.territory,
        )  # fmt: skip
        graph = sink.graph(statement.source)
        graph.add(node, RDF.type, CSE.TerritorialApplication, CSE.TerritorialAction)
        graph.add(node, RDF.type, CSE.TreatyAction)
        _write_common(graph, node, statement)
        label = labels.act(
            statement.actor, statement.treaty, statement.consent, statement.consent_on,
            f"to {statement.territory}",
        )  # fmt: skip
        derived = sink.graph("derived")
        derived.add(node, RDFS.label, label)
        derived.add(node, PROV.hadPrimarySource, ns.source(statement.source))
        graph.add(node, CSE.territory, ns.territory(statement.territory))
        graph.add(node, CSE.date, day(statement.consent_on))
        graph.add(node, CSE.entersIntoForceOn, day(statement.in_force_on))
        graph.add(node, CSE.minimumAgeForWork, integer(statement.minimum_age))
