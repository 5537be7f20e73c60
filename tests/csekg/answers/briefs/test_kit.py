"""How a State joins a treaty, and what the treaty would newly ask of it."""

from __future__ import annotations

from datetime import date

import pytest

from csekg.answers.briefs.kit import NothingToJoinError, kit
from csekg.answers.briefs.newly_asked import NewlyAsked, compared_provisions
from csekg.answers.texts.provisions import provisions
from csekg.sparql.oxigraph_store import Store

DAY = date(2026, 11, 30)
DUTIES = ("shall", "shall-consider", "shall-endeavour")


@pytest.mark.parametrize(
    ("state", "treaty", "kind", "in_force"),
    [
        ("KEN", "opsc", "ratification", "2026-12-30"),
        ("TUV", "opsc", "accession", "2026-12-30"),
        # The first day of the month after three months.
        ("KEN", "ets185", "accession", "2027-03-01"),
        ("KEN", "p029", "ratification", "2027-11-30"),
        ("IRL", "ets185", "ratification", "2027-03-01"),
        # Not in force yet; an organization approves.
        ("EUE", "cyber", "approval", "None"),
        # Signatories of ETS 185 sign ETS 189 and ratify (article 9); who acceded to it, or must first, accedes (11).
        ("IRL", "ets189", "ratification", "2027-03-01"),
        ("BRA", "ets189", "accession", "2027-03-01"),
        ("PNG", "ets189", "accession", "2027-03-01"),
        ("KEN", "ets189", "accession", "2027-03-01"),
        # No accession: Parties to ETS 185 sign and ratify (article 16).
        ("FRA", "cets224", "ratification", "None"),
        ("KEN", "cets224", "ratification", "None"),
        # Open in both ways: late-comers accede (article 18(3)).
        ("COL", "opic", "accession", "2027-02-28"),
        ("CHN", "opic", "accession", "2027-02-28"),
    ],
)
def test_the_instrument_and_its_effect(store: Store, state: str, treaty: str, kind: str, in_force: str) -> None:
    found = kit(store, state, treaty, DAY)
    assert (found.instrument_kind, str(found.in_force_on)) == (kind, in_force)


def test_who_signs_what_goes_with_it_and_the_first_report(store: Store) -> None:
    found = kit(store, "SOM", "opac", DAY)
    assert found.represents
    assert found.represents.sources[0].key == "vclt-1969"
    assert any("minimum age" in str(clause.value) for clause in found.lodged)
    assert found.first_report == "30 Dec 2026 + 2 years = 30 Dec 2028"
    organization = kit(store, "EUE", "cyber", DAY)
    assert organization.represents
    assert organization.represents.sources[0].key == "vclt-1986"
    assert organization.first_report is None
    assert [each.number for each in organization.declarations][-1] == "64(3)"


def test_what_must_be_declared_has_a_place(store: Store) -> None:
    due = {key: [each.number for each in kit(store, "TUV", key, DAY).declarations] for key in ("opac", "c138", "opsc")}
    assert due == {"opac": ["3(2)"], "c138": ["2(1)"], "opsc": []}
    assert [each.number for each in kit(store, "KEN", "ets185", DAY).declarations] == ["24(7)", "27(2)(c)"]
    due_224 = [each.number for each in kit(store, "KEN", "cets224", DAY).declarations]
    assert due_224 == ["6(6)", "8(10)", "14(7)(c)", "14(10)(b)"]


def test_who_must_sign_first_is_told(store: Store) -> None:
    asked = [
        ("IRL", "ets189"),
        ("KEN", "cets224"),
        ("FRA", "cets224"),
        ("KEN", "opsc"),
        ("COL", "opic"),
        ("KEN", "p029"),
    ]
    assert [kit(store, *each, DAY).signs_first for each in asked] == [True, True, False, False, False, False]
    # Who is invited needs no invitation.
    assert [step.kind for step in kit(store, "URY", "ets185", DAY).steps] == ["consent", "declare", "effect"]


