"""Section C of the checklist, without data: profiles, consistency, inferences, disjointness."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from tests.ontology.checks import CSE, disjoint_pairs, name, own
from tests.ontology.files import TERMS, load
from tests.ontology.reasoners import (
    axioms,
    default_graph,
    functional,
    hermit_accepts,
    profile_violations,
    reasonable_closure,
    strict_dl_issues,
    unsatisfiable_classes,
)

PAIRS = sorted(tuple(sorted(name(c) for c in pair)) for pair in disjoint_pairs(load(*TERMS)))
THING = URIRef("https://w3id.org/csekg/id/test/thing")


def a_thing(key: str, kind: str) -> str:
    return f"ClassAssertion(<{CSE[kind]}> <{THING}/{key}>)"


@pytest.fixture(scope="module")
def schema(terms: Graph) -> str:
    return functional(axioms(terms))


def instances(graph: Graph) -> Graph:
    """One thing of every class, and one link of every object property between untyped things."""
    found = Graph()
    for term in own(graph, OWL.Class):
        found.add((URIRef(f"{THING}/{name(term)}"), RDF.type, term))
    for prop in own(graph, OWL.ObjectProperty):
        ends = [URIRef(f"{THING}/{name(prop)}/{end}") for end in ("subject", "object")]
        found.add((ends[0], prop, ends[1]))
    return found


def test_c20_in_owl_2_rl_and_dl(ontology: Graph) -> None:
    assert profile_violations(default_graph(ontology)) == []


def test_c20_in_owl_2_dl_by_the_letter(ontology: Graph) -> None:
    assert strict_dl_issues(ontology) == []


def test_c20_profile_check_bites() -> None:
    broken = load(*TERMS)
    union, members = BNode(), BNode()
    Collection(broken, members, [CSE.State, CSE.Body])
    broken.add((union, OWL.unionOf, members))
    broken.add((CSE.actor, RDFS.range, union))
    broken.add((CSE.date, RDF.type, OWL.ObjectProperty))
    broken.add((CSE.Treaty, URIRef("http://purl.org/dc/terms/coverage"), CSE.Protocol))
    found = {issue.split(" http")[0] for issue in profile_violations(default_graph(broken))}
    assert "OWL 2 DL: punning" in found
    assert "OWL 2 DL: undeclared-property" in found
    assert any(issue.startswith("OWL 2 RL: owl:unionOf-in-class-axiom") for issue in found)


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "rule"),
    [
        (CSE.date, RDFS.range, XSD.date, "UNSUPPORTED_DATATYPE"),
        (CSE.date, RDFS.comment, Literal("1", datatype=XSD.gYear), "UNSUPPORTED_DATATYPE"),
        (CSE.date, RDF.type, OWL.ObjectProperty, "OWL2DL_PROPERTY_PUNNING"),
        (CSE.Treaty, RDFS.subClassOf, CSE.Pact, "OWL2DL_MISSING_DECLARATION"),
    ],
)
def test_c20_strict_dl_check_bites(subject: URIRef, predicate: URIRef, value: URIRef | Literal, rule: str) -> None:
    broken = load(*TERMS)
    broken.add((subject, predicate, value))
    assert any(issue.startswith(rule) for issue in strict_dl_issues(broken))


def test_c21_hermit_finds_the_ontology_consistent(ontology: Graph) -> None:
    assert hermit_accepts(functional(ontology))


def test_c21_hermit_finds_no_unsatisfiable_class(terms: Graph) -> None:
    assert unsatisfiable_classes(axioms(terms)) == []


def test_c21_a_class_below_two_disjoint_ones_is_found(terms: Graph) -> None:
    broken = axioms(terms)
    broken.add((CSE.Protocol, RDFS.subClassOf, CSE.Resolution))
    assert unsatisfiable_classes(broken) == [str(CSE.Protocol)]


def test_c21_every_property_can_hold_of_something(terms: Graph) -> None:
    assert hermit_accepts(functional(axioms(terms) + instances(terms)))


def test_c22_domains_ranges_and_inverses_are_applied(terms: Graph) -> None:
    closure = reasonable_closure(axioms(terms) + instances(terms))
    interval, part = (URIRef(f"{THING}/interval/{end}") for end in ("subject", "object"))
    assert (interval, RDF.type, CSE.Participation) in closure
    assert (part, RDF.type, CSE.StatusRecord) in closure
    assert (part, CSE.intervalOf, interval) in closure


def test_c24_hermit_rejects_things_of_two_disjoint_kinds(terms: Graph) -> None:
    """A class below both has no members then; all such classes are asked about at once."""
    compatible = [("Ratification", "ConsentToBeBound"), ("Protocol", "Treaty")]
    below = axioms(terms)
    for pair in [*PAIRS, *compatible]:
        both = CSE["And".join(pair)]
        below.add((both, RDF.type, OWL.Class))
        for kind in pair:
            below.add((both, RDFS.subClassOf, CSE[kind]))
    assert len(PAIRS) > 50
    assert set(unsatisfiable_classes(below)) == {str(CSE["And".join(pair)]) for pair in PAIRS}


def test_c24_rejection_comes_from_the_disjointness(terms: Graph, schema: str) -> None:
    both = [a_thing("a", "Ratification"), a_thing("a", "Accession")]
    assert not hermit_accepts(schema, both)
    weaker = axioms(terms)
    weaker.remove((CSE.Ratification, OWL.disjointWith, CSE.Accession))
    assert hermit_accepts(functional(weaker), both)


@pytest.mark.parametrize(
    ("prop", "subject", "value"),
    [
        ("supplements", "Protocol", "Resolution"),
        ("notPartyTo", "State", "PoliticalCommitment"),
        ("actor", "Signature", "Territory"),
        ("objectsTo", "Ratification", "State"),
        ("signature", "Participation", "Accession"),
        ("citedVia", "Citation", "Article"),
    ],
)
def test_c24_a_link_to_the_wrong_kind_is_rejected(schema: str, prop: str, subject: str, value: str) -> None:
    kinds = [a_thing("a", subject), a_thing("b", value)]
    assert hermit_accepts(schema, kinds)
    link = f"ObjectPropertyAssertion(<{CSE[prop]}> <{THING}/a> <{THING}/b>)"
    assert not hermit_accepts(schema, [*kinds, link])


def test_closure_makes_no_class_a_concept(terms: Graph) -> None:
    """Paragraphs, treaties and acts are no concepts, whatever links they have."""
    closure = reasonable_closure(axioms(terms) + instances(terms))
    assert not [
        s
        for s, p, o in closure
        if o == SKOS.Concept and f"{THING}/" in str(s) and not str(s).endswith(("/object", "/subject"))
    ]
