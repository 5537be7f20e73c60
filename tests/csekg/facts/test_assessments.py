"""The strict reader of assessments: it knows every value, and refuses what it does not."""

from __future__ import annotations

from tests.records import all_facts, rows

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
