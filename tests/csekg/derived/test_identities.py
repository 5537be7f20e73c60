"""Rows that state one act on a territory share its IRI; corrections.csv joins differing days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from csekg import namespaces as ns
from csekg.derived.identities import identify
from csekg.errors import CsekgError, DataError
from csekg.facts.declarations import Event
from csekg.facts.statements import TERRITORIAL, Statement
from tests.records import all_facts


def iris(treaty: str, actor: str, territory: str) -> set[str]:
    it = all_facts()
    listed: list[Statement | Event] = [*it.statements, *it.events]
    return {
        it.identities.of(each.row).value
        for each in listed
        if (each.treaty, each.actor, each.territory) == (treaty, actor, territory)
        and (isinstance(each, Statement) or each.kind == TERRITORIAL)
    }


@pytest.mark.parametrize(
    ("treaty", "territory", "day"),
    [("crc", "ABW", "2000-12-18"), ("som", "BES", "2010-10-10"), ("ets185", "CUW", "2024-06-27")],
)
def test_two_days_of_one_extension_are_one_act(treaty: str, territory: str, day: str) -> None:
    node = ns.act(treaty, "NLD", date.fromisoformat(day), "territorial-application", territory)
    assert iris(treaty, "NLD", territory) == {node.value}
    assert all_facts().identities.followed[node] == date.fromisoformat(day)


def test_of_two_days_of_effect_the_preferred_one_is_followed() -> None:
    it = all_facts()
    node = ns.act("crc", "NLD", date(2000, 12, 18), "territorial-application", "ABW")
    assert it.identities.in_force[node] == date(2001, 1, 17)
    about = [s for s in it.statements if (s.treaty, s.territory) == ("crc", "ABW")]
    unmarked = [replace(s, preferred=frozenset()) for s in about]
    disputes = [d for d in it.discrepancies if (d.treaty, d.territory) == ("crc", "ABW")]
    assert node not in identify(unmarked, (), disputes).in_force
    marked = [replace(s, preferred=frozenset({"in_force"})) for s in about]
    with pytest.raises(DataError, match="two rows preferred for in_force"):
        identify(marked, (), disputes)


def test_what_two_sources_report_of_one_day_is_one_act() -> None:
    it = all_facts()
    for actor, kind in (("NOR", "declaration"), ("ECU", "authority-designation")):
        about = ("ets185", actor, kind, 2025)
        reported = [e for e in it.events if (e.treaty, e.actor, e.kind, e.on and e.on.year) == about]
        assert len({e.source for e in reported}) == len(reported) == 2
        assert len({it.identities.of(e.row) for e in reported}) == 1


def test_one_source_that_reports_twice_reports_two_acts() -> None:
    it = all_facts()
    event = next(e for e in it.events if e.on)
    again = replace(event, row=replace(event.row, line=9999))
    found = identify((), [event, again], ())
    assert found.of(again.row).value == found.of(event.row).value + "/2"


def test_without_a_day_two_sources_are_not_joined() -> None:
    it = all_facts()
    event = replace(next(e for e in it.events if e.kind == "declaration"), on=None)
    other = replace(event, row=replace(event.row, line=9999), source="another")
    found = identify((), [event, other], ())
    assert found.of(event.row) != found.of(other.row)


def test_differing_days_of_an_extension_stop_the_build() -> None:
    it = all_facts()
    with pytest.raises(CsekgError, match="sources differ on the day of the extension to "):
        identify(it.statements, it.events, ())
