"""pySHACL runs on the literals as the dataset has them, not as rdflib normalizes them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csekg.errors import CsekgError
from csekg.sparql.rdflib_terms import plain_graph
from csekg.validation.with_pyshacl import validate_with_pyshacl
from tests.csekg.validation.conftest import EARLIER, Case, on_path, short

DATA = """
ex:a a ex:Thing ; rdfs:label "A"@en . ex:b a ex:Thing . ex:c a ex:Thing ; ex:p 1 .
"""


def test_every_literal_stays_as_it_was_written() -> None:
    written: list[ox.Literal | ox.BlankNode] = [
        ox.Literal("2005-02-28Z", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
        ox.Literal("text"),
        ox.Literal("text", language="en"),
        ox.BlankNode("b"),
    ]
    node = ox.NamedNode("https://example.org/s")
    graph = plain_graph(ox.Quad(node, node, value) for value in written)
    assert sorted(value.n3() for value in graph.objects()) == [
        '"2005-02-28Z"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"text"',
        '"text"@en',
        "_:b",
    ]


def test_its_report_becomes_findings(case: Case) -> None:
    shapes = case.shapes(on_path("sh:minCount 1"))
    report = validate_with_pyshacl(case.store(DATA), shapes, case.shacl())
    assert short([f.focus for f in report.findings]) == ["a", "b"]
    assert [f.label for f in report.findings] == ["A", "https://example.org/b"]
    assert {f.message for f in report.findings} == {"It is wrong."}
    assert report.shapes == shapes


def test_it_can_be_limited_to_some_nodes(case: Case) -> None:
    shapes, store = case.shapes(on_path("sh:minCount 1")), case.store(DATA)
    some = validate_with_pyshacl(store, shapes, case.shacl(), ["https://example.org/b"])
    assert short([f.focus for f in some.findings]) == ["b"]
    assert validate_with_pyshacl(store, shapes, case.shacl(), []).findings == ()


def test_a_failure_of_pyshacl_is_an_error(case: Case) -> None:
    shapes = case.shapes(EARLIER.replace("ex:on ?value ;", "ex:on ?value MINUS { ?x a ?y } $this"))
    with pytest.raises(CsekgError, match="pySHACL could not validate"):
        validate_with_pyshacl(case.store("ex:a ex:on 1 ."), shapes, case.shacl())
