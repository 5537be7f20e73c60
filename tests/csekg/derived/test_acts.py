"""From the statements of several sources to one act: the value followed, and who states it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from csekg.derived.acts import Act, derive_acts, kinds_agree
from csekg.derived.all_facts import read_all_facts
from csekg.errors import DataError
from csekg.facts.discrepancies import decisions_of
from csekg.resources import ontology_dir
from tests.records import all_facts, changed, stated


@cache
def acts() -> dict[tuple[str, str, bool], Act]:
    return {(a.treaty, a.actor, a.is_consent): a for a in all_facts().acts}


def consent(treaty: str, actor: str) -> Act:
    return acts()[treaty, actor, True]


def signature(treaty: str, actor: str) -> Act:
    return acts()[treaty, actor, False]


def test_one_signature_and_one_consent_at_most() -> None:
    assert len(acts()) == len(all_facts().acts)
    assert len({act.iri for act in all_facts().acts}) == len(all_facts().acts)


def test_every_statement_about_an_actor_is_part_of_its_actions() -> None:
    kept = {(s.treaty, s.row.line, act.is_consent) for act in all_facts().acts for s in act.statements}
    expected = set()
    lines: dict[str, int] = {}
    for treaty, row in stated():
        line = lines[treaty] = lines.get(treaty, 1) + 1
        if row["territory"]:
            continue
        if row["signed_on"]:
            expected.add((treaty, line, False))
        if row["consent"] or row["consent_on"] or row["in_force_on"]:
            expected.add((treaty, line, True))
    assert kept == expected


def test_sources_that_agree_speak_of_one_action() -> None:
    act = consent("opsc", "BEN")
    assert len({s.source for s in act.statements}) == len(act.statements) == 6
    assert act.iri.value.endswith("id/action/opsc/BEN/2005-01-31/ratification")
    assert (act.kind, act.on) == ("ratification", date(2005, 1, 31))
    assert act.in_force_on == act.effective_on == date(2005, 2, 28)


def test_the_definite_kind_is_followed_where_another_source_leaves_it_open() -> None:
    stated_kinds = {s.consent for s in consent("opsc", "COD").statements}
    assert stated_kinds == {"", "accession"}
    assert consent("opsc", "COD").kind == "accession"


def test_the_preferred_row_decides_where_sources_differ() -> None:
    assert consent("tip", "AFG").on == date(2014, 8, 15)
    assert {s.consent_on for s in consent("tip", "AFG").statements} == {date(2014, 8, 15), date(2014, 8, 14)}
    assert consent("crc", "NLD").kind == "acceptance"
    assert consent("c138", "IRL").minimum_age == 16


def test_a_preferred_silence_is_followed_too() -> None:
    act = consent("untoc", "MHL")
    assert (act.on, act.in_force_on) == (date(2011, 6, 15), None)
    assert date(2010, 12, 5) in {s.in_force_on for s in act.statements}
    # The rule then gives the day: thirty days after the deposit that we follow.
    assert act.effective_on == date(2011, 7, 15)
    assert consent("ets185", "NGA").on is None
    assert consent("ets185", "NGA").effective_on == date(2022, 11, 1)


def test_a_signature_that_never_was_is_told_but_dismissed() -> None:
    act = signature("ets185", "BEN")
    assert act.dismissed
    assert act.on is None
    assert [s.source for s in act.statements] == ["nl-log-2026-01"]
    assert [a.iri for a in all_facts().acts if a.dismissed and not a.is_consent] == [act.iri]


def test_a_consent_is_followed_by_none_of_its_rows_where_one_is_preferred_for_that() -> None:
    for treaty in ("c029", "c105"):
        act = consent(treaty, "NRU")
        assert act.dismissed
        assert (act.on, act.in_force_on, act.computed, act.effective_on) == (None,) * 4
        assert [s.source for s in act.statements] == [f"fedlex-{treaty}-20250429"]
        assert act.statements[0].consent_on == date(1968, 9, 5)
    assert {a.actor for a in all_facts().acts if a.dismissed and a.is_consent} == {"NRU"}


def test_a_consent_of_which_only_the_year_is_known_binds_by_the_end_of_the_next() -> None:
    it = all_facts()
    # Without the one source that has the day.
    stated = [s for s in it.statements if (s.treaty, s.actor) == ("c105", "MYS") and s.source != "hti-frank"]
    (act,) = derive_acts(it.treaties["c105"], stated, it.sources, {})
    assert (act.on, act.year, act.known_by) == (None, 1958, date(1958, 12, 31))
    assert (act.effective_on, act.effect_stated_or_computed) == (date(1959, 12, 31), None)
    assert consent("c105", "ARG").effect_stated_or_computed
    dated = consent("c105", "MYS")
    assert (dated.on, dated.year, dated.effective_on) == (date(1958, 10, 13), None, date(1959, 10, 13))


def test_the_order_of_rows_never_decides(tmp_path: Path) -> None:
    it = all_facts()
    stated = [s for s in it.statements if s.treaty == "som" and s.actor == "MDA"]
    assert {s.consent for s in stated} == {"", "accession", "ratification"}
    unmarked = [replace(s, preferred=frozenset()) for s in stated]
    decisions = decisions_of(it.discrepancies)
    for ordered in (unmarked, unmarked[::-1]):
        acts = derive_acts(it.treaties["som"], ordered, it.sources, decisions)
        assert [(a.kind, a.on) for a in acts if a.is_consent] == [("ratification", date(2005, 9, 16))]
        with pytest.raises(DataError, match="nothing says which we follow"):
            derive_acts(it.treaties["som"], ordered, it.sources, {})


def test_corrections_may_choose_that_no_value_is_followed() -> None:
    it = all_facts()
    stated = [s for s in it.statements if s.treaty == "tip" and s.actor == "AFG"]
    unmarked = [replace(s, preferred=frozenset()) for s in stated]
    key = (("tip", "AFG", True), "date")
    (act,) = derive_acts(it.treaties["tip"], unmarked, it.sources, {key: ""})
    assert act.on is None


def test_the_stated_day_of_effect_goes_before_the_computed_one() -> None:
    act = consent("untoc", "CRI")
    assert act.in_force_on == date(2003, 9, 29)
    assert act.computed
    assert act.computed.on == date(2003, 9, 29)
    differing = [a for a in all_facts().acts if a.computed and a.in_force_on not in (None, a.computed.on)]
    assert differing
    assert all(a.effective_on == a.in_force_on for a in differing)


def test_no_rule_runs_for_a_succession() -> None:
    successions = [a for a in all_facts().acts if a.kind == "succession"]
    assert len(successions) > 15
    assert not any(a.computed for a in successions)


def test_an_undated_signature_is_known_from_the_day_of_its_source() -> None:
    act = signature("cyber", "SWE")
    assert act.on is None
    assert act.known_by == date(2025, 10, 29) == all_facts().sources["newshour-20251029"].as_of
    assert act.iri.value.endswith("id/action/cyber/SWE/undated/signature")


def test_a_consent_of_unknown_kind_is_named_consent() -> None:
    assert consent("som", "SDN").kind == "unclear"
    assert consent("som", "SDN").iri.value.endswith("/consent")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("accession", "accession", True),
        ("accession", "unclear", True),
        ("accession", "party", True),
        ("acceptance", "ratification-acceptance-or-approval", True),
        ("accession", "ratification-acceptance-or-approval", False),
        ("succession", "ratification-acceptance-or-approval", False),
        ("accession", "ratification", False),
        ("approval", "acceptance", False),
    ],
)
def test_kinds_that_can_both_be_true(one: str, other: str, agree: bool) -> None:
    assert kinds_agree(one, other) is agree
    assert kinds_agree(other, one) is agree


def test_two_rows_cannot_both_be_preferred(tmp_path: Path) -> None:
    data = changed(
        tmp_path,
        "treaties/tip/participation.csv",
        "AFG,,,,,2014-08-14,,,,stated,whatconvention-317,,",
        "AFG,,,,,2014-08-14,,,,stated,whatconvention-317,date,",
    )
    with pytest.raises(DataError, match=r"tip/participation\.csv:4: AFG has two rows preferred for"):
        read_all_facts(data, ontology_dir())
