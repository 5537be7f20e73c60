"""States side by side, and treaties side by side, against the other answers and the fact files."""

from __future__ import annotations

from datetime import date

import pytest

from csekg.answers.common.references import treaties
from csekg.answers.status.comparisons import TooFewOrManyError, compare_states, compare_treaties, parties_by_year
from csekg.answers.status.matrix import group_comparison
from csekg.answers.status.status_answers import standings_of_actor
from csekg.sparql.oxigraph_store import Store
from tests.queries import oracle


def test_states_have_the_statuses_of_their_pages(store: Store) -> None:
    summary, rows = compare_states(store, ["FRA", "DEU", "KEN"])
    for key in ("FRA", "DEU", "KEN"):
        own = {row.treaty.key: row.status for row in standings_of_actor(store, key)}
        assert {row.treaty.key: row.status for row in rows if row.actor.key == key} == own
    by_treaty: dict[str, set[str]] = {}
    for row in rows:
        by_treaty.setdefault(row.treaty.key, set()).add(row.status)
    differing = {key for key, statuses in by_treaty.items() if len(statuses) > 1}
    assert {row.treaty.key for row in rows if row.differs} == differing
    assert summary.differing == len(differing) > 0
    assert summary.treaties == len(treaties(store)) > len(differing)


def test_a_group_has_the_share_of_its_page(store: Store) -> None:
    summary, rows = compare_states(store, ["IRL"], beside=["m49-154"])
    expected = group_comparison(store, "m49-154").shares
    for share in summary.shares:
        theirs = expected[share.treaty.key]
        assert (share.bound, share.members, share.not_known) == (theirs.bound, theirs.members, theirs.not_known)
    # Ireland has not ratified what most of Northern Europe has.
    assert next(row.differs for row in rows if row.treaty.key == "opsc")
    assert not next(row.differs for row in rows if row.treaty.key == "crc")


def test_a_day_counts_for_states_and_groups(store: Store) -> None:
    on = date(2003, 6, 1)
    summary, rows = compare_states(store, ["FRA"], beside=["m49-150"], on=on)
    [share] = [each for each in summary.shares if each.treaty.key == "opsc"]
    assert share.bound == len(oracle.bound_on("opsc", on) & oracle.members("m49-150"))
    assert all(row.on == on for row in rows)


def test_treaties_have_the_parties_of_the_facts(store: Store) -> None:
    on = date(2007, 4, 27)
    about, years = compare_treaties(store, ["opsc", "tip"], on)
    assert [each.parties for each in about] == [len(oracle.bound_on(key, on)) for key in ("opsc", "tip")]
    table = dict(parties_by_year(["opsc", "tip"], years))
    for number in (2003, 2010):
        for key, cell in zip(("opsc", "tip"), table[number], strict=True):
            found = cell.parties if cell else 0
            assert found == len(oracle.bound_on(key, date(number, 12, 31)))


@pytest.mark.parametrize(
    ("states", "groups"), [(["FRA"], []), ([], ["eu"]), (["FRA", "DEU", "KEN", "USA", "IRL", "ESP", "ITA"], [])]
)
def test_too_few_or_too_many_are_refused(store: Store, states: list[str], groups: list[str]) -> None:
    with pytest.raises(TooFewOrManyError, match="two to 6 States"):
        compare_states(store, states, beside=groups)


@pytest.mark.parametrize("keys", [["opsc"], ["opsc", "crc", "tip", "som", "untoc", "c182"]])
def test_as_many_treaties_as_lines_can_be_told_apart(store: Store, keys: list[str]) -> None:
    with pytest.raises(TooFewOrManyError, match="two to 5 treaties"):
        compare_treaties(store, keys)
