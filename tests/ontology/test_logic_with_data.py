"""Section C of the checklist with the built dataset loaded."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, Graph

from tests.ontology.checks import CSE
from tests.ontology.facts import TYPE, Fact, facts
from tests.ontology.reasoners import (
    Pair,
    alike_as_one,
    assertions,
    axioms,
    functional,
    hermit_accepts,
    inferred_types,
    profile_violations,
)

GOLDEN = Path(__file__).parent / "golden_types.txt"
SHORT = {
    str(CSE): "cse:",
    "http://www.w3.org/ns/adms#": "adms:",
    "http://www.w3.org/ns/dcat#": "dcat:",
    "http://data.europa.eu/eli/ontology#": "eli:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/ns/org#": "org:",
    "http://www.w3.org/ns/prov#": "prov:",
    "http://schema.org/": "schema:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "https://w3id.org/un/ontology/undo/": "undo:",
}


def short(iri: str) -> str:
    space = next((s for s in SHORT if iri.startswith(s)), "")
    return SHORT.get(space, "") + iri.removeprefix(space)


def golden() -> set[Pair]:
    """The lines `stated class -> inferred class`."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" -> ") for line in lines if line and not line.startswith("#")]
    return {(stated, inferred) for stated, inferred in pairs}


def unexpected(data: set[Fact], inferred: set[Pair], allowed: set[Pair]) -> tuple[list[str], set[Pair]]:
    """The inferred types that no golden line allows, and the golden lines that were needed."""
    stated = defaultdict(set)
    for subject, predicate, value in data:
        if predicate == TYPE:
            stated[subject.value].add(short(value.value))
    offenders, needed = [], set()
    for thing, kind in inferred:
        reasons = {(own, short(kind)) for own in stated[thing]} & allowed
        needed |= reasons
        if not reasons:
            offenders.append(f"{thing} {sorted(stated[thing])} -> {short(kind)}")
    return sorted(offenders), needed


@pytest.fixture(scope="module")
def data(dataset_graphs: ox.Store) -> set[Fact]:
    return facts(dataset_graphs)


@pytest.fixture(scope="module")
def inferred(terms: Graph, data: set[Fact], tmp_path_factory: pytest.TempPathFactory) -> set[Pair]:
    return inferred_types(axioms(terms), data, tmp_path_factory.mktemp("closure"))


def test_c20_the_dataset_is_in_owl_2_rl_and_dl(dataset_graphs: ox.Store, terms: Graph) -> None:
    """As to properties: each one in use is declared, in one role."""
    one_graph = ox.Store()
    one_graph.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in dataset_graphs)
    assert profile_violations(one_graph) == []
    one_graph.add(ox.Quad(ox.NamedNode("urn:x"), ox.NamedNode("urn:undeclared"), ox.Literal("x")))
    assert profile_violations(one_graph) == ["OWL 2 DL: undeclared-property urn:undeclared"]


def test_c21_hermit_finds_the_dataset_consistent(terms: Graph, data: set[Fact]) -> None:
    few = alike_as_one(data)
    assert {p for _, p, o in few} == {p for _, p, o in data if isinstance(o, ox.NamedNode)}
    assert hermit_accepts(functional(axioms(terms)), assertions(few, terms))


def test_c21_hermit_would_find_one_bad_fact_in_the_dataset(terms: Graph, data: set[Fact]) -> None:
    """A few facts suffice: consistency can only be lost as facts are added."""
    party = next(fact for fact in data if fact[1].value == str(CSE.partyTo))
    bad = (ox.NamedNode(party[2].value), TYPE, ox.NamedNode(str(CSE.Report)))
    assert not hermit_accepts(functional(axioms(terms)), assertions({party, bad}, terms))
    few = alike_as_one(data | {bad})
    assert not hermit_accepts(functional(axioms(terms)), assertions(few, terms))


def test_c21_no_two_things_are_said_to_differ(terms: Graph, data: set[Fact]) -> None:
    """What lets `alike_as_one` make them one."""
    apart = {str(OWL.differentFrom), str(OWL.distinctMembers), str(OWL.members)}
    assert apart.isdisjoint({predicate.value for _, predicate, _ in data})
    assert apart.isdisjoint(set(map(str, terms.predicates())))


def test_c23_closure_adds_only_the_types_of_the_golden_list(data: set[Fact], inferred: set[Pair]) -> None:
    offenders, needed = unexpected(data, inferred, golden())
    assert offenders == []
    assert golden() - needed == set()


def test_c23_an_unexpected_type_is_found(terms: Graph, data: set[Fact], tmp_path: Path) -> None:
    """A link misused between any two things turns them into a participation and a consent."""
    kinds = [fact for fact in data if fact[1] == TYPE]
    source = next(fact for fact in kinds if fact[2].value == str(CSE.Source))
    group = next(fact for fact in kinds if fact[2].value == str(CSE.Group))
    wrong = (source[0], ox.NamedNode(str(CSE.consent)), group[0])
    few = {source, group, wrong}
    offenders, _ = unexpected(few, inferred_types(axioms(terms), few, tmp_path), golden())
    assert any(line.endswith("-> cse:Participation") for line in offenders)
    assert any(line.endswith("-> cse:ConsentToBeBound") for line in offenders)
