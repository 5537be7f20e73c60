"""Writes the assessments of law and practice: one graph for each assessor and year."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, boolean, integer, text, year
from csekg.dataset.writers.provisions import provision_label
from csekg.dataset.writers.resolution import paragraph_label
from csekg.facts.assessments import AssessedIndicator, AssessorFacts, IndicatorLink, Practice, PracticeAssessment
from csekg.facts.resolution import Paragraph
from csekg.namespaces import CSE, DCTERMS, RDFS, SKOS
from csekg.wording.labels import Names


def write_practice(
    quads: Quads, practice: Practice, indicators: Mapping[str, str], paragraphs: Mapping[str, Paragraph], names: Names
) -> None:
    """Write every assessor, what it asks, what that bears on, and its values.

    `indicators` holds the labels of indicators by code. What an assessor states goes into
    `graph/assessments/<assessor>/<year>`; what the editors say about it is editorial.
    """
    editorial = quads.graph("editorial")
    for key, facts in practice.assessors.items():
        _write_assessor(editorial, key, facts)
        for asked in facts.indicators.values():
            _write_indicator(editorial, facts, asked, indicators[asked.indicator])
        for link in facts.links:
            _write_link(
                editorial=editorial, key=key, link=link, indicators=indicators, paragraphs=paragraphs, names=names
            )
        graphs = {edition.year: quads.graph(graph_key(key, edition.year)) for edition in facts.assessor.editions}
        for assessment in facts.values:
            _write_value(graphs[assessment.year], facts, assessment)


def graph_key(assessor: str, year_: int) -> str:
    """Return the key of the graph of an assessor and a year: `assessments/dol/2022`."""
    return f"assessments/{assessor}/{year_}"


def assessor_iri(key: str) -> NamedNode:
    """Return the IRI of an assessor: `id/assessor/dol`."""
    return ns.thing("assessor", key)


def asked_iri(assessor: str, indicator: str) -> NamedNode:
    """Return the IRI of an indicator as an assessor asks it."""
    return ns.thing("assessor", assessor, indicator)


def link_iri(assessor: str, link: IndicatorLink) -> NamedNode:
    """Return the IRI of a link: that of the indicator with its paragraph and provision."""
    place = [link.paragraph.replace("/", "-")]
    if link.treaty:
        path = ns.provision_path(link.provision).removeprefix("article/").replace("/", "-")
        place += [link.treaty, path]
    return ns.thing("indicator-link", assessor, link.indicator, *place)


def _write_assessor(editorial: GraphWriter, key: str, facts: AssessorFacts) -> None:
    it, node = facts.assessor, assessor_iri(key)
    editorial.node(
        node,
        (CSE.Assessor,),
        it.name,
        (DCTERMS.identifier, text(key)),
        (SKOS.prefLabel, text(it.name, "en")),
        (SKOS.altLabel, text(it.short_name, "en")),
        (DCTERMS.title, text(it.work, "en")),
        (DCTERMS.publisher, text(it.publisher, "en")),
        (CSE.assessorKind, text(it.kind)),
        (DCTERMS.rights, text(it.licence, "en")),
        (DCTERMS.description, text(it.method_text, "en")),
        (RDFS.seeAlso, NamedNode(it.location)),
    )
    for edition in it.editions:
        editorial.add(node, DCTERMS.source, ns.source(edition.source))
    editorial.add(node, CSE.drawsOn, *(assessor_iri(other) for other in it.draws_on))
    editorial.add(node, CSE.limitation, *(text(limit, "en") for limit in it.limits))
    editorial.add(node, CSE.leftOut, *(text(left.sentence, "en") for left in it.left_out))


def _write_indicator(editorial: GraphWriter, facts: AssessorFacts, asked: AssessedIndicator, label: str) -> None:
    node = asked_iri(facts.key, asked.indicator)
    editorial.node(
        node,
        (CSE.AssessedIndicator,),
        f"{label}, as asked by {facts.assessor.short_name}",
        (CSE.assessor, assessor_iri(facts.key)),
        (CSE.indicator, ns.concept("indicator", asked.indicator)),
        (CSE.scope, ns.concept("assessment-scope", asked.scope)),
        (CSE.statesConformity, boolean(asked.conformity)),
        (SKOS.note, text(asked.note, "en")),
    )
    answers = (ns.concept("assessed-answer", answer) for answer in asked.answers)
    editorial.add(node, CSE.allowsAnswer, *answers)


def _write_link(
    editorial: GraphWriter,
    key: str,
    link: IndicatorLink,
    indicators: Mapping[str, str],
    paragraphs: Mapping[str, Paragraph],
    names: Names,
) -> None:
    paragraph = ns.paragraph(link.paragraph)
    place = paragraph_label(paragraphs[link.paragraph]).say(names)
    label = f"{indicators[link.indicator]}, and {place}"
    provision = None
    if link.treaty:
        provision = ns.provision(link.treaty, link.provision)
        label += f", {provision_label(link.treaty, link.provision).say(names)}"
    editorial.node(
        link_iri(key, link),
        (CSE.IndicatorLink,),
        label,
        (CSE.linksIndicator, asked_iri(key, link.indicator)),
        (CSE.paragraph, paragraph),
        (CSE.provision, provision),
        (CSE.indicatorStrength, ns.concept("indicator-strength", link.strength)),
        (CSE.rationale, text(link.reason, "en")),
    )


def _write_value(graph: GraphWriter, facts: AssessorFacts, assessment: PracticeAssessment) -> None:
    source = facts.assessor.source_of(assessment.year)
    assert source is not None, "the reader has checked that each year has an edition"
    graph.unnamed(
        ns.thing("practice", facts.key, str(assessment.year), *_place(assessment), assessment.indicator),
        (CSE.PracticeAssessment,),
        (CSE.assessedPlace, _place_iri(assessment)),
        (CSE.askedAs, asked_iri(facts.key, assessment.indicator)),
        (CSE.assessedYear, year(str(assessment.year))),
        (CSE.printedValue, text(assessment.value)),
        (CSE.assessedAnswer, ns.concept("assessed-answer", assessment.answer)),
        (CSE.assessedNumber, integer(assessment.number)),
        (CSE.conforms, None if assessment.conforms is None else Literal(assessment.conforms)),
        (CSE.qualified, Literal(True) if assessment.qualified else None),
        (DCTERMS.source, ns.source(source)),
    )


def _place_iri(assessment: PracticeAssessment) -> NamedNode:
    if assessment.actor:
        return ns.actor(assessment.actor)
    return ns.territory(assessment.territory) if assessment.territory else ns.area(assessment.area)


def _place(assessment: PracticeAssessment) -> tuple[str, ...]:
    if assessment.actor:
        return (assessment.actor,)
    return ("territory", assessment.territory) if assessment.territory else ("area", assessment.area)
