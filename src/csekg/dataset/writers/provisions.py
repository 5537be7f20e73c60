"""Writes the articles of the treaties and their parts, and what in the resolution corresponds.

With the correspondences stand the readings that they rest on, and how far the readings agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, boolean, integer, text
from csekg.dataset.writers.resolution import paragraph_label
from csekg.derived.correspondences import Agreement, Correspondence
from csekg.facts.correspondences import Assessment, Parallel, Reading, Readings
from csekg.facts.declarations import ReservationClause
from csekg.facts.provisions import Provision, parent_of, printed_order
from csekg.facts.resolution import Paragraph
from csekg.languages.days import spelled
from csekg.namespaces import CSE, DCTERMS, SKOS, XSD
from csekg.wording.labels import CorrespondenceLabel, Names, PartLabel


def write_provisions(quads: Quads, provisions: Mapping[str, Mapping[str, Provision]], names: Names) -> None:
    """Write the provisions of every treaty.

    Number and heading go into the graph of the source in which the provision was read, summary,
    kind, duty, topics and how far it was verified into the editorial graph. A part between an
    article and a listed part (24(2) of 24(2)(f)) gets a node too, so that the nesting is complete;
    its source is that of the listed part.
    """
    editorial = quads.graph("editorial")
    for treaty, listed in provisions.items():
        for order, (printed, source) in enumerate(_with_wholes(listed), 1):
            _write_place(quads.graph(source), treaty, printed, order, names)
        for provision in listed.values():
            node = ns.provision(treaty, provision.printed)
            graph = quads.graph(provision.source)
            graph.add(node, CSE.heading, text(provision.heading, "en"))
            _write_reading(editorial, provision)


def provision_label(treaty: str, printed: str) -> PartLabel:
    """Return what the name of a provision is made of."""
    return PartLabel(treaty, "preamble" if printed == "preamble" else "article", printed)


def _with_wholes(listed: Mapping[str, Provision]) -> list[tuple[str, str]]:
    """Return each provision, and each whole that contains one, with its source, in text order."""
    sources = {printed: provision.source for printed, provision in listed.items()}
    for printed, provision in listed.items():
        whole = printed
        while whole := parent_of(whole):
            sources.setdefault(whole, provision.source)
    return sorted(sources.items(), key=lambda item: printed_order(item[0]))


def _write_place(graph: GraphWriter, treaty: str, printed: str, order: int, names: Names) -> None:
    parent = parent_of(printed)
    whole = not parent and printed != "preamble"
    graph.node(
        ns.provision(treaty, printed),
        (CSE.Article if whole else CSE.TreatyProvision, CSE.Provision),
        provision_label(treaty, printed).say(names),
        (CSE.number, text(printed)),
        (CSE.order, integer(order)),
        (CSE.provisionOf, ns.instrument(treaty)),
        (DCTERMS.isPartOf, ns.provision(treaty, parent) if parent else ns.instrument(treaty)),
    )


def _write_reading(editorial: GraphWriter, provision: Provision) -> None:
    node = ns.provision(provision.treaty, provision.printed)
    editorial.add(node, DCTERMS.description, text(provision.summary, "en"))
    if provision.kind:
        editorial.add(node, CSE.provisionKind, ns.concept("provision-kind", provision.kind))
        editorial.add(node, CSE.dutyStrength, ns.concept("duty", provision.duty))
    verification = ns.concept("verification", provision.verification)
    editorial.add(node, CSE.verification, verification)
    editorial.add(node, CSE.topic, *(ns.concept("topic", topic) for topic in provision.topics))


def write_reservation_clauses(quads: Quads, clauses: Iterable[ReservationClause]) -> None:
    """Write which provisions each reservation clause lets a State exclude, into the graph of its source."""
    for clause in clauses:
        excludable = (ns.provision(clause.treaty, printed) for printed in clause.excludes)
        quads.graph(clause.source).add(ns.provision(clause.treaty, clause.clause), CSE.allowsExclusionOf, *excludable)


_CREATOR = "csekg editors"


def later_note(since: date | None) -> str:
    """Return the note on a correspondence with a treaty that was made after the resolution, '' for None."""
    return f"later than the resolution ({spelled(since)})" if since else ""


def write_correspondences(
    quads: Quads,
    correspondences: Iterable[Correspondence],
    paragraphs: Mapping[str, Paragraph],
    provisions: Mapping[str, Mapping[str, Provision]],
    names: Names,
    later: Mapping[str, date],
) -> None:
    """Write every correspondence, what each reading says, and its shortcut property.

    `later` has the first day of each treaty that was made after the resolution.
    """
    editorial = quads.graph("editorial")
    for item in correspondences:
        node, paragraph = correspondence_iri(item), ns.paragraph(item.paragraph)
        provision = ns.provision(item.treaty, item.provision)
        label = CorrespondenceLabel(
            paragraph_label(paragraphs[item.paragraph]), provision_label(item.treaty, item.provision)
        ).say(names)
        editorial.node(
            node,
            (CSE.Correspondence,),
            label,
            (CSE.paragraph, paragraph),
            (CSE.provision, provision),
            (CSE.strength, ns.concept("strength", item.strength)),
            (CSE.readingCount, integer(len(item.strengths))),
            (CSE.rationale, text(item.rationale, "en")),
            (CSE.decisionReason, text(item.decided, "en")),
            (SKOS.note, text(later_note(later.get(item.treaty)), "en")),
            (DCTERMS.creator, text(_CREATOR)),
            (DCTERMS.source, ns.source(provisions[item.treaty][item.provision].source)),
        )
        editorial.add(paragraph, CSE.correspondsTo, provision)
        for reading, strength in item.strengths.items():
            editorial.unnamed(
                NamedNode(f"{node.value}/{reading}"),
                (CSE.Judgment,),
                (CSE.correspondence, node),
                (CSE.reading, reading_iri(reading)),
                (CSE.strength, ns.concept("strength", strength)),
            )


def write_readings(quads: Quads, readings: Readings, paragraphs: Mapping[str, Paragraph], names: Names) -> None:
    """Write the readings, and which paragraphs and treaties each of them assessed."""
    editorial = quads.graph("editorial")
    for reading in readings.readings.values():
        _write_correspondence_reading(editorial, reading)
    for assessment in readings.assessments:
        reading = readings.readings[assessment.reading]
        if assessment.paragraph:
            about = ns.paragraph(assessment.paragraph)
            name = paragraph_label(paragraphs[assessment.paragraph]).say(names)
            editorial.add(about, CSE.assessedIn, reading_iri(reading.key))
        else:
            about, name = ns.instrument(assessment.treaty), names.instrument(assessment.treaty)
        editorial.node(
            assessment_iri(assessment),
            (CSE.Assessment,),
            f"{name}, assessed in {reading.name}",
            (CSE.assesses, about),
            (CSE.reading, reading_iri(reading.key)),
            (SKOS.note, text(assessment.note, "en")),
        )


def _write_correspondence_reading(editorial: GraphWriter, reading: Reading) -> None:
    editorial.node(
        reading_iri(reading.key),
        (CSE.Reading,),
        reading.name,
        (DCTERMS.identifier, text(reading.key)),
        (SKOS.prefLabel, text(reading.name, "en")),
        (DCTERMS.description, text(reading.method, "en")),
    )


def assessment_iri(assessment: Assessment) -> NamedNode:
    """Return the IRI of what a reading found about a paragraph or a treaty as a whole."""
    about = assessment.paragraph.replace("/", "-") or assessment.treaty
    return ns.thing("assessment", about, assessment.reading)


def reading_iri(key: str) -> NamedNode:
    """Return the IRI of a reading: `id/reading/a`."""
    return ns.thing("reading", key)


def correspondence_iri(item: Correspondence) -> NamedNode:
    """Return the IRI of a correspondence: `id/correspondence/op-16/ets185/18-1-b`."""
    provision = ns.provision_path(item.provision).removeprefix("article/").replace("/", "-")
    return ns.thing("correspondence", item.paragraph.replace("/", "-"), item.treaty, provision)


def write_parallels(quads: Quads, parallels: Iterable[Parallel]) -> None:
    """Write which provisions have the same content, and the aspects of paragraphs, as the editors judge."""
    editorial = quads.graph("editorial")
    for order, parallel in enumerate(parallels, 1):
        node = parallel_iri(parallel)
        described = (DCTERMS.description, text(parallel.content, "en"))
        editorial.node(node, (CSE.Parallel,), parallel.content, described, (CSE.order, integer(order)))
        editorial.add(node, CSE.parallelProvision, *(ns.provision(*each) for each in parallel.provisions))
        editorial.add(node, CSE.partialProvision, *(ns.provision(*each) for each in parallel.in_part))
        editorial.add(node, CSE.aspectOf, *(ns.paragraph(path) for path in parallel.aspect_of))
        editorial.add(node, CSE.appliesToOwnOffences, boolean(parallel.own_offences))


def parallel_iri(parallel: Parallel) -> NamedNode:
    """Return the IRI of provisions with the same content: `id/parallel/mere-possession-of-abuse-images`."""
    return ns.thing("parallel", "-".join(re.findall("[a-z]+", parallel.content)))


def write_agreement(quads: Quads, agreements: Iterable[Agreement]) -> None:
    """Write the agreement of each two readings; kappa is rounded to four places."""
    graph = quads.graph("derived")
    for agreement in agreements:
        node = ns.thing("agreement", agreement.one, agreement.other)
        graph.node(
            node,
            (CSE.ReadingAgreement,),
            f"agreement of the readings {agreement.one} and {agreement.other}",
            (CSE.pairCount, integer(agreement.pairs)),
            (CSE.linkedByOne, integer(agreement.linked_by_one)),
            (CSE.linkedByBoth, integer(agreement.linked_by_both)),
            (CSE.kappa, _decimal(agreement.kappa)),
            (CSE.articleKappa, _decimal(agreement.article_kappa)),
            (CSE.sameStrengthCount, integer(agreement.same_strength)),
            (CSE.strengthKappa, _decimal(agreement.strength_kappa)),
        )
        graph.add(node, CSE.reading, reading_iri(agreement.one), reading_iri(agreement.other))


def _decimal(value: float) -> Literal:
    return Literal(f"{value:.4f}", datatype=XSD.decimal)
