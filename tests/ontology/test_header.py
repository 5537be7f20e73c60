"""Section A of the checklist: the header of the ontology."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import DCTERMS, OWL, Graph

from tests.ontology import header_checks as checks
from tests.ontology.checks import ONTOLOGY, PROPERTY_KINDS, own
from tests.ontology.files import load

Check = Callable[[Graph], list[str]]
PREFIXES = """
PREFIX bibo: <http://purl.org/ontology/bibo/> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX vann: <http://purl.org/vocab/vann/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


CHECKS = (
    checks.a01_identity,
    checks.a02_prefix,
    checks.a03_metadata,
    checks.a04_licence,
    checks.a05_provenance,
    checks.a06_imports,
)


@pytest.mark.parametrize("check", CHECKS)
def test_the_header_is_as_the_checklist_asks(ontology: Graph, check: Check) -> None:
    assert check(ontology) == []


BROKEN: list[tuple[Check, str]] = [
    (checks.a01_identity, 'DELETE { ?o owl:versionInfo ?v } INSERT { ?o owl:versionInfo "0.1" }'),
    (checks.a01_identity, "DELETE { ?o owl:versionIRI ?v }"),
    (checks.a02_prefix, "DELETE { ?o vann:preferredNamespacePrefix ?v }"),
    (checks.a02_prefix, "DELETE { ?o vann:preferredNamespaceUri ?v }"),
    (checks.a03_metadata, 'DELETE { ?o dcterms:title ?v } INSERT { ?o dcterms:title "untagged" }'),
    (checks.a03_metadata, "DELETE { ?o dcterms:contributor ?v }"),
    (checks.a03_metadata, "DELETE { ?o dcterms:modified ?v }"),
    (checks.a04_licence, 'DELETE { ?o dcterms:license ?v } INSERT { ?o dcterms:license "free" }'),
    (checks.a04_licence, "DELETE { ?o dcterms:rights ?v }"),
    (checks.a05_provenance, "DELETE { ?o dcterms:bibliographicCitation ?v }"),
    (checks.a05_provenance, "DELETE { ?o bibo:status ?v }"),
    (checks.a05_provenance, "DELETE { ?o owl:priorVersion ?v }"),
    (checks.a06_imports, "INSERT { ?o owl:imports <https://w3id.org/un/ontology/undo> }"),
]


@pytest.mark.parametrize(("check", "change"), BROKEN)
def test_header_checks_bite(check: Check, change: str) -> None:
    broken = load("csekg.ttl")
    pattern = change[change.index("{") : change.index("}") + 1] if "DELETE" in change else "{ }"
    where = f"{{ ?o a owl:Ontology . OPTIONAL {pattern} }}"
    broken.update(f"{PREFIXES} {change} WHERE {where}")
    assert check(broken)


def test_terms_of_after_the_first_version_are_not_stated_as_its(ontology: Graph) -> None:
    """Version 0.1.0 had 305 terms, of 24 November 2026."""
    assert len(own(ontology, OWL.Class, *PROPERTY_KINDS)) > 305
    assert str(ontology.value(ONTOLOGY, OWL.versionInfo)) != "0.1.0"
    assert str(ontology.value(ONTOLOGY, DCTERMS.modified)) > "2026-11-24T00:00:00Z"
