"""Checks of the ontology header (section A of the checklist): a graph in, the offenders out."""

from __future__ import annotations

import re

from rdflib import DCTERMS, OWL, RDF, VANN, XSD, Graph, Literal, Namespace, URIRef

from tests.ontology.checks import CSE, ONTOLOGY, VS, english, name

BIBO = Namespace("http://purl.org/ontology/bibo/")


def a01_identity(graph: Graph) -> list[str]:
    offenders = []
    if list(graph.subjects(RDF.type, OWL.Ontology)) != [ONTOLOGY]:
        offenders.append("the only owl:Ontology must be the namespace without its #")
    version = str(graph.value(ONTOLOGY, OWL.versionInfo))
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        offenders.append(f"owl:versionInfo {version} is no semantic version")
    if graph.value(ONTOLOGY, OWL.versionIRI) != URIRef(f"{ONTOLOGY}/{version}"):
        offenders.append("owl:versionIRI must be the ontology IRI and the version")
    if not ONTOLOGY.startswith("https://w3id.org/"):
        offenders.append("the ontology IRI must be a persistent one")
    return offenders


def a02_prefix(graph: Graph) -> list[str]:
    prefix = graph.value(ONTOLOGY, VANN.preferredNamespacePrefix)
    uri = graph.value(ONTOLOGY, VANN.preferredNamespaceUri)
    good = prefix is not None and re.fullmatch(r"[a-z]{1,5}", str(prefix))
    offenders = [] if good else [f"prefix {prefix}: at most five small letters"]
    return offenders + ([] if str(uri) == str(CSE) else [f"namespace {uri} is not ours"])


def a03_metadata(graph: Graph) -> list[str]:
    offenders = [
        f"{name(p)} needs exactly one English value"
        for p in (DCTERMS.title, DCTERMS.description)
        if len(english(graph, ONTOLOGY, p)) != 1
    ]
    for p in (DCTERMS.creator, DCTERMS.contributor, DCTERMS.publisher):
        offenders += [] if graph.value(ONTOLOGY, p) else [f"{name(p)} is missing"]
    for p in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified):
        # xsd:date is outside the OWL 2 datatype map, hence xsd:dateTime.
        value = graph.value(ONTOLOGY, p)
        if not isinstance(value, Literal) or value.datatype != XSD.dateTime or value.ill_typed:
            offenders.append(f"{name(p)} must be one xsd:dateTime")
    return offenders


def a04_licence(graph: Graph) -> list[str]:
    licence = graph.value(ONTOLOGY, DCTERMS.license)
    offenders = [] if isinstance(licence, URIRef) else ["dcterms:license must be an IRI"]
    rights = " ".join(english(graph, ONTOLOGY, DCTERMS.rights))
    wanted = ("CC BY 4.0", "MIT", "United Nations", "Council of Europe", "Labour Organization")
    return offenders + [f"dcterms:rights does not mention {w}" for w in wanted if w not in rights]


def a05_provenance(graph: Graph) -> list[str]:
    version = str(graph.value(ONTOLOGY, OWL.versionInfo))
    citation = str(graph.value(ONTOLOGY, DCTERMS.bibliographicCitation))
    offenders = [] if version in citation else ["the citation must name the current version"]
    for p in (DCTERMS.source, BIBO.status, VS.term_status):
        offenders += [] if graph.value(ONTOLOGY, p) else [f"{name(p)} is missing"]
    prior = graph.value(ONTOLOGY, OWL.priorVersion)
    if not str(prior).startswith(f"{ONTOLOGY}/") or str(prior) == f"{ONTOLOGY}/{version}":
        offenders.append("owl:priorVersion must name an earlier version")
    return offenders


def a06_imports(graph: Graph) -> list[str]:
    return [str(o) for o in graph.objects(None, OWL.imports)]
