from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from csekg.facts.actors import LANGUAGES, spells
from csekg.law.conditions import is_member
from tests.records import all_facts


def test_all_kinds_of_actors_are_there() -> None:
    kinds = Counter(actor.kind for actor in all_facts().actors.values())
    assert kinds == {"state": 197, "organization": 1, "former_state": 5, "other": 1}
    assert all_facts().actors["EUE"].kind == "organization"
    assert all_facts().actors["XKX"].kind == "other"


def test_a_state_has_its_names_in_six_languages() -> None:
    fewer = {
        actor.key
        for actor in all_facts().actors.values()
        if actor.kind == "state" and set(actor.names) != set(LANGUAGES)
    }
    # For these two our list has no Arabic, Chinese and Russian form.
    assert fewer == {"CIV", "TUR"}
    assert all({"en", "fr", "es"} <= set(all_facts().actors[key].names) for key in fewer)


def test_no_two_actors_share_an_english_name() -> None:
    assert len({actor.name for actor in all_facts().actors.values()}) == 204


def test_members_and_observers_of_the_united_nations() -> None:
    sizes = Counter(group for actor in all_facts().actors.values() for group in actor.groups)
    assert (sizes["un-member"], sizes["un-observer"]) == (193, 2)
    assert (sizes["ilo"], sizes["coe"], sizes["eu"]) == (187, 46, 27)
    for key in ("PSE", "VAT"):
        assert "un-observer" in all_facts().actors[key].groups
        assert "un-member" not in all_facts().actors[key].groups


def test_each_member_has_a_day_of_admission() -> None:
    differing = set()
    for actor in all_facts().actors.values():
        days = {each.since for each in actor.memberships if each.group == "un-member" and each.since}
        admitted = actor.row["un_admission_date"]
        if admitted and admitted not in days:
            differing.add(actor.key)
        assert actor.kind != "state" or bool(days) == ("un-member" in actor.groups)
    # Their column has the day of the State that they continue.
    assert differing == {"RUS", "SRB"}
    assert all_facts().actors["FRA"].row.day("un_admission_date") == date(1945, 10, 24)


@pytest.mark.parametrize(
    ("actor", "group", "day", "member"),
    [
        ("USA", "ilo", "1977-11-05", True),
        ("USA", "ilo", "1977-11-06", False),
        ("USA", "ilo", "1980-02-18", True),
        # The source gives a year, and a month for the end: certain from the next year, until then.
        ("VNM", "ilo", "1950-12-31", False),
        ("VNM", "ilo", "1951-01-01", True),
        ("VNM", "ilo", "1976-06-30", True),
        ("VNM", "ilo", "1976-07-01", False),
        ("RUS", "coe", "2022-03-15", True),
        ("RUS", "coe", "2022-03-16", False),
        ("SSD", "un-member", "2011-07-13", False),
        ("SSD", "un-member", "2011-07-14", True),
        # No source gives days: a member always.
        ("FRA", "un-western-european-and-others-group", "1900-01-01", True),
    ],
)
def test_a_membership_on_a_day(actor: str, group: str, day: str, member: bool) -> None:
    its = spells(all_facts().actors[actor].memberships, group)
    assert is_member(its, date.fromisoformat(day)) is member


def test_other_names_keep_their_language_and_origin() -> None:
    names = all_facts().actors["CIV"].other_names
    assert ("Ivory Coast", "en") in {(each.name, each.language) for each in names}
    assert sum(len(actor.other_names) for actor in all_facts().actors.values()) == 1523


def test_every_territory_belongs_to_an_actor() -> None:
    assert {territory.of for territory in all_facts().territories.values()} <= set(all_facts().actors)
    assert all_facts().territories["ABW"].of == "NLD"
    assert all_facts().territories["ALDERNEY"].iso3 == ""
