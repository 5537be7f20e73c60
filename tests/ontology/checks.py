"""Checks of the ontology as small functions: a graph in, the list of offenders out.

The letters and numbers are those of the ontology checklist, as in the names of the tests. An
offender is a short text that names the term and what is wrong with it; an empty list means that
the check passes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

CSE = Namespace("https://w3id.org/csekg/ontology#")
ONTOLOGY = URIRef("https://w3id.org/csekg/ontology")
VOCAB = "https://w3id.org/csekg/id/vocab/"
SCHEMA = Namespace("http://schema.org/")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def name(term: Node) -> str:
    """The local name of one of our terms, the IRI of any other."""
    return str(term).removeprefix(str(CSE))


def own(graph: Graph, *kinds: URIRef) -> list[URIRef]:
    """Our own terms of the given kinds, sorted."""
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return sorted(s for s in found if isinstance(s, URIRef) and s.startswith(CSE))


def own_terms(graph: Graph) -> list[URIRef]:
    return own(graph, OWL.Class, *PROPERTY_KINDS)


def english(graph: Graph, subject: Node, predicate: URIRef) -> list[str]:
    values = graph.objects(subject, predicate)
    return [str(v) for v in values if isinstance(v, Literal) and v.language == "en"]


def b07_labels(graph: Graph) -> list[str]:
    offenders, labels = [], Counter[str]()
    for term in own_terms(graph):
        if len(list(graph.objects(term, RDFS.label))) != 1 or not english(graph, term, RDFS.label):
            offenders.append(f"{name(term)}: needs exactly one rdfs:label, in English")
        if len(list(graph.objects(term, SKOS.definition))) != 1 or not english(graph, term, SKOS.definition):
            offenders.append(f"{name(term)}: needs exactly one skos:definition, in English")
        labels.update(label.lower() for label in english(graph, term, RDFS.label))
    return offenders + [f"label used twice: {label}" for label, n in labels.items() if n > 1]


def b08_defined_by(graph: Graph) -> list[str]:
    allowed = {Literal(v) for v in ("unstable", "testing", "stable", "archaic")}
    return [
        f"{name(term)}: needs rdfs:isDefinedBy our ontology and a vs:term_status"
        for term in own_terms(graph)
        if list(graph.objects(term, RDFS.isDefinedBy)) != [ONTOLOGY]
        or not set(graph.objects(term, VS.term_status)) & allowed
    ]


def b09_naming(graph: Graph) -> list[str]:
    offenders = [
        f"{name(c)}: a class is written like ClassName"
        for c in own(graph, OWL.Class)
        if not re.fullmatch(r"[A-Z][A-Za-z]+", name(c))
    ] + [
        f"{name(p)}: a property is written like propertyName"
        for p in own(graph, *PROPERTY_KINDS)
        if not re.fullmatch(r"[a-z][A-Za-z0-9]+", name(p))
    ]
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*", str(concept)[len(VOCAB) :]):
            offenders.append(f"{concept}: a concept is written like scheme/kebab-case")
    files = (".ttl", ".owl", ".rdf", ".html", ".xml")
    return offenders + [f"{t}: file extension" for t in own_terms(graph) if t.endswith(files)]


def b10_domain_and_range(graph: Graph) -> list[str]:
    offenders = []
    for prop in own(graph, *PROPERTY_KINDS):
        for strict, loose in ((RDFS.domain, SCHEMA.domainIncludes), (RDFS.range, SCHEMA.rangeIncludes)):
            said = len(list(graph.objects(prop, strict)))
            if said > 1:
                offenders.append(f"{name(prop)}: two {name(strict)} would mean both at once")
            elif not said and not list(graph.objects(prop, loose)):
                offenders.append(f"{name(prop)}: has neither {name(strict)} nor {name(loose)}")
        if graph.value(prop, RDFS.domain) and list(graph.objects(prop, SCHEMA.domainIncludes)):
            offenders.append(f"{name(prop)}: rdfs:domain and schema:domainIncludes together")
    return offenders


def b11_inverses(graph: Graph) -> list[str]:
    offenders = []
    for prop in own(graph, OWL.ObjectProperty):
        inverses = list(graph.objects(prop, OWL.inverseOf))
        if not inverses and not list(graph.objects(prop, SKOS.editorialNote)):
            offenders.append(f"{name(prop)}: no owl:inverseOf and no note why not")
        for inverse in inverses:
            if inverse == prop:
                offenders.append(f"{name(prop)}: inverse of itself; say that it is symmetric")
            elif (inverse, OWL.inverseOf, prop) not in graph:
                offenders.append(f"{name(prop)}: its inverse does not name it back")
            elif graph.value(prop, RDFS.domain) != graph.value(inverse, RDFS.range):
                offenders.append(f"{name(prop)}: domain is not the range of its inverse")
    return offenders


def disjoint_pairs(graph: Graph) -> set[frozenset[Node]]:
    return {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}


def b12_missing_disjointness(graph: Graph, groups: tuple[tuple[str, ...], ...]) -> list[str]:
    declared = disjoint_pairs(graph)
    return [
        f"{a} and {b} are not declared disjoint"
        for group in groups
        for i, a in enumerate(group)
        for b in group[i + 1 :]
        if frozenset((CSE[a], CSE[b])) not in declared
    ]


def b13_connected(graph: Graph) -> list[str]:
    terms = set(own_terms(graph))
    offenders = [
        f"{name(node)}: used and never declared"
        for triple in graph
        for node in triple
        if isinstance(node, URIRef) and node.startswith(CSE) and node not in terms
    ]
    classes = set(own(graph, OWL.Class))
    offenders += [f"{name(p)}: class used as a property" for p in set(graph.predicates()) & classes]
    linking = [RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.disjointWith]
    linking += [SCHEMA.domainIncludes, SCHEMA.rangeIncludes]
    linked = {node for p in linking for pair in graph.subject_objects(p) for node in pair}
    return offenders + [f"{name(c)}: unconnected" for c in sorted(classes - linked)]


def b14_hierarchy(graph: Graph) -> list[str]:
    offenders = []
    for term in own_terms(graph):
        for up in (RDFS.subClassOf, RDFS.subPropertyOf):
            above = [a for o in graph.objects(term, up) for a in graph.transitive_objects(o, up)]
            if term in above:
                offenders.append(f"{name(term)}: above itself")
        for p in (OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs):
            if (term, p, None) in graph or (None, p, term) in graph:
                offenders.append(f"{name(term)}: {name(p)} takes over a foreign theory")
    for term in own(graph, OWL.Class):
        label = graph.value(term, RDFS.label)
        if re.match(rf"(an? |the )?{label}\b", str(graph.value(term, SKOS.definition)), re.I):
            offenders.append(f"{name(term)}: defined by itself")
    return offenders


def b15_names(graph: Graph) -> list[str]:
    # "or" inside a name is a word of its own only after a small letter: "actor" is none.
    pattern = re.compile(r"[a-z](And|Or)(?=[A-Z])|Misc|^Other|Various|Unknown|Etc")
    return [name(term) for term in own_terms(graph) if pattern.search(name(term))]


def b16_restrictions(graph: Graph) -> list[str]:
    forbidden = {OWL.Restriction, OWL.AllDisjointClasses, RDF.List}
    offenders = [str(s) for kind in forbidden for s in graph.subjects(RDF.type, kind)]
    for p in (OWL.unionOf, OWL.intersectionOf, OWL.allValuesFrom, OWL.someValuesFrom):
        offenders += [str(s) for s in graph.subjects(p, None)]
    return offenders + [str(n) for t in graph for n in t if isinstance(n, BNode)]


def b18_external_links(graph: Graph) -> list[str]:
    """A class is linked by itself or through a superclass of ours."""

    def links(term: Node) -> Iterator[Node]:
        for above in graph.transitive_objects(term, RDFS.subClassOf):
            if above is not None:
                yield above
                yield from graph.objects(above, SKOS.closeMatch)

    return [
        f"{name(term)}: no link to another vocabulary"
        for term in own(graph, OWL.Class)
        if all(str(node).startswith(CSE) for node in links(term))
    ]
