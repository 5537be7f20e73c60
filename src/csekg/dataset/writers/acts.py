"""Writes signatures, consents and territorial acts, each into the graph of its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, boolean, day, integer, text
from csekg.derived.acts import OPEN_KINDS, Act
from csekg.derived.identities import Identities
from csekg.facts.sources import Source
from csekg.facts.statements import PARTY_ONLY, Statement
from csekg.facts.treaties import Treaty
from csekg.namespaces import CSE, PROV, RDF, RDFS, SKOS
from csekg.wording.labels import ActLabel
from csekg.wording.names import Names


def class_name(kind: str) -> str:
    """Return the name of the class of a kind: `formal-confirmation` gives `FormalConfirmation`."""
    return "".join(word.capitalize() for word in kind.split("-"))


def consent_classes(kind: str) -> tuple[NamedNode, ...]:
    """Return the classes of a consent: the general ones alone where its kind is left open."""
    general = (CSE.ConsentToBeBound, CSE.TreatyAction)
    return general if kind in ("", *OPEN_KINDS) else (CSE[class_name(kind)], *general)


def write_acts(
    quads: Quads,
    treaties: Mapping[str, Treaty],
    acts: Iterable[Act],
    sources: Mapping[str, Source],
) -> None:
    """Write what each source states about each signature and consent."""
    for act in acts:
        for statement in act.statements:
            graph = quads.graph(statement.source)
            _write_common(graph, act.iri, statement)
            if act.is_consent:
                _write_consent(graph, act, statement)
            else:
                graph.add(act.iri, RDF.type, CSE.Signature, CSE.TreatyAction)
                graph.add(act.iri, CSE.date, day(statement.signed_on))
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


def write_territorial(
    quads: Quads, statements: Iterable[Statement], names: Names, identities: Identities
) -> None:
    """Write the territorial applications that the lists of parties state."""
    for statement in statements:
        if not statement.territory:
            continue
        node = identities.of(statement.row)
        graph = quads.graph(statement.source)
        graph.add(node, RDF.type, CSE.TerritorialApplication, CSE.TerritorialAction)
        graph.add(node, RDF.type, CSE.TreatyAction)
        _write_common(graph, node, statement)
        label = ActLabel(
            statement.actor, statement.treaty, statement.consent, identities.day_of(statement.row),
            territory=statement.territory,
        )  # fmt: skip
        derived = quads.graph("derived")
        derived.add(node, RDFS.label, text(label.say(names), "en"))
        derived.add(node, PROV.hadPrimarySource, ns.source(statement.source))
        graph.add(node, CSE.territory, ns.territory(statement.territory))
        graph.add(node, CSE.date, day(statement.consent_on))
        graph.add(node, CSE.entersIntoForceOn, day(statement.in_force_on))
        graph.add(node, CSE.minimumAgeForWork, integer(statement.minimum_age))
