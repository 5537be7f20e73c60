"""Where sources differ, corrections.csv explains it or the build stops."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from csekg.derived.all_facts import read_all_facts
from csekg.derived.discrepancies import RULE, check_discrepancies
from csekg.errors import CsekgError, DataError
from csekg.facts.discrepancies import Discrepancy
from csekg.resources import ontology_dir
from tests.records import all_facts, changed, rows

FILE = "corrections.csv"


def test_every_known_disagreement_is_read() -> None:
    listed = [row["id"] for row in rows(FILE)]
    assert [each.key for each in all_facts().discrepancies] == listed
    assert len(set(listed)) == len(listed) == 67
    assert len(between_sources()) == 59


def between_sources() -> list[Discrepancy]:
    """Those between two sources on a signature or consent; others are with the treaty's clause."""
    return [each for each in all_facts().discrepancies if each.act_key and each.other_source != RULE]


# The Netherlands: "ratification, acceptance or approval" leaves room for the acceptance we follow.
COMPATIBLE = "crc-nld-consent-kind-1"


def test_each_of_them_is_needed() -> None:
    discrepancies = all_facts().discrepancies
    for left_out in between_sources():
        if left_out.key == COMPATIBLE:
            continue
        rest = [each for each in discrepancies if each is not left_out]
        with pytest.raises(CsekgError, match=f"{left_out.actor} {left_out.property_name} ") as error:
            check_discrepancies(all_facts().acts, rest)
        assert left_out.other_source in str(error.value)
        assert str(error.value).count("\n") == 1


def test_all_unknown_discrepancies_are_named_at_once() -> None:
    with pytest.raises(CsekgError, match=r"data/corrections\.csv does not say") as error:
        check_discrepancies(all_facts().acts, ())
    assert str(error.value).count("\n  ") == len(between_sources()) - 1
    assert re.search(
        r"untoc/participation\.csv:\d+: MHL entersIntoForceOn 2010-12-05 by boe-a-2011-16066, "
        "where we follow no value",
        str(error.value),
    )


def test_a_new_disagreement_stops_the_build(tmp_path: Path) -> None:
    data = changed(
        tmp_path,
        "treaties/opsc/participation.csv",
        "AFG,,,,,2002-09-19,,,,stated,ohchr-gl0bsec",
        "AFG,,,,,2002-09-20,,,,stated,ohchr-gl0bsec",
    )
    message = (
        "opsc/participation.csv:3: AFG: sources differ on date and nothing says which we follow: "
        "'2002-09-19 by verdragen-nl-009290; 2002-09-20 by ohchr-gl0bsec'"
    )
    with pytest.raises(DataError, match=re.escape(message)):
        read_all_facts(data, ontology_dir())


def test_without_a_preferred_row_the_list_decides(tmp_path: Path) -> None:
    row = "2014-08-15,2014-09-14,,,stated,fedlex-tip-20250410,"
    data = changed(tmp_path, "treaties/tip/participation.csv", f"{row}date,", f"{row},")
    acts = {(act.treaty, act.actor): act.on for act in read_all_facts(data, ontology_dir()).acts if act.is_consent}
    assert acts["tip", "AFG"] == date(2014, 8, 15)


def test_a_disagreement_that_is_gone_must_be_taken_out(tmp_path: Path) -> None:
    data = changed(
        tmp_path,
        "treaties/tip/participation.csv",
        "AFG,,,,,2014-08-14,,,,stated,whatconvention-317",
        "AFG,,,,,2014-08-15,,,,stated,whatconvention-317",
    )
    lines = (data / "corrections.csv").read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if line.startswith("tip-afg-consent-date-1,"))
    message = (
        f"corrections.csv:{number}: the other source does not state this, or we follow it: 'tip-afg-consent-date-1'"
    )
    with pytest.raises(DataError, match=re.escape(message)):
        read_all_facts(data, ontology_dir())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Not what twelve months after the registration give; and a State whose stated day fits its rule.
        ("fedlex-c029-20250429,1978-02-21", "fedlex-c029-20250429,1978-02-22"),
        ("c029-gnb-consent-rule-1,c029,GNB", "c029-gnb-consent-rule-1,c029,FRA"),
    ],
)
def test_a_clause_must_give_the_day_that_is_listed(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(DataError, match="the other source does not state this, or we follow it"):
        read_all_facts(changed(tmp_path, FILE, old, new), ontology_dir())


def test_a_succession_contradicts_no_clause_unless_it_takes_effect_late() -> None:
    successions = {(a.treaty, a.actor): a for a in all_facts().acts if a.kind == "succession"}
    late = [c for c in all_facts().discrepancies if c.other_source == RULE and (c.treaty, c.actor) in successions]
    assert [(c.treaty, c.actor, c.chosen_value, c.other_value) for c in late] == [
        ("c029", "RWA", "2002-05-23", "2001-05-23")
    ]


def test_a_print_against_the_clause_is_told_and_not_followed() -> None:
    by_clause = [c for c in all_facts().discrepancies if c.chosen_source == RULE and c.status == "open"]
    assert {(c.treaty, c.actor): (c.chosen_value, c.other_value) for c in by_clause} == {
        ("c029", "MNE"): ("2006-06-03", "2007-06-03"),
        ("c138", "CUB"): ("1976-06-19", "1976-03-07"),
        ("c138", "SVN"): ("1992-05-29", "1993-05-29"),
        ("c138", "UZB"): ("2010-03-06", "2009-03-06"),
        ("opac", "BFA"): ("2007-08-06", "2007-08-05"),
        ("opac", "LBY"): ("2004-11-29", "2004-11-28"),
        ("opac", "MNE"): ("2006-06-03", "2007-06-03"),
        ("opic", "CYP"): ("2017-12-11", "2017-10-11"),
        ("p029", "DNK"): ("2018-06-14", "2018-06-17"),
    }
    acts = {(a.treaty, a.actor): a for a in all_facts().acts if a.is_consent}
    for each in by_clause:
        assert str(acts[each.treaty, each.actor].in_force_on) == each.chosen_value
