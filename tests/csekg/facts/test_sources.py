from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.sources import read_sources
from tests.records import all_facts, changed

FILE = "sources.csv"


def test_a_day_that_is_a_bound_says_so() -> None:
    source = all_facts().sources["at-2997232"]
    assert source.as_of == date(2012, 6, 13)
    assert source.as_of_note.startswith("lower bound: ")


def test_keys_can_stand_in_an_address() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in all_facts().sources)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",2016-11-09,", ",,", "data/sources.csv:3: column as_of may not be empty: ''. Every sour"),
        (",2016-11-09,", ",2016-11-09Z,", "column as_of is no date: '2016-11-09Z'"),
        (",2016-11-09,", ",2016-11,", "column as_of is no date: '2016-11'"),
        (",2016-11-09,", ",9 November 2016,", "column as_of is no date: '9 November 2016'"),
        ("\nat-2997232,", "\nalliance87-arg,", "sources.csv:7: listed twice: 'alliance87-a"),
        ("\nalliance87-arg,", "\n,", "column id may not be empty"),
        ("alliance87-arg,Ratified conventions of Argentina,", "alliance87-arg,,", "column title may not be empty"),
        (",Alliance 8.7,", ",,", "column publisher may not be empty"),
        ("as_of_note", "asof_note", "sources.csv:1: unknown column: 'asof_note'. Did you mean as_"),
        (",location,", ",", "sources.csv:1: missing column: 'location'"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        read_sources(changed(tmp_path, FILE, old, new))
