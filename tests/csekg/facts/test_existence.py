"""When States exist, and who continues whom, as the files say it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from csekg.derived.all_facts import read_all_facts
from csekg.errors import CsekgError
from csekg.resources import ontology_dir
from tests.records import all_facts, changed, rows


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
        # Restored after fifty years, each continues itself.
        "EST": "EST",
        "LTU": "LTU",
        "LVA": "LVA",
    }


def test_a_membership_shows_that_a_state_acts_before_its_independence() -> None:
    continuity = all_facts().continuity
    assert continuity.exists("IND", date(1945, 10, 30))
    assert continuity.exists("NAM", date(1978, 10, 3))
    assert not continuity.exists("NAM", date(1978, 10, 2))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("existence.csv", "AGO,1975-11-11,,", "AGX,1975-11-11,,", "unknown actor in column actor"),
        ("existence.csv", "AGO,1975-11-11,,", "AGO,1975-11-31,,", "column since is no date"),
        (
            "existence.csv",
            "SUN,,1991-12-26,cow-states,cow-states",
            "SUN,,1991-12-26,cow-states,",
            "until and until_source go together",
        ),
        (
            "existence.csv",
            "EST,1918-02-24,1940-06-16,",
            "EST,1918-02-24,1918-02-24,",
            "the existence ends before it begins: '1918-02-24'",
        ),
        (
            "existence.csv",
            "EST,1918-02-24,1940-06-16,",
            "EST,1918-02-24,1995-06-16,",
            "EST: two existences overlap on 1991-09-06",
        ),
        (
            "existence.csv",
            "SCG,2003-02-04,2006-06-03,",
            "SCG,2003-02-04,2006-06-02,",
            "SRB continues SCG, which does not end on 2006-06-03",
        ),
        (
            "existence.csv",
            "AGO,1975-11-11,,factbook-json-20260517,",
            "AGO,1975-11-11,1990-01-01,factbook-json-20260517,gw-states",
            "a former State has an end, and no other actor: '1990-01-01'. AGO",
        ),
        (
            "existence.csv",
            "RUS,1991-12-26,",
            "RUS,1991-12-25,",
            "no existence begins on the day of this continuation: '1991-12-26'",
        ),
        ("continuity.csv", "AGO,1975-11-11,", "AGO,,", "column date may not be empty"),
        ("continuity.csv", ",renamed,YUG,", ",renammed,YUG,", "Did you mean renamed?"),
        ("continuity.csv", ",renamed,YUG,", ",renamed,YUX,", "unknown actor in column predecess"),
        ("continuity.csv", ",renamed,YUG,", ",renamed,YUG;SUN,", "continues one State only"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    with pytest.raises(CsekgError, match=re.escape(message)):
        read_all_facts(changed(tmp_path, file, old, new), ontology_dir())
