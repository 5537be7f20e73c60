"""Section E of the checklist, and the use of every term: the built dataset."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib import Graph

from csekg.sparql.oxigraph_store import Store
from tests.ontology import data_checks as checks
from tests.ontology.facts import GRAPH, ID, rows
from tests.records import all_facts

# Terms that no fact uses, and why they stay.
UNUSED = {
    "intervalOf": "inverse of cse:interval, which is stated; docs/model.md says how to follow it",
    "computedByRule": "the rule of the treaty, which cse:ruleOf leads to; docs/model.md says how to follow it",
    "TreatyRelation": "superclass that gives actor and treaty their domain; never stated",
    "StatusRecord": "superclass that gives the status its domain; never stated",
    "DefinitiveSignature": "allowed by the treaties of the Council of Europe; nobody has used it",
    "reasonSecondDayKnown": "of a reason with two days of which the second is a bound; no act has such a one today",
    "FormalConfirmation": "for organizations that sign; the European Union approves instead",
}
PREFIXES = """
@prefix cse: <https://w3id.org/csekg/ontology#> . @prefix id: <https://w3id.org/csekg/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def small(turtle: str) -> ox.Store:
    """A dataset of a few facts in one graph."""
    store = ox.Store()
    store.load((PREFIXES + turtle).encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPH + "some"))
    return store


def test_b13_every_name_in_use_is_declared(dataset_graphs: ox.Store, terms: Graph) -> None:
    assert checks.undeclared_terms(dataset_graphs, terms) == set()
    assert checks.undeclared_terms(small("id:x a cse:Pact ."), terms) == {"Pact"}


def test_b38_every_term_is_used_or_listed_with_a_reason(dataset_graphs: ox.Store, terms: Graph) -> None:
    """Both ways: a term that has come into use is taken off the list."""
    assert checks.unused_terms(dataset_graphs, terms) == set(UNUSED)


def test_the_examples_of_classes_are_things_of_the_dataset(store: Store, terms: Graph) -> None:
    assert checks.wrong_examples(store, terms) == []
    assert len(checks.wrong_examples(Store(b""), terms)) == 40


def test_e31_dates_are_plain_days(dataset_graphs: ox.Store) -> None:
    assert checks.e31_dates(dataset_graphs) == []
    assert checks.e31_dates(small('id:x cse:date "2005-02-28Z"^^xsd:date .'))


def test_e31_every_state_has_its_codes(dataset_graphs: ox.Store) -> None:
    assert checks.e31_codes(dataset_graphs) == []
    assert checks.e31_codes(small('id:x a cse:State ; cse:m49 "250" ; cse:iso3 "FRA" .'))


def test_e31_values_have_the_datatype_of_the_range(dataset_graphs: ox.Store, terms: Graph) -> None:
    assert checks.e31_datatypes(dataset_graphs, terms) == []
    for wrong in ('cse:date "2005-02-28"', "cse:m49 250", 'cse:order "1"', "cse:reason id:x"):
        assert checks.e31_datatypes(small(f"id:x {wrong} ."), terms)


def test_e32_no_blank_nodes(dataset_graphs: ox.Store) -> None:
    assert checks.e32_blank_nodes(dataset_graphs) == []
    assert checks.e32_blank_nodes(small("[] cse:actor id:x ."))


@pytest.mark.long
def test_e32_round_trip_through_trig(dataset_graphs: ox.Store) -> None:
    """Without blank nodes, isomorphic means equal."""
    again = ox.Store()
    again.bulk_load(dataset_graphs.dump(format=ox.RdfFormat.TRIG), ox.RdfFormat.TRIG)
    assert set(again) == set(dataset_graphs)


@pytest.mark.parametrize("kind", ["TreatyAction", "Citation", "Correspondence"])
def test_e33_everything_has_a_source_with_its_day(dataset_graphs: ox.Store, kind: str) -> None:
    total = int(rows(dataset_graphs, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a cse:{kind} }}")[0][0])
    assert total > 20
    assert checks.e33_unsourced(dataset_graphs, kind) == []
    unsourced = f"id:x a cse:{kind} . id:source\\/s cse:hasGraph id:graph\\/some ."
    assert checks.e33_unsourced(small(unsourced), kind)
    assert not checks.e33_unsourced(small(unsourced + ' id:source\\/s cse:statusAsOf "2020-01-01"^^xsd:date .'), kind)


def test_e34_the_resolution_is_whole(dataset_graphs: ox.Store) -> None:
    assert checks.e34_structure(dataset_graphs) == {
        "PreambularParagraph": 22,
        "OperativeParagraph": 18,
        "SubParagraph": 8,
        "Footnote": 12,
    }