def test_articles_on_other_matters_are_not_near(store: Store) -> None:
    near = {
        each.provision.number: {ref.name for ref in each.beside} for each in kit(store, "KEN", "opsc", DAY).newly.new
    }
    misleading = {
        "8(1)": {"CRC, article 13", "CRC, article 15"},
        "9(2)": {"CRC, article 13", "CRC, article 15"},
        "3(4)": {"Minimum Age Convention, article 9(3)", "Smuggling Protocol, article 11"},
        "9(3)": {"Minimum Age Convention, article 3(1)"},
    }
    assert {number: near[number] & named for number, named in misleading.items()} == {n: set() for n in misleading}


def _numbers(found: NewlyAsked) -> tuple[set[str], set[str], set[str], set[str]]:
    return (
        {each.number for each in found.owed},
        {each.provision.number for each in found.new},
        {each.provision.number for each in found.covered},
        {each.number for each in found.not_compared},
    )


def test_what_is_new_depends_on_what_binds_the_state(store: Store) -> None:
    # The Lanzarote Convention, which binds Ireland and not Kenya, makes abuse material a crime.
    kenya, ireland = (kit(store, key, "opsc", DAY).newly for key in ("KEN", "IRL"))
    for found in (kenya, ireland):
        owed, new, covered, not_compared = _numbers(found)
        assert len(owed | new | covered | not_compared) == sum(map(len, (owed, new, covered, not_compared)))
        assert not_compared == {"3(1)(a)(ii)", "3(5)", "4(1)"}
        # Reports to the same Committee are owed under the Protocol, too.
        assert owed == {"12"}
    assert "3(1)(c)" in _numbers(kenya)[1] & _numbers(ireland)[2]
    # What comes near is named: another treaty asks for a part of it, or less.
    near = {each.provision.number: {ref.name for ref in each.beside} for each in kenya.new}
    assert {"Worst Forms of Child Labour Convention, article 3(b)", "CRC, article 34"} <= near["3(1)(b)"]
    assert all(len(names) <= 3 for names in near.values())


def test_only_the_same_content_covers(store: Store) -> None:
    new = {each.provision.number: each.beside for each in kit(store, "KEN", "opsc", DAY).newly.new}
    # On one paragraph with the same topics; of another scope, or about another thing.
    for number, near in {
        "9(5)": "Trafficking Protocol, article 9(5)",
        "8(2)": "CRC, article 12(2)",
        "5(1)": "Trafficking Protocol, article 1(2)",
        "4(3)": "UNTOC, article 15(3)",
    }.items():
        assert near in {ref.name for ref in new[number]}


@pytest.mark.parametrize("treaty", ["opsc", "opac", "opic", "cyber", "ets185", "cets201", "cets197", "c138", "p029"])
def test_every_duty_is_accounted_for(store: Store, treaty: str) -> None:
    """Each is named, by itself or by its parts, or is a part of what a parallel names."""
    compared = {each.id for each in compared_provisions(store, treaty)}
    for each in provisions(store, treaty):
        if each.duty_strength in DUTIES and each.provision_kind in ("substantive", "institutional"):
            named = each.id in compared or any(other.startswith(f"{each.id}/") for other in compared)
            assert named or any(each.id.startswith(f"{other}/") for other in compared), each.name


def test_what_nobody_compared_is_not_called_covered(store: Store) -> None:
    owed, new, covered, not_compared = _numbers(kit(store, "TUV", "opac", DAY).newly)
    assert not new | covered
    assert owed == {"3(2)", "8"}
    assert {"1", "2"} <= not_compared


def test_what_binds_already_or_is_closed_is_refused(store: Store) -> None:
    with pytest.raises(NothingToJoinError, match="Bound since 2 Sep 1990"):
        kit(store, "KEN", "crc", DAY)
