from __future__ import annotations

from datetime import date
from pathlib import Path

from csekg.facts.statements import read_statements
from tests.records import all_facts, references, stated


def test_every_row_is_one_statement_in_file_order() -> None:
    expected = [(t, row["actor"], row["territory"], row["source"]) for t, row in stated()]
    assert [(s.treaty, s.actor, s.territory, s.source) for s in all_facts().statements] == expected


def test_a_statement_says_no_more_than_its_row() -> None:
    statement = next(s for s in all_facts().statements if (s.treaty, s.actor) == ("opsc", "AFG"))
    assert statement.row.line == 2
    assert (statement.signed, statement.signed_on, statement.consent) == (False, None, "")
    assert statement.consent_on == date(2002, 9, 19)
    assert statement.in_force_on == date(2002, 10, 19)
    assert statement.consents


def test_an_entry_into_force_may_lie_ahead() -> None:
    ahead = [s for s in all_facts().statements if s.in_force_on and s.in_force_on > all_facts().sources[s.source].as_of]
    assert ("untoc", "SLB") in {(s.treaty, s.actor) for s in ahead}


def test_a_territory_is_not_the_state_itself() -> None:
    territorial = [s for s in all_facts().statements if s.territory]
    assert len(territorial) == 174
    assert not any(s.consents for s in territorial)
    assert {s.consent for s in territorial} == {"territorial-application"}


def test_a_signature_without_a_day_is_still_one() -> None:
    undated = [s for s in all_facts().statements if s.signed and s.signed_on is None]
    assert {s.treaty for s in undated} == {"cyber", "cets197", "cets201", "ets185", "ets189"}
    assert len([s for s in undated if s.treaty == "cyber"]) == 6


def test_a_treaty_without_a_list_has_no_statements(tmp_path: Path) -> None:
    assert read_statements(tmp_path, "opsc", references()) == ()
