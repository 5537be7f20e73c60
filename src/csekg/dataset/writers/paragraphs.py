"""Writes the paragraphs and footnotes of the resolution."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, integer, text
from csekg.dataset.writers.documents import document_iri
from csekg.facts.documents import Document
from csekg.facts.paragraphs import Footnote, Paragraph
from csekg.namespaces import CSE, DCTERMS, RESOLUTION
from csekg.wording.labels import PartKind, PartLabel
from csekg.wording.names import Names


def paragraph_label(paragraph: Paragraph) -> PartLabel:
    """Return what the name of a paragraph is made of."""
    preambular = paragraph.path.startswith("pp/")
    kind: PartKind = "preambular-paragraph" if preambular else "operative-paragraph"
    return PartLabel(RESOLUTION, kind, paragraph.number)


def footnote_iri(number: str) -> NamedNode:
    """Return the IRI of a footnote from its number."""
    return ns.paragraph(f"fn/{number}")


def write_paragraph(
    graph: GraphWriter, editorial: GraphWriter, paragraph: Paragraph, names: Names
) -> None:
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
        (
            (CSE.number, text(paragraph.number)),
            (CSE.order, integer(paragraph.order)),
            (CSE.provisionOf, ns.instrument(RESOLUTION)),
            (DCTERMS.isPartOf, whole),
        ),
    )
    scheme = paragraph.verb_scheme
    graph.add(node, CSE.openingVerb, *(ns.concept(scheme, verb) for verb in paragraph.verbs))
    graph.add(node, CSE.addressee, *(ns.concept("addressee", it) for it in paragraph.addressees))
    editorial.add(node, DCTERMS.description, text(paragraph.summary, "en"))
    editorial.add(node, CSE.topic, *(ns.concept("topic", topic) for topic in paragraph.topics))


def write_footnote(
    graph: GraphWriter, footnote: Footnote, documents: Mapping[str, Document], names: Names
) -> None:
    """Write a footnote, what it refers to and the earlier footnotes that it repeats."""
    node = footnote_iri(footnote.number)
    graph.node(
        node,
        (CSE.Footnote, CSE.Provision),
        PartLabel(RESOLUTION, "footnote", footnote.number).say(names),
        (
            (CSE.number, text(footnote.number)),
            # Footnotes are numbered through the whole report, so they sort after the paragraphs.
            (CSE.order, integer(int(footnote.number))),
            (CSE.provisionOf, ns.instrument(RESOLUTION)),
            (DCTERMS.isPartOf, ns.instrument(RESOLUTION)),
            (CSE.reference, text(footnote.reference, "en")),
        ),
    )
    graph.add(node, CSE.refersTo, *(document_iri(key, documents) for key in footnote.refers_to))
    # "Ibid." resolves to the footnote before it, a repeated footnote to its first occurrence.
    for earlier in (footnote.resolves_to, footnote.repeats):
        if earlier:
            graph.add(node, CSE.resolvesTo, footnote_iri(earlier))
