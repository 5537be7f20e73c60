from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from csekg.dataset.quads import Quads, boolean, day, integer, text, year
from csekg.namespaces import CSE, RDF, RDFS, XSD, graph

SUBJECT = NamedNode("urn:example:subject")


def test_values_have_their_types() -> None:
    assert day(date(2007, 4, 27)) == Literal("2007-04-27", datatype=XSD.date)
    assert year("1945") == Literal("1945", datatype=XSD.gYear)
    assert integer(0) == Literal("0", datatype=XSD.integer)
    assert boolean(False) == Literal("false", datatype=XSD.boolean)
    assert text("Enfant", "fr") == Literal("Enfant", language="fr")


def test_what_is_not_stated_is_not_written() -> None:
    quads = Quads()
    graph = quads.graph("g")
    graph.add(SUBJECT, CSE.date, day(None), text(""), year(""), integer(None))
    graph.node(SUBJECT, (), "", (CSE.date, None))
    assert quads.n_quads() == []


def test_a_node_has_its_types_its_label_and_its_graph() -> None:
    quads = Quads()
    graph = quads.graph("ilo-members")
    graph.node(SUBJECT, (CSE.State,), "France", (CSE.iso2, text("FR")))
    written = list(parse(b"".join(quads.n_quads()), RdfFormat.N_QUADS))
    assert {(quad.predicate, quad.object) for quad in written} == {
        (RDF.type, CSE.State),
        (RDFS.label, Literal("France", language="en")),
        (CSE.iso2, Literal("FR")),
    }
    assert {quad.graph_name for quad in written} == {graph.name}


def test_a_fact_written_twice_stands_once_and_in_each_graph() -> None:
    quads = Quads()
    for key in ("two", "one", "one"):
        quads.graph(key).add(SUBJECT, RDF.type, CSE.State)
    assert [line.split()[3].decode() for line in quads.n_quads()] == [str(graph("one")), str(graph("two"))]
    assert quads.sizes() == {graph("one"): 1, graph("two"): 1}
    assert list(quads.merged()) == [f"{SUBJECT} {RDF.type} {CSE.State}".encode()]


def test_each_quad_is_a_line_of_a_triple_and_its_graph() -> None:
    quads = Quads()
    for number in range(50):
        name = NamedNode(f"urn:example:{number}")
        quads.graph("g").add(name, RDFS.label, text('a "label" > of\ntwo lines .', "en"))
    lines = quads.n_quads()
    assert len(lines) == 50
    parsed = list(parse(b"".join(lines), RdfFormat.N_QUADS))
    # As Oxigraph writes them, which is canonical N-Quads.
    assert lines == (serialize(parsed, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    assert quads.sizes() == {graph("g"): 50}
    assert len(quads.merged()) == 50
    for triple in quads.merged():
        subject, predicate, label = triple.split(b" ", 2)
        assert subject.startswith(b"<urn:example:")
        assert predicate == str(RDFS.label).encode()
        assert label == b'"a \\"label\\" > of\\ntwo lines ."@en'


@pytest.mark.parametrize(
    "literal",
    [
        Literal('\t"\r\n\\\x00\x07\b\f\x7f é 中 \u200e𝄞 <>'),
        Literal("été", language="fr-CA"),
        Literal("2003-02-05", datatype=XSD.date),
        Literal("5", datatype=XSD.integer),
        Literal("plain", datatype=XSD.string),
    ],
)
def test_a_literal_is_written_in_canonical_n_quads(literal: Literal) -> None:
    quads = Quads()
    graph = quads.graph("g")
    graph.add(SUBJECT, CSE.note, literal)
    expected = serialize([Quad(SUBJECT, CSE.note, literal, graph.name)], format=RdfFormat.N_QUADS)
    assert b"".join(quads.n_quads()) == expected


def test_instances_are_what_types_say_and_not_what_texts_say() -> None:
    quads = Quads()
    graph = quads.graph("g")
    graph.node(SUBJECT, (CSE.State, CSE.Actor), "One")
    other = NamedNode("urn:example:other")
    graph.add(other, RDF.type, CSE.Actor)
    graph.add(other, CSE.note, text(f"a b> {RDF.type} {CSE.State} "))
    assert quads.instances([CSE.State]) == [(SUBJECT, CSE.State)]
    assert quads.instances([CSE.Actor]) == [(SUBJECT, CSE.Actor), (other, CSE.Actor)]


def test_other_quads_are_added_to_the_graphs_that_are_there_and_to_new_ones() -> None:
    quads, others = Quads(), Quads()
    quads.graph("one").add(SUBJECT, RDF.type, CSE.State)
    others.graph("one").add(SUBJECT, RDF.type, CSE.State, CSE.Actor)
    others.graph("two").add(SUBJECT, RDF.type, CSE.State)
    quads.update(others)
    assert quads.sizes() == {graph("one"): 2, graph("two"): 1}
    assert others.sizes() == {graph("one"): 2, graph("two"): 1}
    assert len(quads.merged()) == 2
