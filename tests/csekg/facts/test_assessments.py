"""The strict reader of assessments: it knows every value, and refuses what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.derived.all_facts import read_all_facts
from csekg.errors import DataError
from csekg.resources import ontology_dir
from tests.records import all_facts, changed, rows

DOL = "assessments/dol/"
VALUES = f"{DOL}values.csv"


def test_every_row_of_the_file_is_read() -> None:
    found = all_facts().practice.assessors["dol"]
    assert [(each.subject, each.value) for each in found.values] == [
        (row["actor"] or row["territory"] or row["area"], row["value"]) for row in rows(VALUES)
    ]
    assert len(found.values) == 11443
    by_answer = {each.value: each.answer for each in found.values}
    assert (by_answer["N/A"], by_answer["NA"], by_answer[""], by_answer["Unknown*"]) == (
        "not-applicable",
        "not-applicable",
        "no-value",
        "unknown",
    )
    marked = next(each for each in found.values if each.value == "2,582‡")
    assert (marked.number, marked.qualified, marked.answer) == (2582, True, "number")


def test_names_are_matched_and_territories_kept_apart() -> None:
    found = all_facts().practice.assessors["dol"].values
    by_name = {each.name_in_source: each for each in found}
    assert by_name["Macedonia"].actor == by_name["North Macedonia"].actor == "MKD"
    assert by_name["Turkey"].actor == "TUR"
    assert by_name["São Tomé and Príncipe"].actor == "STP"
    assert by_name["Anguilla"].territory == "AIA"
    assert by_name["Anguilla"].actor == ""
    # No State of ours is meant by a name that none of them bears.
    assert by_name["West Bank and the Gaza Strip"].area == "west-bank-and-gaza-strip"
    assert not any(each.actor == "PSE" for each in found)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            VALUES,
            "AFG,,,2016,criminal-convictions,Unknown",
            "AFG,,,2016,criminal-convictions,Maybe",
            "the assessor does not explain this value: 'Maybe'",
        ),
        (
            VALUES,
            "AFG,,,2016,criminal-convictions,Unknown",
            "AFG,,,2016,criminal-convictions,Yes",
            "criminal-convictions is not answered by yes: 'Yes'",
        ),
        (VALUES, "AFG,,,2016,", "AFG,,,2015,", "no edition of the assessor is about this year"),
        (VALUES, "AFG,,,2016,", "XAF,,,2016,", "unknown actor in column actor: 'XAF'"),
        (VALUES, "AFG,,,2016,", "AFG,AIA,,2016,", "one of actor, territory and area is assessed"),
        (VALUES, "AFG,,,2016,", ",,,2016,", "one of actor, territory and area is assessed"),
        (
            VALUES,
            "AFG,,,2016,coordination-mechanism,Yes,,",
            "AFG,,,2016,coordination-mechanism,Yes,Yes,",
            "coordination-mechanism has no conformity: 'Yes'",
        ),
        (VALUES, "2,582‡", "25,82‡", "no number that is written in one of the usual ways"),
        (
            f"{DOL}links.csv",
            "op/4/b,tip,5(1),direct",
            "op/4/b,tip,19(1),direct",
            "no published correspondence joins this paragraph and provision",
        ),
        (f"{DOL}links.csv", "op/14,,,partial", "op/14,,,strong", "unknown strength"),
        (f"{DOL}assessor.toml", "year = 2022", "year = 2023", "a year after the day of its source"),
        (f"{DOL}assessor.toml", '"NA" = "not-applicable"', '"NA" = "none"', "'NA' means no kind of answer"),
        (f"{DOL}assessor.toml", "kind = ", "sort = ", "assessor.toml"),
        (
            "assessments/criminalisation/assessor.toml",
            'draws_on = ["us-state"]',
            'draws_on = ["us-states"]',
            "it draws on an assessor that is not here: 'us-states'",
        ),
        (f"{DOL}indicators.csv", "policy,worst-forms", "policies,worst-forms", "unknown indicator"),
    ],
)
def test_what_is_not_known_stops_the_build(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    data = changed(tmp_path, file, old, new)
    with pytest.raises(DataError) as caught:
        read_all_facts(data, ontology_dir())
    assert message in str(caught.value)
    assert Path(file).name in str(caught.value)
