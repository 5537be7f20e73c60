"""When States exist, and who continues whom, as the files say it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.records import all_facts, rows


def test_every_row_is_read() -> None:
    assert len(all_facts().existence) == len(rows("existence.csv"))
    assert len(all_facts().changes) == len(rows("continuity.csv"))


def test_former_states_have_ended_and_others_not() -> None:
    for key, actor in all_facts().actors.items():
        last = all_facts().continuity.of(key)[-1]
        assert bool(last.until) == (actor.kind == "former_state")


def test_who_continues_whom() -> None:
    continuing = {each.actor: each.continues for each in all_facts().changes if each.continues}
    assert continuing == {
        "RUS": "SUN",
        "SRB": "SCG",
        "SCG": "YUG",
        # Out of the United Arab Republic it continues itself.
        "SYR": "SYR",
    }


@pytest.mark.parametrize("key", ["EST", "LTU", "LVA"])
def test_the_baltic_states_are_those_of_1918(key: str) -> None:
    # Never ended in law while they were occupied, as the Council of Europe, the European Union and the ILO hold.
    (one,) = all_facts().continuity.of(key)
    assert (str(one.since)[:4], one.until) == ("1918", None)


def test_a_membership_shows_that_a_state_acts_before_its_independence() -> None:
    continuity = all_facts().continuity
    assert continuity.exists("IND", date(1945, 10, 30))
    assert continuity.exists("NAM", date(1978, 10, 3))
    assert not continuity.exists("NAM", date(1978, 10, 2))
