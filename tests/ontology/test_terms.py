"""Section B of the checklist: the classes and properties."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import Graph

from tests.ontology import checks

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
