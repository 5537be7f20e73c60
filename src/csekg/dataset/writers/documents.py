"""Writes the documents, meetings, bodies and publication series around the resolution."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, Term, day, text, year
from csekg.facts.documents import Document, DocumentStatement
from csekg.namespaces import CSE, DCTERMS, SKOS

_CLASSES = {
    "resolution": (CSE.Resolution, CSE.Instrument),
    "political-commitment": (CSE.PoliticalCommitment, CSE.Instrument),
    "report": (CSE.Report, CSE.Instrument),
    "guidelines": (CSE.Guidelines, CSE.Instrument),
    "mandate": (CSE.Mandate, CSE.Instrument),
    "meeting": (CSE.Meeting,),
    "body": (CSE.Body,),
    "series": (CSE.PublicationSeries,),
}


def document_iri(key: str, documents: Mapping[str, Document]) -> NamedNode:
    """Return the IRI of a document, meeting, body, series or treaty from its key."""
    return ns.thing(documents[key].path) if key in documents else ns.instrument(key)


def write_documents(quads: Quads, documents: Mapping[str, Document]) -> None:
    """Write every document; each statement goes into the graph of its source.

    Class, label and identifier go into the graph of the first source that is listed.
    """
    for document in documents.values():
        node = document_iri(document.key, documents)
        first = quads.graph(document.statements[0].source)
        first.node(
            node,
            _CLASSES[document.kind],
            document.title,
            ((DCTERMS.identifier, text(document.key)),),
        )
        for statement in document.statements:
            _write_statement(quads.graph(statement.source), node, document, statement, documents)


def _write_statement(
    graph: GraphWriter,
    node: NamedNode,
    document: Document,
    statement: DocumentStatement,
    documents: Mapping[str, Document],
) -> None:
    graph.add(node, DCTERMS.title, text(statement.title, "en"))
    graph.add(node, CSE.documentSymbol, *(text(symbol) for symbol in statement.symbols))
    graph.add(node, CSE.reference, text(statement.reference, "en"))
    graph.add(node, SKOS.note, text(statement.note, "en"))
    if statement.part_of:
        graph.add(node, DCTERMS.isPartOf, document_iri(statement.part_of, documents))
    for key in statement.adopted_by:
        graph.add(node, _adoption(document, documents[key]), document_iri(key, documents))
    graph.add(node, CSE.introducedBy, *map(ns.actor, statement.introduced_by))
    specific = _instrument(statement) if document.is_instrument else _other(statement)
    for predicate, item in specific:
        graph.add(node, predicate, item)


def _adoption(document: Document, by: Document) -> NamedNode:
    if document.kind == "meeting":
        return CSE.heldBy
    return CSE.adoptedAtMeeting if by.kind == "meeting" else CSE.adoptedBy


def _instrument(statement: DocumentStatement) -> tuple[tuple[NamedNode, Term | None], ...]:
    official = NamedNode(statement.official_text) if statement.official_text else None
    return (
        (CSE.shortTitle, text(statement.short_title, "en")),
        (CSE.adoptedOn, day(statement.adopted_on)),
        (CSE.adoptedInYear, year(statement.adopted_in_year)),
        (CSE.adoptedAt, text(statement.place, "en")),
        (CSE.officialText, official),
    )


def _other(statement: DocumentStatement) -> tuple[tuple[NamedNode, Term | None], ...]:
    return (
        (SKOS.altLabel, text(statement.short_title, "en")),
        (CSE.heldOn, text(statement.held_on, "en")),
        (CSE.heldAt, text(statement.place, "en")),
    )
