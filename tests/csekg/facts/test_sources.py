from __future__ import annotations

import re
from datetime import date

from tests.records import all_facts


def test_a_day_that_is_a_bound_says_so() -> None:
    source = all_facts().sources["at-2997232"]
    assert source.as_of == date(2012, 6, 13)
    assert source.as_of_note.startswith("lower bound: ")


def test_keys_can_stand_in_an_address() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in all_facts().sources)