def test_e34_the_parts_bear_the_numbers_of_the_resolution(dataset_graphs: ox.Store) -> None:
    base = f"{ID}instrument/ccpcj-16-2/"
    query = f"""SELECT ?part {{ ?part cse:provisionOf <{base.rstrip("/")}> }}"""
    found = {row[0].removeprefix(base) for row in rows(dataset_graphs, query)}
    expected = {f"pp/{n}" for n in range(1, 23)} | {f"op/{n}" for n in range(1, 19)}
    expected |= {f"op/4/{letter}" for letter in "abcd"}
    expected |= {f"op/{n}/{letter}" for n in (6, 13) for letter in "ab"}
    expected |= {f"fn/{n}" for n in range(70, 82)}
    assert found == expected


def test_e35_correspondences_point_to_existing_articles(dataset_graphs: ox.Store) -> None:
    written = len(all_facts().correspondences)
    query = "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a cse:Correspondence }"
    assert rows(dataset_graphs, query) == [(str(written),)]
    assert checks.e35_correspondences(dataset_graphs) == []


def test_e35_check_bites() -> None:
    good = """id:c a cse:Correspondence ; cse:paragraph id:p ; cse:provision id:a ;
        cse:strength id:s ; cse:rationale "A reason of some length." .
        id:p cse:provisionOf id:r ; cse:correspondsTo id:a . id:r a cse:Resolution .
        id:a cse:number "34" ; cse:provisionOf id:t . id:t a cse:Treaty .
        id:s skos:inScheme id:vocab\\/strength ."""
    assert checks.e35_correspondences(small(good)) == []
    for missing in ('cse:number "34" ;', "cse:strength id:s ;", "; cse:correspondsTo id:a"):
        assert missing in good
        assert checks.e35_correspondences(small(good.replace(missing, "")))
    assert checks.e35_correspondences(small(good + " id:c cse:strength id:other ."))


def test_e36_each_actor_stands_once_under_each_treaty(dataset_graphs: ox.Store) -> None:
    assert checks.e36_participations(dataset_graphs) == []
    assert checks.e36_participations(small("id:t a cse:Treaty . id:a a cse:State, cse:TreatyActor ."))


def test_e36_statuses_sum_to_the_number_of_actors_on_any_day(dataset_graphs: ox.Store) -> None:
    assert checks.e36_intervals(dataset_graphs) == []
    span = "a cse:StatusInterval ; cse:treaty id:t ; cse:actor id:a ; cse:from"
    first = f'id:i {span} "2000-01-01"^^xsd:date ; cse:until "2001-01-01"^^xsd:date .'
    assert checks.e36_intervals(small(first))
    assert checks.e36_intervals(small(first + f'id:j {span} "2001-01-02"^^xsd:date .'))
    assert not checks.e36_intervals(small(first + f'id:j {span} "2001-01-01"^^xsd:date .'))


def test_e36_former_states_count_no_more(dataset_graphs: ox.Store) -> None:
    assert checks.e36_former_states(dataset_graphs) == []
    old = """id:p a cse:Participation ; cse:actor id:a ; cse:status id:vocab\\/status\\/party .
        id:a a cse:FormerState ."""
    assert checks.e36_former_states(small(old))


def test_the_alignments_hold_without_a_reasoner(dataset_graphs: ox.Store) -> None:
    """A query for a class of another vocabulary finds the things that the alignment promises."""
    for own, foreign in (
        ("cse:Instrument", "http://data.europa.eu/eli/ontology#LegalResource"),
        ("cse:Provision", "http://data.europa.eu/eli/ontology#LegalResourceSubdivision"),
        ("cse:TreatyActor", "http://www.w3.org/ns/prov#Agent"),
        ("cse:Meeting", "http://schema.org/Event"),
        ("cse:Source", "http://www.w3.org/ns/dcat#Dataset"),
    ):
        mine = set(rows(dataset_graphs, f"SELECT DISTINCT ?x {{ ?x a {own} }}"))
        theirs = set(rows(dataset_graphs, f"SELECT DISTINCT ?x {{ ?x a <{foreign}> }}"))
        assert mine
        assert mine <= theirs, own


def test_each_part_of_a_region_lies_in_a_wider_one(dataset_graphs: ox.Store) -> None:
    query = "SELECT ?kind (COUNT(?wider) AS ?n) { ?x a cse:Group ; cse:groupKind ?kind "
    query += "OPTIONAL { ?x <http://purl.org/dc/terms/isPartOf> ?wider } } GROUP BY ?kind"
    found = {kind: int(count) for kind, count in rows(dataset_graphs, query)}
    assert (found["m49-subregion"], found["m49-intermediate"]) == (17, 7)
    assert found["m49-region"] == found["un-regional-group"] == 0
    # What lies in a subregion, directly or not, lies in its region too.
    outside = """SELECT ?actor { ?actor cse:memberOf ?narrow
        . ?narrow <http://purl.org/dc/terms/isPartOf> ?wide
        FILTER NOT EXISTS { ?actor cse:memberOf ?wide } }"""
    assert rows(dataset_graphs, outside) == []
