"""Documents about identifiers: their addresses, the format that a request gets, and their RDF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple
from starlette.requests import Request

from csekg.answers.entities.description import Description, Fact, Links, Referent, as_uri
from csekg.namespaces import DCTERMS, FOAF, ONTOLOGY, PROV, RDF, RDFS, VOID
from csekg.resources import ontology_dir
from csekg.sparql.graphs import write_graph
from csekg.validation.shapes import CSH
from csekg_api.downloads.contents import graph_key
from csekg_api.web.formats import GRAPHS, Format, accept_header, parse_accept
from csekg_api.web.problems import ProblemError, cut

HTML_TYPES = ("text/html", "application/xhtml+xml")

#: The formats of documents by file ending; Turtle, the default, is the first.
FILES = {format_.writer.file_extension: format_ for format_ in GRAPHS}
#: The formats of documents without named graphs: the ontology, the shapes.
GRAPH_FILES = {ending: format_ for ending, format_ in FILES.items() if ending not in ("trig", "nq")}


def accepted(request: Request, endings: Iterable[str]) -> str:
    """Return the ending of the format that the Accept header prefers, `html` for a page.

    Turtle is returned for a missing Accept header and for `*/*`. Raises a 406 problem (RFC 9110,
    section 15.5.7) that lists the formats if none is acceptable.
    """
    header = accept_header(request).strip()
    choice = list(endings)
    if not header:
        return choice[0]
    # Registered types come before their common substitutes, so that a wildcard selects them.
    offered = {FILES[ending].media_types[0]: ending for ending in choice}
    offered |= dict.fromkeys(HTML_TYPES, "html")
    for ending in choice:
        for other in FILES[ending].media_types[1:]:
            offered.setdefault(other, ending)
    best = parse_accept(header).best_match(list(offered))
    if best is None:
        types = ", ".join([HTML_TYPES[0], *(FILES[ending].media_types[0] for ending in choice)])
        raise ProblemError(406, f"nothing fits Accept: {cut(header)}; there is {types}", {"Vary": "Accept"})
    return offered[best]


def split_ending(name: str, endings: Sequence[str] | Iterable[str]) -> tuple[str, str]:
    """Return the name of a document without the ending of a format, and the ending or ''."""
    stem, dot, ending = name.rpartition(".")
    return (stem, ending) if dot and ending in endings else (name, "")


def writer(ending: str) -> ox.RdfFormat:
    """Return Oxigraph's writer for the format with this file ending."""
    form = FILES[ending].writer
    assert isinstance(form, ox.RdfFormat)
    return form


def media_type(ending: str) -> str:
    """Return the registered media type of a format given by its ending, `html` included."""
    return HTML_TYPES[0] if ending == "html" else FILES[ending].media_types[0]


def label(format_: Format) -> str:
    """Return the name of a format for a list of links, without the remark in brackets."""
    return format_.label.partition(" (")[0]


def content_schemas(endings: Iterable[str]) -> dict[str, dict[str, object]]:
    """Return the OpenAPI content of formats: an object for JSON-LD, otherwise a string."""
    return {
        media_type(ending): {"schema": {"type": "object" if ending == "jsonld" else "string"}} for ending in endings
    }


_THINGS = "id/"
# Marks the documents of identifiers that do not begin with `id/`, so that none has two meanings.
_OTHER = "~/"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a service that dereferences the IRIs beginning with `base`."""

    base: str

    def document(self, iri: str) -> str:
        """Return the name of the document about an IRI without fragment, encoded for a path.

        The document of `id/state/FRA` under the base is `state/FRA`; the document of any other IRI
        begins with `~/`. Raises ValueError for an IRI that does not begin with the base.
        """
        if not iri.startswith(self.base):
            raise ValueError(f"{iri} does not begin with {self.base}")
        path = iri.removeprefix(self.base)
        name = path.removeprefix(_THINGS) if path.startswith(_THINGS) else _OTHER + path
        # `?` and `#` would end the path; existing percent-encoding stays.
        return quote(name, safe="%:/@!$&'()*+,;=~")

    def path(self, document: str) -> str:
        """Return the path of the identifier that a document describes; inverts `document`."""
        if document.startswith(_OTHER):
            return document.removeprefix(_OTHER)
        return _THINGS + document

    def link(self, iri: str, root: str) -> str:
        """Return the address that a page links to for a thing, empty if there is none.

        A thing of this service has a page under `root`, the path at which the service is
        published; for a foreign IRI it is the IRI, if its scheme is http or https.
        """
        for namespace, place in ((ONTOLOGY, "/ontology"), (CSH.iri, "/shapes")):
            if iri.startswith(namespace) and namespace.startswith(self.base):
                return f"{root}{place}#{as_uri(iri.removeprefix(namespace))}"
        if iri.startswith(self.base):
            document, _, fragment = iri.partition("#")
            page = f"{root}/page/{self.document(document)}"
            return f"{page}#{as_uri(fragment)}" if fragment else page
        return as_uri(iri) if iri.startswith(("http://", "https://")) else ""


def link_header(*links: tuple[str, str, str]) -> str:
    """Return the value of a Link header (RFC 8288).

    A link is an address, a relation and a media type, empty for none.
    """
    return ", ".join(
        f'<{as_uri(address)}>; rel="{relation}"' + (f'; type="{kind}"' if kind else "")
        for address, relation, kind in links
    )


def alternates(document: str, page: str, endings: Iterable[str], without: str = "") -> list[tuple[str, str, str]]:
    """Return links to the formats of a document and to its page, except the format `without`."""
    places = [(ending, f"{document}.{ending}") for ending in endings]
    places.append(("html", page))
    return [(address, "alternate", media_type(ending)) for ending, address in places if ending != without]


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
        content = f"{base}api/v1/downloads/graphs/{graph_key(graph)}.nt"
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
    """Return the JSON-LD context that is served at /data/context.jsonld."""
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
