"""How a State joins a treaty, and what the treaty would newly ask of it."""

from __future__ import annotations

from datetime import date

import pytest

from csekg.answers.briefs.kit import NothingToJoinError, kit
from csekg.answers.briefs.newly_asked import NewlyAsked
from csekg.sparql.oxigraph_store import Store

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("state", "treaty", "kind", "in_force"),
    [
        ("KEN", "opsc", "ratification", "2026-12-30"),
        ("TUV", "opsc", "accession", "2026-12-30"),
        # The first day of the month after three months.
        ("KEN", "ets185", "accession", "2027-03-01"),
        ("KEN", "p029", "ratification", "2027-11-30"),
        ("IRL", "ets185", "ratification", "2027-03-01"),
        # Not in force yet.
        ("EUE", "cyber", "ratification", "None"),
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


def _numbers(found: NewlyAsked) -> tuple[set[str], set[str], set[str]]:
    return (
        {each.provision.number for each in found.new},
        {each.provision.number for each in found.covered},
        {each.number for each in found.not_compared},
    )


def test_what_is_new_depends_on_what_binds_the_state(store: Store) -> None:
    # The Lanzarote Convention, which binds Ireland and not Kenya, makes abuse material a crime.
    kenya, ireland = (kit(store, key, "opsc", DAY).newly for key in ("KEN", "IRL"))
    for found in (kenya, ireland):
        new, covered, not_compared = _numbers(found)
        assert not new & covered
        assert not (new | covered) & not_compared
        assert not_compared == {"3(5)"}
    assert "3(1)(c)" in _numbers(kenya)[0] & _numbers(ireland)[1]
    # By a parallel: legal persons, which UNTOC makes liable as well.
    [legal] = [each for each in kenya.covered if each.provision.number == "3(4)"]
    assert [ref.name for ref in legal.beside] == ["UNTOC, article 10"]
    # What comes near is named: another treaty asks for a part of it, or less.
    near = {each.provision.number: {ref.name for ref in each.beside} for each in kenya.new}
    assert {"Worst Forms of Child Labour Convention, article 3(b)", "CRC, article 34"} <= near["3(1)(b)"]
    assert all(len(names) <= 3 for names in near.values())
    # Reports to the same Committee bind as the parallel of article 12 says.
    assert "12" in _numbers(kenya)[1]


def test_what_binds_already_or_is_closed_is_refused(store: Store) -> None:
    with pytest.raises(NothingToJoinError, match="Bound since 2 Sep 1990"):
        kit(store, "KEN", "crc", DAY)
