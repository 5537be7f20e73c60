"""Section B of the checklist: the classes and properties."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import Graph

from tests.ontology import checks
from tests.ontology.files import TERMS, load

Check = Callable[[Graph], list[str]]

DISJOINT = (
    ("Ratification", "Acceptance", "Approval", "Accession", "Succession", "FormalConfirmation", "DefinitiveSignature"),
    ("Signature", "ConsentToBeBound", "TreatyStatement", "TerritorialAction", "Invitation", "Denunciation"),
    ("TerritorialApplication", "TerritorialExclusion"),
    ("State", "RegionalOrganization", "FormerState"),
    ("Treaty", "Resolution", "PoliticalCommitment", "Report", "Guidelines", "Mandate"),
    ("PreambularParagraph", "OperativeParagraph", "SubParagraph", "Article", "TreatyProvision", "Footnote"),
    ("TreatyAction", "StatusRecord"),
    ("Participation", "StatusInterval"),
    ("Instrument", "Provision", "TreatyActor", "Territory", "TreatyRelation"),
)


def b12_disjointness(graph: Graph) -> list[str]:
    return checks.b12_missing_disjointness(graph, DISJOINT)


OF_TERMS = (
    checks.b07_labels,
    checks.b08_defined_by,
    checks.b10_domain_and_range,
    checks.b11_inverses,
    b12_disjointness,
    checks.b14_hierarchy,
    checks.b15_names,
    checks.b18_external_links,
)
#: These look at the concepts of the vocabularies, too.
OF_ALL = (checks.b09_naming, checks.b13_connected, checks.b16_restrictions)


@pytest.mark.parametrize("check", OF_TERMS)
def test_the_terms_are_as_the_checklist_asks(terms: Graph, check: Check) -> None:
    assert check(terms) == []


@pytest.mark.parametrize("check", OF_ALL)
def test_the_ontology_is_as_the_checklist_asks(ontology: Graph, check: Check) -> None:
    assert check(ontology) == []


def test_b12_no_pair_is_disjoint_without_being_listed_here(terms: Graph) -> None:
    pairs = sum(len(group) * (len(group) - 1) // 2 for group in DISJOINT)
    assert len(checks.disjoint_pairs(terms)) == pairs


BROKEN: list[tuple[Check, str]] = [
    (checks.b07_labels, "DELETE DATA { cse:Treaty rdfs:label 'treaty'@en }"),
    (checks.b07_labels, "INSERT DATA { cse:Treaty skos:definition 'A second one.'@en }"),
    (checks.b07_labels, "INSERT DATA { cse:Pact a owl:Class ; rdfs:label 'Treaty'@en }"),
    (checks.b08_defined_by, "DELETE WHERE { cse:Treaty rdfs:isDefinedBy ?x }"),
    (checks.b08_defined_by, "DELETE WHERE { cse:actor vs:term_status ?x }"),
    (checks.b09_naming, "INSERT DATA { cse:some_class a owl:Class }"),
    (checks.b09_naming, "INSERT DATA { cse:HasActor a owl:ObjectProperty }"),
    (checks.b09_naming, "INSERT DATA { vocab:status\\/BadOne a skos:Concept }"),
    (checks.b10_domain_and_range, "INSERT DATA { cse:actor rdfs:domain cse:Article }"),
    (checks.b10_domain_and_range, "DELETE WHERE { cse:actor rdfs:range ?x }"),
    (checks.b10_domain_and_range, "INSERT DATA { cse:actor schema:domainIncludes cse:Article }"),
    (checks.b11_inverses, "DELETE WHERE { cse:actor skos:editorialNote ?x }"),
    (checks.b11_inverses, "DELETE WHERE { cse:intervalOf owl:inverseOf ?x }"),
    (checks.b11_inverses, "INSERT DATA { cse:actor owl:inverseOf cse:actor }"),
    (b12_disjointness, "DELETE DATA { cse:Ratification owl:disjointWith cse:Accession }"),
    (checks.b13_connected, "INSERT DATA { cse:Orphan a owl:Class }"),
    (checks.b13_connected, "INSERT DATA { cse:actor rdfs:seeAlso cse:Undeclared }"),
    (checks.b13_connected, "INSERT DATA { cse:actor cse:Treaty cse:Protocol }"),
    (checks.b14_hierarchy, "INSERT DATA { cse:Instrument rdfs:subClassOf cse:Protocol }"),
    (checks.b14_hierarchy, "INSERT DATA { cse:State owl:equivalentClass schema:Country }"),
    (checks.b14_hierarchy, "INSERT DATA { cse:State owl:sameAs schema:Country }"),
    (
        checks.b14_hierarchy,
        "DELETE WHERE { cse:Treaty skos:definition ?x } ; "
        "INSERT DATA { cse:Treaty skos:definition 'A treaty is a treaty.'@en }",
    ),
    (checks.b15_names, "INSERT DATA { cse:SignatureAndConsent a owl:Class }"),
    (checks.b15_names, "INSERT DATA { cse:OtherAction a owl:Class }"),
    (checks.b16_restrictions, "INSERT DATA { cse:Treaty rdfs:subClassOf [ a owl:Restriction ] }"),
    (
        checks.b18_external_links,
        "DELETE WHERE { cse:State skos:closeMatch ?x } ; DELETE WHERE { cse:TreatyActor rdfs:subClassOf ?x }",
    ),
]


@pytest.mark.parametrize(("check", "change"), BROKEN)
def test_term_checks_bite(check: Check, change: str) -> None:
    broken = load(*TERMS)
    broken.update(change, initNs=NAMESPACES)
    assert check(broken)


NAMESPACES = {
    "cse": checks.CSE,
    "vocab": checks.VOCAB,
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": checks.SCHEMA,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vs": checks.VS,
}
