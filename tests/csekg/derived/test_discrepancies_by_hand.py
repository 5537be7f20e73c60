"""Differences between sources by hand: which need a row of corrections.csv, and which row does not hold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from csekg.derived.acts import Act, derive_acts
from csekg.derived.discrepancies import RULE, agree, check_discrepancies, stated_value
from csekg.errors import CsekgError, DataError
from csekg.facts.statements import Statement
from tests.csekg.derived.by_hand import discrepancy, source, statement, treaty

SOURCES = {key: source(key) for key in "abc"}
FOLLOWED = statement(
    "a",
    signed="2000-02-01",
    consent="accession",
    on="2002-03-01",
    in_force="2002-03-31",
    minimum_age=16,
    preferred="signature date in_force kind",
)
#: By property: the fields of a row that differs, the value followed and the other one.
DIFFERENCES: dict[tuple[str, str], tuple[dict[str, Any], str, str]] = {
    ("signature", "date"): ({"signed": "2000-02-02"}, "2000-02-01", "2000-02-02"),
    ("consent", "date"): ({"consent": "accession", "on": "2002-03-02"}, "2002-03-01", "2002-03-02"),
    ("consent", "entersIntoForceOn"): ({"in_force": "2002-04-01"}, "2002-03-31", "2002-04-01"),
    ("consent", "consentKind"): ({"consent": "ratification"}, "accession", "ratification"),
    ("consent", "minimumAge"): ({"consent": "accession", "minimum_age": 15}, "16", "15"),
}


def acts(*statements: Statement) -> list[Act]:
    return derive_acts(treaty(), statements, SOURCES, {})


@pytest.mark.parametrize(("action", "name"), DIFFERENCES)
def test_each_difference_needs_its_row(action: str, name: str) -> None:
    fields, followed, value = DIFFERENCES[action, name]
    other = statement("b", **fields)
    row = discrepancy(action, (followed, "a"), (value, "b"), property_name=name)
    check_discrepancies(acts(FOLLOWED, other), [row])
    line = f"one/participation.csv:{other.row.line}: FRA {name} {value} by b, where we follow {followed}"
    for rows in ([], [replace(row, action="denunciation")]):
        with pytest.raises(CsekgError, match=f"which we follow and why:\n  {re.escape(line)}$") as error:
            check_discrepancies(acts(FOLLOWED, other), rows)
        assert str(error.value).startswith("sources differ, and data/corrections.csv does not say which we follow")
    for wrong in ({"other_value": followed}, {"other_source": "c"}):
        with pytest.raises(CsekgError):
            check_discrepancies(acts(FOLLOWED, other), [replace(row, **wrong)])  # type: ignore[arg-type]
    gone = f"corrections.csv:{row.row.line}: the other source does not state this, or we follow it: '{row.key}'"
    with pytest.raises(DataError, match=re.escape(gone)):
        check_discrepancies(acts(FOLLOWED), [row])
    chosen = f"corrections.csv:{row.row.line}: we follow another value: 'else'. We follow {followed}."
    with pytest.raises(DataError, match=re.escape(chosen)):
        check_discrepancies(acts(FOLLOWED, other), [replace(row, chosen_value="else")])


def test_what_is_silent_or_agrees_needs_no_row() -> None:
    silent = statement("b", consent="accession")
    of_year = statement("c", consent="unclear", consent_year=2002)
    check_discrepancies(acts(FOLLOWED, silent, of_year), [])
    # Listed all the same, as the kind that leaves it open is.
    row = discrepancy("consent", ("accession", "a"), ("unclear", "c"), property_name="consentKind")
    check_discrepancies(acts(FOLLOWED, silent, of_year), [row])


def test_all_differences_are_told_at_once() -> None:
    others = [statement("b", on="2002-03-02"), statement("c", on="2002-03-03", minimum_age=15)]
    with pytest.raises(CsekgError) as error:
        check_discrepancies(acts(FOLLOWED, *others), [])
    lines = str(error.value).split("\n  ")[1:]
    assert [line.split()[2] for line in lines] == ["date", "date", "minimumAge"]
    assert [line.split()[-1] for line in lines] == ["2002-03-01", "2002-03-01", "16"]
    assert all(line.startswith("one/participation.csv:") for line in lines)


def test_a_silence_that_is_followed_is_told_as_such() -> None:
    silent = replace(FOLLOWED, in_force_on=None)
    other = statement("b", in_force="2002-04-01")
    with pytest.raises(CsekgError, match=r"2002-04-01 by b, where we follow no value$"):
        check_discrepancies(acts(silent, other), [])
    row = discrepancy("consent", ("2002-03-31", "a"), ("2002-04-01", "b"), property_name="entersIntoForceOn")
    with pytest.raises(DataError, match=r"we follow another value: '2002-03-31'\. We follow no value\.$"):
        check_discrepancies(acts(silent, other), [row])


def test_of_an_act_that_is_not_followed_only_the_day_is_compared() -> None:
    silent = statement("a", preferred="consent")
    other = statement("b", consent="accession", on="2002-03-02", in_force="2002-04-01", minimum_age=15)
    check_discrepancies(acts(silent, other), [discrepancy("consent", ("", "a"), ("2002-03-02", "b"))])


@pytest.mark.parametrize(
    ("kind", "on", "in_force", "by_clause"),
    [
        ("accession", "2002-03-01", "2002-04-01", "2002-03-31"),
        # Of a succession no clause gives the day; it takes effect with its notification at the latest.
        ("succession", "2002-03-01", "2002-04-01", "2002-03-01"),
    ],
)
def test_the_clause_counts_as_a_source(kind: str, on: str, in_force: str, by_clause: str) -> None:
    stated = statement("a", consent=kind, on=on, in_force=in_force)
    row = discrepancy("consent", (in_force, "a"), (by_clause, RULE), property_name="entersIntoForceOn")
    check_discrepancies(acts(statement("a", "AND", signed="2000-02-01"), stated), [row])
    # None has to be listed; and where they do not differ, none may.
    check_discrepancies(acts(stated), [])
    for same in (
        statement("a", consent="succession", on="2002-05-01", in_force=in_force),
        statement("a", consent="succession", in_force=in_force),
        statement("a", consent="accession", in_force=in_force),
        statement("a", consent="accession", on=on),
    ):
        with pytest.raises(DataError, match="the other source does not state this, or we follow it"):
            check_discrepancies(acts(same), [row])


@pytest.mark.parametrize(
    ("name", "followed", "value", "expected"),
    [
        ("date", "2002-03-01", "2002", True),
        ("date", "2002-03-01", "2003", False),
        ("date", "2002", "2002-03-01", False),
        ("date", "", "2002", False),
        ("date", "", "", True),
        ("entersIntoForceOn", "2002-03-01", "2002", False),
        ("consentKind", "accession", "unclear", True),
        ("consentKind", "unclear", "accession", True),
        ("consentKind", "accession", "ratification", False),
        ("minimumAge", "16", "16", True),
    ],
)
def test_values_that_can_both_be_true(name: str, followed: str, value: str, expected: bool) -> None:
    assert agree(name, followed, value) is expected


def test_a_statement_says_the_day_of_a_signature_and_all_of_a_consent() -> None:
    names = ("date", "entersIntoForceOn", "consentKind", "minimumAge")
    assert [stated_value(False, FOLLOWED, name) for name in names] == ["2000-02-01", "", "", ""]
    assert [stated_value(True, FOLLOWED, name) for name in names] == ["2002-03-01", "2002-03-31", "accession", "16"]
    of_year = statement("a", consent_year=2002)
    assert [stated_value(True, of_year, name) for name in names] == ["2002", "", "", ""]
    assert stated_value(False, of_year, "date") == ""
