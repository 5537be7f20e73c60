"""Writes the resolution and the documents around it.

The resolution has paragraphs, footnotes, citations and requests; around it stand documents,
meetings, bodies and publication series.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, Term, day, integer, text, year
from csekg.facts.documents import Document, DocumentStatement
from csekg.facts.resolution import Citation, FollowUp, Footnote, Paragraph, Request, Resolution
from csekg.namespaces import CSE, DCTERMS, ELI, RESOLUTION, SKOS
from csekg.wording.labels import Names, PartKind, PartLabel, RequestLabel


def paragraph_label(paragraph: Paragraph) -> PartLabel:
    """Return what the name of a paragraph is made of."""
    preambular = paragraph.path.startswith("pp/")
    kind: PartKind = "preambular-paragraph" if preambular else "operative-paragraph"
    return PartLabel(RESOLUTION, kind, paragraph.number)


def footnote_iri(number: str) -> NamedNode:
    """Return the IRI of a footnote from its number."""
    return ns.paragraph(f"fn/{number}")


def write_paragraph(graph: GraphWriter, editorial: GraphWriter, paragraph: Paragraph, names: Names) -> None:
    """Write a paragraph: what the text says to `graph`, summary and topics to `editorial`."""
    node = ns.paragraph(paragraph.path)
    if paragraph.part_of:
        kind, whole = CSE.SubParagraph, ns.paragraph(paragraph.part_of)
    else:
        preambular = paragraph.path.startswith("pp/")
        kind = CSE.PreambularParagraph if preambular else CSE.OperativeParagraph
        whole = ns.instrument(RESOLUTION)
    graph.node(
        node,
        (kind, CSE.Provision),
        paragraph_label(paragraph).say(names),
        (CSE.number, text(paragraph.number)),
        (CSE.order, integer(paragraph.order)),
        (CSE.provisionOf, ns.instrument(RESOLUTION)),
        (DCTERMS.isPartOf, whole),
    )
    scheme = paragraph.verb_scheme
    graph.add(node, CSE.openingVerb, *(ns.concept(scheme, verb) for verb in paragraph.verbs))
    graph.add(node, CSE.addressee, *(ns.concept("addressee", it) for it in paragraph.addressees))
    editorial.add(node, DCTERMS.description, text(paragraph.summary, "en"))
    editorial.add(node, CSE.topic, *(ns.concept("topic", topic) for topic in paragraph.topics))


def write_footnote(graph: GraphWriter, footnote: Footnote, documents: Mapping[str, Document], names: Names) -> None:
    """Write a footnote, what it refers to and the earlier footnotes that it repeats."""
    node = footnote_iri(footnote.number)
    graph.node(
        node,
        (CSE.Footnote, CSE.Provision),
        PartLabel(RESOLUTION, "footnote", footnote.number).say(names),
        (CSE.number, text(footnote.number)),
        # Footnotes are numbered through the whole report, so they sort after the paragraphs.
        (CSE.order, integer(int(footnote.number))),
        (CSE.provisionOf, ns.instrument(RESOLUTION)),
        (DCTERMS.isPartOf, ns.instrument(RESOLUTION)),
        (CSE.reference, text(footnote.reference, "en")),
    )
    graph.add(node, CSE.refersTo, *(document_iri(key, documents) for key in footnote.refers_to))
    # "Ibid." resolves to the footnote before it, a repeated footnote to its first occurrence.
    for earlier in (footnote.resolves_to, footnote.repeats):
        if earlier:
            graph.add(node, CSE.resolvesTo, footnote_iri(earlier))


#: The source, and so the graph, of what the text of the resolution itself says.
SOURCE = "resolution-16-2"


def write_resolution(quads: Quads, resolution: Resolution, documents: Mapping[str, Document], names: Names) -> None:
    """Write all parts of the resolution.

    What the text says goes into the graph of the resolution, the editors' words into the editorial
    graph.
    """
    graph, editorial = quads.graph(SOURCE), quads.graph("editorial")
    for paragraph in resolution.paragraphs.values():
        write_paragraph(graph, editorial, paragraph, names)
    for footnote in resolution.footnotes.values():
        write_footnote(graph, footnote, documents, names)
    for citation in resolution.citations:
        paragraph = resolution.paragraphs[citation.paragraph]
        _write_citation(
            graph=graph, editorial=editorial, citation=citation, paragraph=paragraph, documents=documents, names=names
        )
    for request in resolution.requests:
        paragraph = resolution.paragraphs[request.paragraph]
        _write_request(
            graph=graph, editorial=editorial, request=request, paragraph=paragraph, documents=documents, names=names
        )
    for follow_up in resolution.follow_ups:
        paragraph = resolution.paragraphs[follow_up.paragraph]
        _write_follow_up(quads, follow_up, paragraph, documents, names)


def citation_iri(citation: Citation) -> NamedNode:
    """Return the IRI of a citation."""
    return ns.paragraph(f"{citation.paragraph}/citation/{citation.number}")


def request_iri(request: Request) -> NamedNode:
    """Return the IRI of a request."""
    return ns.paragraph(f"{request.paragraph}/request/{request.number}")


def follow_up_iri(follow_up: FollowUp) -> NamedNode:
    """Return the IRI of a follow-up."""
    return ns.thing("follow-up", follow_up.document, follow_up.paragraph.replace("/", "-"))


def _write_follow_up(
    quads: Quads, follow_up: FollowUp, paragraph: Paragraph, documents: Mapping[str, Document], names: Names
) -> None:
    graph = quads.graph("editorial")
    document = document_iri(follow_up.document, documents)
    about = documents.get(follow_up.document)
    name = about.short_title or about.title if about else names.instrument(follow_up.document)
    answered = ns.paragraph(paragraph.path)
    graph.node(
        follow_up_iri(follow_up),
        (CSE.FollowUp,),
        f"{name}, and {paragraph_label(paragraph).say(names)}",
        (CSE.answeringDocument, document),
        (CSE.answeredParagraph, answered),
        (DCTERMS.description, text(follow_up.how, "en")),
        (CSE.verification, ns.concept("verification", follow_up.verification)),
        (DCTERMS.source, ns.source(follow_up.source)),
    )
    graph.add(document, CSE.answers, answered)


def _write_citation(
    graph: GraphWriter,
    editorial: GraphWriter,
    citation: Citation,
    paragraph: Paragraph,
    documents: Mapping[str, Document],
    names: Names,
) -> None:
    citing = ns.paragraph(paragraph.path)
    node = citation_iri(citation)
    document = documents.get(citation.cites)
    if document:
        name = document.short_title
    else:
        name = names.instrument(citation.cites) if citation.cites else "not named"
    verb = citation.verb.replace("-", " ")
    graph.node(
        node,
        (CSE.Citation,) if citation.cites else (CSE.UnresolvedCitation, CSE.Citation),
        f"{paragraph_label(paragraph).say(names)}, {verb}: {name}",
        (CSE.number, text(str(citation.number))),
        (CSE.order, integer(citation.number)),
        (CSE.citingProvision, citing),
        (CSE.citationVerb, ns.concept(paragraph.verb_scheme, citation.verb)),
    )
    graph.add(node, CSE.citedVia, *(footnote_iri(number) for number in citation.via))
    if citation.text_from:
        graph.add(node, CSE.textFrom, document_iri(citation.text_from, documents))
    if citation.through:
        graph.add(node, CSE.citedThrough, document_iri(citation.through, documents))
    if not citation.cites:
        editorial.add(node, DCTERMS.description, text(citation.cited_as, "en"))
        return
    target = document_iri(citation.cites, documents)
    graph.add(node, CSE.citedInstrument, target)
    graph.add(node, CSE.citedAs, text(citation.cited_as, "en"))
    # The shortcut is for texts: a meeting is cited too, but is not a legal resource.
    if document is None or document.is_instrument:
        graph.add(citing, ELI.cites, target)
        graph.add(ns.instrument(RESOLUTION), ELI.cites, target)


def _write_request(
    graph: GraphWriter,
    editorial: GraphWriter,
    request: Request,
    paragraph: Paragraph,
    documents: Mapping[str, Document],
    names: Names,
) -> None:
    node = request_iri(request)
    graph.node(
        node,
        (CSE.Request,),
        RequestLabel(paragraph_label(paragraph), str(request.number)).say(names),
        (CSE.number, text(str(request.number))),
        (CSE.order, integer(request.number)),
        (CSE.requestedIn, ns.paragraph(request.paragraph)),
        (CSE.openingVerb, ns.concept(paragraph.verb_scheme, request.verb)),
        (CSE.addressee, ns.concept("addressee", request.addressee)),
    )
    concerned = (document_iri(key, documents) for key in request.concerns)
    graph.add(node, CSE.concernsInstrument, *concerned)
    if request.due_at:
        graph.add(node, CSE.dueAt, document_iri(request.due_at, documents))
    editorial.add(node, DCTERMS.description, text(request.asks, "en"))
    editorial.add(node, CSE.condition, text(request.condition, "en"))


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
        first.node(node, _CLASSES[document.kind], document.title, (DCTERMS.identifier, text(document.key)))
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
