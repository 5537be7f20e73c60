"""Writes the description of an identifier as RDF: facts, links, labels, and their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from csekg.answers.entities.description import Description, Fact, Links, Referent
from csekg.namespaces import DCTERMS, FOAF, PROV, RDF, RDFS, VOID
from csekg.sparql.graphs import write_graph
from csekg_api.linked_data.jsonld import compact
from csekg_api.linked_data.negotiation import writer
from csekg_api.web.problems import ProblemError

# RDF/XML writes a property as an element name, which must begin with a letter of the IRI.
_ELEMENT = re.compile(r".*[^\W\d][\w.-]*", re.DOTALL)


def write_document(
    found: Referent, description: Description, document: str, base: str, dataset: str, ending: str
) -> bytes:
    """Return the description in the format of a file ending.

    `document` is the IRI of the document itself, `dataset` that of the dataset or ''. TriG and
    N-Quads contain each fact in the named graphs that state it, the other formats once; all contain
    the same triples. Raises a 406 problem where RDF/XML cannot name a property.
    """
    about = list(_about_document(found, description, NamedNode(document), base, dataset))
    facts = list(_facts(description))
    if ending in ("trig", "nq"):
        quads = [_quad(triple, DefaultGraph()) for triple in about]
        quads += [quad for fact in facts for quad in _quads(fact)]
        # Statements about the document first, then graph by graph.
        return write_graph(sorted(dict.fromkeys(quads), key=_graph), writer(ending))
    triples = list(dict.fromkeys([*(fact.triple for fact in facts), *about]))
    if ending == "jsonld":
        return compact(triples)
    if ending == "rdf" and not all(_ELEMENT.fullmatch(t.predicate.value) for t in triples):
        raise ProblemError(406, "RDF/XML has no way to write one of the properties; take Turtle")
    return write_graph(triples, writer(ending))


def _facts(description: Description) -> Iterator[Fact]:
    """Yield the facts about the topics, then, by subject, the links to them and all labels."""
    yield from description.facts
    others = [fact for links in description.links for fact in links.facts]
    others += description.labels.values()
    yield from sorted(others, key=lambda fact: str(fact.triple))


def _quads(fact: Fact) -> Iterator[Quad]:
    if not fact.graphs:
        yield _quad(fact.triple, DefaultGraph())
    for graph in fact.graphs:
        yield _quad(fact.triple, NamedNode(graph))


def _graph(quad: Quad) -> str:
    return "" if quad.graph_name == DefaultGraph() else str(quad.graph_name)


def _quad(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _about_document(
    found: Referent, description: Description, document: NamedNode, base: str, dataset: str
) -> Iterator[Triple]:
    names = [description.label(topic) or topic for topic in description.topics]
    yield Triple(document, RDF.type, FOAF.Document)
    yield Triple(document, DCTERMS.title, Literal(f"Description of {names[0]}", language="en"))
    for topic in description.topics:
        # A document has one primary topic (FOAF); of several hash IRIs none is primary.
        one = topic == found.iri or len(description.topics) == 1
        yield Triple(document, FOAF.primaryTopic if one else FOAF.topic, NamedNode(topic))
    if dataset:
        yield Triple(document, VOID.inDataset, NamedNode(dataset))
    for origin in description.origins:
        yield Triple(document, PROV.wasDerivedFrom, NamedNode(origin.graph))
        if origin.source:
            yield Triple(document, PROV.hadPrimarySource, NamedNode(origin.source))
    for graph in description.named_graphs:
        content = f"{base}rdf-graph-store?{urlencode({'graph': graph})}"
        yield Triple(NamedNode(graph), VOID.dataDump, NamedNode(content))
    for links in description.links:
        if links.count > len(links.facts):
            yield from _note_on_rest(document, links, base)


def _note_on_rest(document: NamedNode, links: Links, base: str) -> Iterator[Triple]:
    note = (
        f"{len(links.facts)} of {links.count} links to {links.target} by {links.predicate.value} "
        "are shown; rdfs:seeAlso names a query for all of them"
    )
    yield Triple(document, RDFS.comment, Literal(note, language="en"))
    yield Triple(document, RDFS.seeAlso, NamedNode(f"{base}sparql?{all_links(links)}"))


def all_links(links: Links) -> str:
    """Return the query string for `/sparql` that returns all links by one property."""
    pattern = f"?s <{links.predicate.value}> <{links.target}>"
    return urlencode({"query": f"CONSTRUCT {{ {pattern} }} WHERE {{ {pattern} }}"})
