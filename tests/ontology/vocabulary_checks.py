"""Checks of the vocabularies and of matches between concepts: a graph in, the offenders out."""

from __future__ import annotations

from collections import Counter

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from tests.ontology.checks import VOCAB, english, name


def b17_exact_match(graph: Graph) -> list[str]:
    """Only concepts match exactly: a paragraph or a class is none."""
    return [
        f"{name(s)} skos:exactMatch {o}"
        for s, o in graph.subject_objects(SKOS.exactMatch)
        if (s, RDF.type, SKOS.Concept) not in graph or str(o).startswith("https://w3id.org/csekg/")
    ]


def b19_code_lists(graph: Graph) -> list[str]:
    offenders = []
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        concepts = set(graph.subjects(SKOS.inScheme, scheme))
        tops = set(graph.subjects(SKOS.topConceptOf, scheme))
        if not tops or tops != set(graph.objects(scheme, SKOS.hasTopConcept)):
            offenders.append(f"{scheme}: top concepts are not said both ways")
        if len(english(graph, scheme, SKOS.definition)) != 1:
            offenders.append(f"{scheme}: needs one English definition")
        labels = Counter(lb.lower() for c in concepts for lb in english(graph, c, SKOS.prefLabel))
        offenders += [f"{scheme}: {lb} is used twice" for lb, n in labels.items() if n > 1]
        for concept in concepts - tops:
            if not set(graph.objects(concept, SKOS.broader)) & tops:
                offenders.append(f"{concept}: neither a top concept nor below one")
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        scheme_key, _, key = str(concept)[len(VOCAB) :].partition("/")
        if list(graph.objects(concept, SKOS.inScheme)) != [URIRef(VOCAB + scheme_key)]:
            offenders.append(f"{concept}: must be in the scheme that its IRI names")
        if list(graph.objects(concept, SKOS.notation)) != [Literal(key)]:
            offenders.append(f"{concept}: its notation must be the last part of its IRI")
        for p in (SKOS.prefLabel, SKOS.definition):
            if len(english(graph, concept, p)) != 1:
                offenders.append(f"{concept}: needs one English {name(p)}")
    return offenders
