"""Descriptions: what they hold, how they are capped, and what they cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.answers.common.names import names
from csekg.answers.entities.description import MOST_LINKS, definitions, describe, label_text, labels_of
from csekg.languages.current import speaking
from csekg.namespaces import ID, ONTOLOGY
from csekg.sparql.oxigraph_store import Store
from tests.csekg.answers.common.test_remembering import Counting


def test_links_are_counted_in_full_and_listed_up_to_the_cap(store: Store) -> None:
    treaty = ID + "instrument/crc"
    rows = store.values(f"SELECT ?p (COUNT(*) AS ?n) {{ ?s ?p <{treaty}> }} GROUP BY ?p")
    expected = {predicate: int(count) for predicate, count in rows}
    assert max(expected.values()) > MOST_LINKS
    links = describe(store, [treaty]).links
    assert {each.predicate.value: each.count for each in links} == expected
    for each in links:
        assert len(each.facts) == min(each.count, MOST_LINKS)


def test_fact_names_every_graph_that_states_it(store: Store) -> None:
    action = ID + "action/untoc/MHL/2011-06-15/accession"
    description = describe(store, [action])
    for fact in description.facts:
        triple = fact.triple
        rows = store.values(f"SELECT ?g {{ GRAPH ?g {{ {triple.subject} {triple.predicate} {triple.object} }} }}")
        assert fact.graphs == tuple(sorted(row[0] for row in rows))
    assert any(len(fact.graphs) > 1 for fact in description.facts)
    dated = [origin for origin in description.origins if origin.as_of]
    assert dated
    assert all(origin.source and origin.label for origin in dated)


def test_number_of_queries_does_not_grow_with_what_is_described(dataset: bytes) -> None:
    store = Counting(dataset)
    names(store)
    for key in ("state/FRA", "participation/opsc/FRA", "instrument/crc"):
        store.asked.clear()
        describe(store, [ID + key])
        assert 6 <= store.asked.total() <= 13


@pytest.mark.parametrize(
    ("language", "interval", "assessment"),
    [
        ("en", "France and the OPSC: party from 2003-03-05", "Albania, 2022: policy (US Department of Labor)"),
        (
            "es",
            "Francia y el tratado «Protocolo facultativo (venta de niños)»: parte desde el 5 mar 2003",
            "Albania, 2022: política (Departamento de Trabajo de los Estados Unidos)",
        ),
    ],
)
def test_what_has_no_label_is_named_by_its_parts(store: Store, language: str, interval: str, assessment: str) -> None:
    things = [f"{ID}participation/opsc/FRA/2003-03-05", f"{ID}practice/dol/2022/ALB/policy"]
    with speaking(language):
        assert [describe(store, [thing]).label(thing) for thing in things] == [interval, assessment]
        shown = describe(store, [f"{ID}participation/opsc/FRA"])
        assert shown.label(things[0]) == interval


def test_label_is_the_english_one_or_else_any(tmp_path: Path) -> None:
    file = tmp_path / "names.ttl"
    file.write_text("""
        @prefix ex: <http://example.org/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        ex:a rdfs:label "A"@nn , "An A"@en , "A" ; skos:prefLabel "other"@en ; rdfs:comment "B"@en .
        ex:b skos:prefLabel "Be"@nn . ex:c rdfs:comment "no name" .
    """)
    store = Store.open(file)
    labels = labels_of(store, [f"http://example.org/{name}" for name in "abcd"])
    shown = [label_text(labels, f"http://example.org/{name}") for name in "abcd"]
    assert shown == ["An A", "Be", "", ""]
    assert definitions(store, ["http://example.org/a"]) == {"http://example.org/a": "B"}


def test_definitions_are_those_of_the_ontology(store: Store) -> None:
    shown = definitions(store, [ONTOLOGY + "Treaty", ONTOLOGY + "Nothing"])
    assert list(shown) == [ONTOLOGY + "Treaty"]
    assert "written agreement" in shown[ONTOLOGY + "Treaty"]
