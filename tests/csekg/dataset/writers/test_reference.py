from __future__ import annotations

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.dataset.writers.reference import group_iri
from csekg.namespaces import CSE, DCAT, DCTERMS, PROV, RDF, RDFS, SKOS
from tests.graphs import stating, values
from tests.records import all_facts, rows, short

CODES = "country-codes"


def test_every_source_stands_in_the_catalogue_with_its_day(dataset_graphs: ox.Store) -> None:
    for row in rows("sources.csv"):
        node = ns.source(row["id"])
        assert {CSE.Source.value, PROV.Entity.value} <= values(
            dataset_graphs, "catalogue", node, RDF.type
        )
        for column, predicate in (
            ("title", DCTERMS.title), ("publisher", DCTERMS.publisher), ("as_of", CSE.statusAsOf),
            ("as_of_note", CSE.asOfNote), ("licence", DCTERMS.rights),
            ("completeness", CSE.completeness), ("use", SKOS.note),
        ):  # fmt: skip
            expected = {row[column]} - {""}
            assert values(dataset_graphs, "catalogue", node, predicate) == expected


def test_only_an_address_becomes_a_link(dataset_graphs: ox.Store) -> None:
    linked = {
        short(quad.subject.value)
        for quad in dataset_graphs.quads_for_pattern(None, DCAT.landingPage, None, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    assert "source/alliance87-arg" in linked
    assert "source/at-2997232" not in linked


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("un-african-group", "group/un/african-group"), ("m49-002", "group/m49/002"),
        ("un-member", "group/un/member"), ("coe", "group/coe"), ("ilo", "group/ilo"),
    ],
)  # fmt: skip
def test_a_group_has_its_place(key: str, path: str) -> None:
    assert short(group_iri(key).value) == path


def test_every_actor_has_its_class(dataset_graphs: ox.Store) -> None:
    for key, kind in (
        ("FRA", "State"), ("VAT", "State"), ("PSE", "State"), ("EUE", "RegionalOrganization"),
        ("CSK", "FormerState"),
    ):  # fmt: skip
        types = values(dataset_graphs, CODES, ns.actor(key), RDF.type)
        assert types == {CSE[kind].value, CSE.TreatyActor.value}
    assert values(dataset_graphs, CODES, ns.actor("XKX"), RDF.type) == {CSE.TreatyActor.value}


def test_an_actor_has_its_codes_and_its_names(dataset_graphs: ox.Store) -> None:
    node = ns.actor("FRA")
    for predicate, expected in (
        (DCTERMS.identifier, {"FRA"}), (CSE.iso2, {"FR"}), (CSE.iso3, {"FRA"}),
        (CSE.isoNumeric, {"250"}), (CSE.m49, {"250"}), (RDFS.label, {"France"}),
        (SKOS.prefLabel, {"France", "فرنسا", "法国", "Франция", "Francia"}),
    ):  # fmt: skip
        assert values(dataset_graphs, CODES, node, predicate) == expected
    assert "http://www.wikidata.org/entity/Q142" in values(
        dataset_graphs, CODES, node, SKOS.exactMatch
    )


def test_leading_zeros_of_codes_are_kept(dataset_graphs: ox.Store) -> None:
    assert values(dataset_graphs, CODES, ns.actor("AFG"), CSE.isoNumeric) == {"004"}


def test_every_membership_stands_with_its_source(dataset_graphs: ox.Store) -> None:
    expected = {
        (row["source"], ns.actor(row["actor"]), group_iri(row["group"]))
        for row in rows("memberships.csv")
    }
    found = {
        (quad.graph_name.value.rpartition("/")[2], quad.subject, quad.object)
        for quad in dataset_graphs.quads_for_pattern(None, CSE.memberOf, None, None)
        if isinstance(quad.graph_name, ox.NamedNode)
    }
    assert found == expected


def test_a_membership_two_sources_state_stands_in_both(dataset_graphs: ox.Store) -> None:
    assert stating(dataset_graphs, ns.actor("COK"), CSE.memberOf, group_iri("ilo")) == {
        "ilo-members", "boe-a-2015-8472",
    }  # fmt: skip


def test_admission_to_the_united_nations_stands_with_its_own_sources(
    dataset_graphs: ox.Store,
) -> None:
    node = ns.actor("ZWE")
    assert values(dataset_graphs, "gino-nation-table", node, CSE.unAdmissionDate) == {"1980-08-25"}
    assert values(dataset_graphs, "country-converter", node, CSE.unAdmissionYear) == {"1980"}


def test_every_other_name_is_kept_once(dataset_graphs: ox.Store) -> None:
    for actor in all_facts().actors.values():
        names = {(each.name, each.language) for each in actor.other_names}
        preferred = {(name, language) for language, name in actor.names.items()}
        found = {
            (quad.object.value, quad.object.language)
            for quad in dataset_graphs.quads_for_pattern(
                ns.actor(actor.key), SKOS.altLabel, None, None
            )
            if isinstance(quad.object, ox.Literal)
        }
        assert found == names - preferred, actor.key


def test_every_territory_names_whose_it_is(dataset_graphs: ox.Store) -> None:
    for row in rows("territories.csv"):
        owner = values(dataset_graphs, CODES, ns.territory(row["key"]), CSE.territoryOf)
        assert owner == {ns.actor(row["territory_of"]).value}
