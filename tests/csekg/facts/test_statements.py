from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.statements import read_statements
from tests.records import all_facts, changed, references, stated

FILE = "treaties/opsc/participation.csv"
FIRST = "AFG,,Afghanistan,,,2002-09-19,2002-10-19,,,stated,fedlex-opsc-20230420,,"


def read(data: Path) -> None:
    read_statements(data, "opsc", references())


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


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (FIRST.replace("AFG,,", "AFGH,,"), "csv:2: unknown actor in column actor: 'AFGH'. Did you mean AFG"),
        (FIRST.replace("AFG,,", ",,"), "unknown actor in column actor: ''"),
        (FIRST.replace("AFG,,", "AFG,AAA,"), "unknown territory in column territory: 'AAA'"),
        (FIRST.replace("AFG,,", "AFG,ABW,"), "a territory goes with territorial-application"),
        (
            FIRST.replace(",,,2002-09-19", ",,territorial-application,2002-09-19"),
            "a territory goes with territorial-application, and only so",
        ),
        (
            FIRST.replace(",,,2002-09-19", ",,acession,2002-09-19"),
            "unknown kind of consent in column consent: 'acession'. Did you mean accession",
        ),
        (FIRST.replace(",,,2002-09-19", ",signed,,2002-09-19"), "column signed_on is no date: "),
        (FIRST.replace("2002-09-19", "2002-09-19Z"), "column consent_on is no date: '2002-09-19Z'"),
        (FIRST.replace("2002-10-19", "2002-10-9"), "column in_force_on is no date: '2002-10-9'"),
        (
            FIRST.replace("2002-09-19", "2023-04-21"),
            "dated after its source fedlex-opsc-20230420, which stands as of 2023-04-20: '2023-04-21'",
        ),
        (FIRST.replace(",,,2002-09-19", ",2023-04-21,,2002-09-19"), "dated after its source"),
        (FIRST.replace(",,,stated", ",,old,stated"), "column minimum_age is no whole number: "),
        (FIRST.replace("stated", "sated"), "unknown basis in column basis: 'sated'"),
        (FIRST.replace("20230420,", "20230421,"), "Did you mean fedlex-opsc-20230420"),
        (FIRST.replace("20230420,,", "20230420,dates,"), "unknown word in column preferred"),
        (FIRST[:-1], "the line has not as many cells as the header"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)) as error:
        read(changed(tmp_path, FILE, FIRST, new))
    assert str(error.value).startswith("opsc/participation.csv:2: ")
