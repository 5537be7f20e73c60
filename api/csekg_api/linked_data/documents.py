"""Writes the description of an identifier as RDF, in JSON-LD with short names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urlencode

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from csekg.answers.entities.description import Description, Fact, Links, Referent
from csekg.namespaces import DCTERMS, FOAF, PROV, RDF, RDFS, VOID
from csekg.resources import ontology_dir
from csekg.sparql.graphs import write_graph
from csekg_api.linked_data.negotiation import writer
from csekg_api.web.problems import ProblemError

# RDF/XML writes a property as an element name, which must begin with a letter of the IRI.
_ELEMENT = re.compile(r".*[^\W\d][\w.-]*", re.DOTALL)


def write_document(
    referent: Referent, description: Description, document: str, base: str, dataset: str, ending: str
) -> bytes:
    """Return the description in the format of a file ending.

    `document` is the IRI of the document itself, `dataset` that of the dataset or ''. TriG and
    N-Quads contain each fact in the named graphs that state it, the other formats once; all contain
    the same triples. Raises a 406 problem where RDF/XML cannot name a property.
    """
    statements = list(_about_document(referent, description, NamedNode(document), base, dataset))
    facts = list(_facts(description))
    if ending in ("trig", "nq"):
        quads = [_quad(triple, DefaultGraph()) for triple in statements]
        quads += [quad for fact in facts for quad in _quads(fact)]
        # Statements about the document first, then graph by graph.
        return write_graph(sorted(dict.fromkeys(quads), key=_graph), writer(ending))
    triples = list(dict.fromkeys([*(fact.triple for fact in facts), *statements]))
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
    referent: Referent, description: Description, document: NamedNode, base: str, dataset: str
) -> Iterator[Triple]:
    names = [description.label(topic) or topic for topic in description.topics]
    yield Triple(document, RDF.type, FOAF.Document)
    yield Triple(document, DCTERMS.title, Literal(f"Description of {names[0]}", language="en"))
    for topic in description.topics:
        # A document has one primary topic (FOAF); of several hash IRIs none is primary.
        one = topic == referent.iri or len(description.topics) == 1
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


@cache
def context_bytes() -> bytes:
    """Return the JSON-LD context that is served at /context.jsonld."""
    return (ontology_dir() / "context.jsonld").read_bytes()


def compact(triples: Iterable[Triple]) -> bytes:
    """Return triples as compacted JSON-LD 1.1, nodes and keys in the order of the triples.

    The document contains the terms of the context that it uses, so that a reader fetches nothing.
    """
    # Imported on first use, since rdflib would double the time of the start.
    from csekg.sparql.rdflib_terms import plain_graph

    triples = list(triples)
    context: dict[str, Any] = json.loads(context_bytes())["@context"]
    text = plain_graph(triples).serialize(format="json-ld", context=context, encoding=None)
    document = json.loads(text)
    nodes = document.pop("@graph", None)
    if nodes is None:
        # A single node is merged with the context.
        nodes = [{key: value for key, value in document.items() if key != "@context"}]
    order: dict[str, int] = {}
    for triple in triples:
        order.setdefault(str(getattr(triple.subject, "value", "")), len(order))
    nodes = [_sorted(node) for node in nodes]
    # Nested nodes have no place of their own: they are sorted by their text, since the order that
    # rdflib gives differs from process to process.
    nodes.sort(key=lambda node: (order.get(node.get("id", ""), len(order)), json.dumps(node)))
    used = _used(nodes, context)
    written = {"@context": used, "@graph": nodes}
    return json.dumps(written, ensure_ascii=False, indent=1).encode()


def _sorted(value: Any) -> Any:
    """Return a value with sorted keys and, except in RDF lists, sorted values."""
    if isinstance(value, dict):
        ordered = sorted(value, key=lambda key: (key not in ("id", "type"), key))
        return {key: value[key] if key == "@list" else _sorted(value[key]) for key in ordered}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=lambda item: json.dumps(item))
    return value


def _used(nodes: Any, context: dict[str, Any]) -> dict[str, Any]:
    """Return the entries of the context that the nodes use, and those that these refer to."""
    names: set[str] = {"@version", "id", "type"}
    _collect(nodes, names)
    for name in [*names]:
        definition = context.get(name)
        texts = definition.values() if isinstance(definition, dict) else [definition]
        names.update(str(text).partition(":")[0] for text in texts)
    return {name: definition for name, definition in context.items() if name in names}


def _collect(value: Any, names: set[str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            names.add(key)
            names.add(key.partition(":")[0])
            _collect(inner, names)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, names)
    elif isinstance(value, str):
        # A class, a datatype or a compact IRI; a text with a colon adds one entry at most.
        names.add(value)
        names.add(value.partition(":")[0])
