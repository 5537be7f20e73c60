"""Rows by hand that state one act, or two: of extensions to territories and of events."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from csekg import namespaces as ns
from csekg.derived.identities import identify
from csekg.errors import CsekgError, DataError
from csekg.facts.statements import TERRITORIAL, Statement
from tests.csekg.derived.by_hand import discrepancy, event, statement

FIRST, SECOND, IN_FORCE = date(2000, 12, 18), date(2000, 12, 20), date(2001, 1, 17)
NODE = ns.act("one", "NLD", FIRST, TERRITORIAL, "ABW")


def extension(source: str, on: str = "2000-12-18", **more: Any) -> Statement:
    return statement(source, "NLD", consent=TERRITORIAL, on=on, **{"territory": "ABW", **more})


#: What the register has done where two sources date the extension differently.
DISPUTE = discrepancy(
    TERRITORIAL, ("2000-12-18", "a"), ("2000-12-20", "b"), actor="NLD", territory="ABW", key="one-nld-extension-1"
)


def test_rows_of_one_day_state_one_act() -> None:
    one, other, consent = extension("a"), extension("b"), statement("a", "NLD", consent="ratification")
    print_ = event(TERRITORIAL, "NLD", on="2000-12-18", territory="ABW", source="c", effective_on=IN_FORCE)
    elsewhere = extension("a", territory="CUW")
    found = identify([one, consent, other, elsewhere], [print_], ())
    assert [found.of(it.row) for it in (one, other, print_)] == [NODE] * 3
    assert found.day_of(one.row) == FIRST
    assert found.of(elsewhere.row) == ns.act("one", "NLD", FIRST, TERRITORIAL, "CUW")
    assert len(found.by_row) == 4
    assert (found.disputed, found.followed, found.in_force) == ({}, {}, {NODE: IN_FORCE})


def test_of_two_days_the_one_decided_is_followed() -> None:
    one, other = extension("a"), extension("b", "2000-12-20")
    consent = discrepancy("consent", ("2000-12-18", "a"), ("2000-12-20", "b"))
    for ordered in ([one, other], [other, one]):
        found = identify(ordered, [], [consent, DISPUTE])
        assert {found.of(it.row) for it in ordered} == {NODE}
        assert [found.day_of(it.row) for it in ordered] == [FIRST, FIRST]
        assert (found.disputed, found.followed) == ({DISPUTE.key: NODE}, {NODE: FIRST})
    # A source without a day may be followed: then none is.
    undated = replace(DISPUTE, chosen_value="")
    found = identify([extension("a", ""), other], [], [undated])
    assert found.disputed == {DISPUTE.key: ns.act("one", "NLD", None, TERRITORIAL, "ABW")}
    assert found.followed == {}


def test_two_days_without_a_decision_are_refused() -> None:
    rows = "2000-12-18 by a; 2000-12-20 by b"
    message = (
        f"one, NLD: sources differ on the day of the extension to ABW ({rows}), and data/corrections.csv does not say "
        "which we follow and why"
    )
    with pytest.raises(CsekgError, match=f"^{re.escape(message)}$"):
        identify([extension("a"), extension("b", "2000-12-20")], [], [])
    objection = event("objection", "NLD", on="2000-01-01")
    dated = [event(TERRITORIAL, "NLD", on=on, territory="ABW") for on in ("2000-12-18", "2000-12-20")]
    for rows_of in (dated, [replace(it, effective_on=IN_FORCE) for it in dated]):
        with pytest.raises(CsekgError, match="sources differ on the day of the extension to ABW"):
            identify([], [objection, *rows_of], [])
    # Of an event without a territory there may be several.
    identify([], [event(TERRITORIAL, on=on) for on in ("2000-12-18", "2000-12-20")], [])
    identify([], [event("declaration", on=on, territory="ABW") for on in ("2000-12-18", "2000-12-20")], [])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"other_source": "c"}, "c does not state this territorial-application: '2000-12-20'"),
        ({"chosen_value": "2000-12-19"}, "a does not state this territorial-application: '2000-12-19'"),
        ({"actor": "FRA"}, "b does not state this territorial-application: '2000-12-20'"),
    ],
)
def test_a_decision_between_rows_that_do_not_exist_is_refused(wrong: dict[str, str], message: str) -> None:
    with pytest.raises(DataError, match=f"corrections.csv:{DISPUTE.row.line}: {message}"):
        identify([extension("a"), extension("b", "2000-12-20")], [], [replace(DISPUTE, **wrong)])  # type: ignore[arg-type]


def test_what_takes_effect_on_one_day_was_done_on_one_day() -> None:
    dated, undated = extension("a", in_force="2001-01-17"), extension("b", "", in_force="2001-01-17")
    for ordered in ([dated, undated], [undated, dated]):
        found = identify(ordered, [], [])
        assert [found.of(it.row) for it in ordered] == [NODE, NODE]
    apart = extension("b", "", in_force="2001-01-18"), extension("b", "")
    found = identify([dated, *apart], [], [])
    unknown = ns.act("one", "NLD", None, TERRITORIAL, "ABW")
    assert [found.of(it.row) for it in apart] == [unknown, ns.act("one", "NLD", None, TERRITORIAL, "ABW", "2")]


def test_the_preferred_day_of_effect_is_followed() -> None:
    one, other = extension("a", in_force="2001-01-17"), extension("b", in_force="2001-01-18")
    assert identify([one, other], [], []).in_force == {}
    assert identify([one, replace(other, in_force_on=IN_FORCE)], [], []).in_force == {NODE: IN_FORCE}
    preferred = replace(one, preferred=frozenset({"in_force"}))
    assert identify([other, preferred], [], []).in_force == {NODE: IN_FORCE}
    assert identify([other, replace(one, preferred=frozenset({"date"}))], [], []).in_force == {}
    both = [replace(it, preferred=frozenset({"in_force"})) for it in (one, other)]
    with pytest.raises(DataError, match=f":{other.row.line}: the act has two rows preferred for in_force: 'b'"):
        identify(both, [], [])


def test_acts_of_one_source_and_day_are_numbered() -> None:
    events = [event("objection", on="2000-12-18") for _ in range(3)]
    found = identify([], events, [])
    node = ("one", "FRA", FIRST, "objection")
    assert [found.of(it.row) for it in events] == [ns.act(*node), ns.act(*node, "2"), ns.act(*node, "3")]


def test_without_a_day_two_sources_speak_of_two_acts_but_of_one_declarant() -> None:
    for kind, second in (("objection", ["2"]), ("declarant", [])):
        one, other = (event(kind, source=source) for source in "ab")
        found = identify([], [one, other], [])
        assert found.of(one.row) == ns.act("one", "FRA", None, kind)
        assert found.of(other.row) == ns.act("one", "FRA", None, kind, *second)
