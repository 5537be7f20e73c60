from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.namespaces import CSE, DCAT, DCTERMS, RDF, SKOS
from tests.graphs import stating, values
from tests.records import all_facts, rows, short

CODES = "country-codes"


def test_every_source_stands_in_the_catalogue_with_its_day(dataset_graphs: ox.Store) -> None:
    for row in rows("sources.csv"):
        node = ns.source(row["id"])
        assert CSE.Source.value in values(dataset_graphs, "catalogue", node, RDF.type)
        for column, predicate in (
            ("title", DCTERMS.title),
            ("publisher", DCTERMS.publisher),
            ("as_of", CSE.statusAsOf),
            ("as_of_note", CSE.asOfNote),
            ("licence", DCTERMS.rights),
            ("completeness", CSE.completeness),
            ("use", SKOS.note),
        ):
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
        ("un-african-group", "group/un/african-group"),
        ("m49-002", "group/m49/002"),
        ("un-member", "group/un/member"),
        ("coe", "group/coe"),
        ("ilo", "group/ilo"),
    ],
)
def test_a_group_has_its_place(key: str, path: str) -> None:
    assert short(ns.group(key).value) == path


def test_every_actor_has_its_class(dataset_graphs: ox.Store) -> None:
    for key, kind in (
        ("FRA", "State"),
        ("VAT", "State"),
        ("PSE", "State"),
        ("EUE", "RegionalOrganization"),
        ("CSK", "FormerState"),
    ):
        types = values(dataset_graphs, CODES, ns.actor(key), RDF.type)
        assert types == {CSE[kind].value, CSE.TreatyActor.value}
    assert values(dataset_graphs, CODES, ns.actor("XKX"), RDF.type) == {CSE.TreatyActor.value}


def test_every_membership_stands_with_its_source(dataset_graphs: ox.Store) -> None:
    expected = {
        (row["source"], ns.actor(row["actor"]), ns.group(row["group"]))
        for row in rows("memberships.csv")
        if not row["until"]
    }
    found = {
        (quad.graph_name.value.rpartition("/")[2], quad.subject, quad.object)
        for quad in dataset_graphs.quads_for_pattern(None, CSE.memberOf, None, None)
        if isinstance(quad.graph_name, ox.NamedNode)
    }
    assert found == expected


def test_a_spell_of_membership_stands_with_its_days(dataset_graphs: ox.Store) -> None:
    node = ns.membership("USA", "ilo", "1934")
    assert values(dataset_graphs, "wiki-ilo-members", node, CSE.memberFrom) == {"1934"}
    assert values(dataset_graphs, "wiki-ilo-members", node, CSE.memberUntil) == {"1977-11-06"}
    dated = {row["actor"] + row["group"] + row["since"] for row in rows("memberships.csv") if row["since"]}
    spells = {quad.subject for quad in dataset_graphs.quads_for_pattern(None, CSE.member, None)}
    assert len(spells) == len(dated)


def test_existence_and_changes_stand_with_their_sources(dataset_graphs: ox.Store) -> None:
    first = ns.existence("YUG", date(1918, 12, 1))
    assert values(dataset_graphs, "gw-states", first, CSE.existsFrom) == {"1918-12-01"}
    ended = values(dataset_graphs, "fedlex-un-charter-20150623", first, CSE.existsUntil)
    assert ended == {"1992-04-27"}
    yugoslavia = ns.actor("YUG")
    assert stating(dataset_graphs, ns.actor("SCG"), CSE.continues, yugoslavia) == {"fr-69-3188"}
    assert stating(dataset_graphs, yugoslavia, CSE.successor, ns.actor("HRV")) == {"wipolex-succession"}
    assert not stating(dataset_graphs, ns.actor("HRV"), CSE.continues, None)


def test_an_act_printed_under_a_later_state_names_who_did_it(dataset_graphs: ox.Store) -> None:
    act = ns.act("crc", "RUS", date(1990, 8, 16), "ratification")
    assert values(dataset_graphs, "derived", act, CSE.performedBy) == {ns.actor("SUN").value}


def test_admission_to_the_united_nations_stands_with_its_own_sources(dataset_graphs: ox.Store) -> None:
    node = ns.actor("ZWE")
    assert values(dataset_graphs, "gino-nation-table", node, CSE.unAdmissionDate) == {"1980-08-25"}
    assert values(dataset_graphs, "country-converter", node, CSE.unAdmissionYear) == {"1980"}


def test_every_other_name_is_kept_once(dataset_graphs: ox.Store) -> None:
    for actor in all_facts().actors.values():
        names = {(each.name, each.language) for each in actor.other_names}
        preferred = {(name, language) for language, name in actor.names.items()}
        found = {
            (quad.object.value, quad.object.language)
            for quad in dataset_graphs.quads_for_pattern(ns.actor(actor.key), SKOS.altLabel, None, None)
            if isinstance(quad.object, ox.Literal)
        }
        assert found == names - preferred, actor.key


def test_every_territory_names_whose_it_is(dataset_graphs: ox.Store) -> None:
    for row in rows("territories.csv"):
        owner = values(dataset_graphs, CODES, ns.territory(row["key"]), CSE.territoryOf)
        assert owner == {ns.actor(row["territory_of"]).value}
