"""Writes our own translations of the editors' texts, each beside the English text."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, text
from csekg.dataset.writers.correspondences import assessment_iri, correspondence_iri
from csekg.dataset.writers.derived import discrepancy_iri
from csekg.dataset.writers.documents import document_iri
from csekg.dataset.writers.paragraphs import footnote_iri
from csekg.dataset.writers.practice import asked_iri, assessor_iri, link_iri
from csekg.dataset.writers.resolution import citation_iri, follow_up_iri, request_iri
from csekg.dataset.writers.treaties import clause_iri, coverage_iri, rule_iri
from csekg.derived.all_facts import AllFacts
from csekg.facts.assessments import AssessorFacts
from csekg.facts.resolution import Request
from csekg.facts.translations import Translations
from csekg.namespaces import CSE, DCTERMS, RDF, SKOS

#: The graph of what we translated; nobody else has approved these texts.
GRAPH = "translations"


def write_translations(quads: Quads, all_facts: AllFacts) -> None:
    """Write the translations of every text that has some."""
    graph = quads.graph(GRAPH)
    for kind, thing, predicate, english in _texts(all_facts):
        for language, translated in all_facts.translations.get((kind, english), {}).items():
            graph.add(thing, predicate, text(translated, language))
    for request in all_facts.resolution.requests:
        _write_condition(graph, request, all_facts.translations)


def _write_condition(graph: GraphWriter, request: Request, translations: Translations) -> None:
    """Write the conditions of a request in each language into which all of them are translated."""
    parts = [translations.get(("condition", english), {}) for english in request.conditions]
    for language in parts[0] if parts else ():
        if all(language in part for part in parts):
            # Chinese sentences follow one another without a space.
            whole = ("" if language == "zh" else " ").join(part[language] for part in parts)
            graph.add(request_iri(request), CSE.condition, text(whole, language))


def _texts(all_facts: AllFacts) -> Iterator[tuple[str, NamedNode, NamedNode, str]]:
    """Yield every text that may be translated: its kind, and the triple that states it."""
    resolution = all_facts.resolution
    for paragraph in resolution.paragraphs.values():
        thing = ns.paragraph(paragraph.path)
        yield "paragraph", thing, DCTERMS.description, paragraph.summary
    for request in resolution.requests:
        yield "request", request_iri(request), DCTERMS.description, request.asks
    for citation in resolution.citations:
        predicate = CSE.citedAs if citation.cites else DCTERMS.description
        yield "citation", citation_iri(citation), predicate, citation.cited_as
    for footnote in resolution.footnotes.values():
        yield "footnote", footnote_iri(footnote.number), CSE.reference, footnote.reference
    for follow_up in resolution.follow_ups:
        yield "follow-up", follow_up_iri(follow_up), DCTERMS.description, follow_up.how
    for link in all_facts.correspondences:
        yield "rationale", correspondence_iri(link), CSE.rationale, link.rationale
    for of, listed in all_facts.provisions.items():
        for provision in listed.values():
            thing = ns.provision(of, provision.printed)
            yield "heading", thing, CSE.heading, provision.heading
            yield "provision", thing, DCTERMS.description, provision.summary
    for key, treaty in all_facts.treaties.items():
        yield "treaty", ns.instrument(key), DCTERMS.description, treaty.facts["summary"]
        yield "note", ns.instrument(key), SKOS.note, treaty.status_note
        if treaty.rule:
            yield "note", rule_iri(key), SKOS.note, treaty.rule.floor_basis
        for coverage in treaty.lists:
            yield "note", coverage_iri(key, coverage), SKOS.note, coverage.note
        for clause in treaty.clauses:
            yield "clause", clause_iri(key, clause), RDF.value, clause.value
            yield "note", clause_iri(key, clause), SKOS.note, clause.note
    for term, definition in all_facts.definitions.items():
        yield "definition", term, SKOS.definition, definition
    for made in all_facts.made_declarations:
        yield "declaration", made.iri, DCTERMS.description, made.stated.gist
    for known in all_facts.discrepancies:
        yield "discrepancy", discrepancy_iri(known), CSE.reason, known.reason
    for found in all_facts.practice.assessors.values():
        yield from _about_assessor(found)
    yield from _remarks(all_facts)


def _remarks(all_facts: AllFacts) -> Iterator[tuple[str, NamedNode, NamedNode, str]]:
    for key, document in all_facts.documents.items():
        for said in document.statements:
            yield "note", document_iri(key, all_facts.documents), SKOS.note, said.note
    for assessment in all_facts.readings.assessments:
        yield "note", assessment_iri(assessment), SKOS.note, assessment.note
    for key, actor in all_facts.actors.items():
        yield "note", ns.actor(key), SKOS.note, actor.row["note"]
    for act in all_facts.acts:
        for stated in act.statements:
            yield "note", act.iri, SKOS.note, stated.note
    for stated in all_facts.statements:
        if stated.territory:
            yield "note", all_facts.identities.of(stated.row), SKOS.note, stated.note
    for key, source in all_facts.sources.items():
        yield "source", ns.source(key), DCTERMS.title, source.title
        yield "source", ns.source(key), SKOS.note, source.use
        yield "source", ns.source(key), CSE.completeness, source.completeness
        yield "source", ns.source(key), CSE.asOfNote, source.as_of_note


def _about_assessor(found: AssessorFacts) -> Iterator[tuple[str, NamedNode, NamedNode, str]]:
    it, node = found.assessor, assessor_iri(found.key)
    yield "assessor", node, DCTERMS.description, it.method_text
    for limit in it.limits:
        yield "assessor", node, CSE.limitation, limit
    for left in it.left_out:
        yield "assessor", node, CSE.leftOut, left.sentence
    for asked in found.indicators.values():
        yield "assessor", asked_iri(found.key, asked.indicator), SKOS.note, asked.note
    for link in found.links:
        yield "rationale", link_iri(found.key, link), CSE.rationale, link.reason
