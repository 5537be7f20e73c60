"""What assessors found, against the file of their values, counted with the csv module alone."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from csekg.sparql.oxigraph_store import Store
from tests.queries.oracle import Row, ask, bound_on, table

FILE = "assessments/dol/values.csv"
CODE = "law-prohibits-commercial-sexual-exploitation"
LINKS = "assessments/dol/links.csv"


def values(**wanted: str) -> list[Row]:
    return [row for row in table(FILE) if all(row[key] == each for key, each in wanted.items())]


def treaties_on(indicator: str) -> set[str]:
    return {
        row["treaty"]
        for row in table(LINKS)
        if row["indicator"] == indicator and row["treaty"] and row["strength"] != "context"
    }


def bound_in(year: int) -> set[str]:
    return {actor for treaty in treaties_on(CODE) for actor in bound_on(treaty, date(year, 12, 31))}


def test_assessments_by_value(store: Store) -> None:
    """Every value of the file, and nothing else: totals per year, indicator and value."""
    rows = table(FILE)
    said = {"": "", "Yes": "true", "No": "false"}
    expected = Counter(
        (row["year"], row["indicator"], row["value"], said[row["conforms"]], bool(row["actor"])) for row in rows
    )
    found: Counter[tuple[str, str, str, str, bool]] = Counter()
    for row in ask(store, "assessments-by-value"):
        key = (row["year"], row["indicator"], row["value"], row["conforms"])
        found[*key, True] += int(row["states"])
        found[*key, False] += int(row["territories_and_areas"])
    assert +found == expected
    assert found.total() == len(rows) == 11443


def test_commercial_sexual_exploitation_in_2022(store: Store) -> None:
    """84 of the States that the file names by their key conform, 34 do not.

    Of those that had to be matched by name, Sao Tome and Principe conforms, too.
    """
    rows = store.values(f"""SELECT ?key ?conforms WHERE {{
        ?assessment cse:askedAs <https://w3id.org/csekg/id/assessor/dol/{CODE}> ;
            cse:assessedYear "2022"^^xsd:gYear ; cse:conforms ?conforms ; cse:assessedPlace ?state .
        ?state a cse:TreatyActor ; dcterms:identifier ?key
    }}""")
    counted = Counter(conforms for key, conforms in rows if key != "STP")
    assert counted == {"true": 84, "false": 34}
    assert ("STP", "true") in rows


def test_bound_and_not_conforming(store: Store) -> None:
    expected = {row["actor"] for row in values(year="2022", indicator=CODE, conforms="No")}
    rows = ask(store, "bound-and-not-conforming")
    by_treaty = [(row["state"], row["bound_by"]) for row in rows]
    assert len(set(by_treaty)) == len(by_treaty) > len(expected)
    assert {row["state"] for row in rows} == (expected - {""}) & bound_in(2022)
    assert {(row["assessor"], row["year"]) for row in rows} == {("US Department of Labor", "2022")}
    assert all(row["scope"] and row["source"] and row["bound_by"] for row in rows)
    assert ask(store, "bound-and-not-conforming", year="2017") != rows


def test_bound_and_not_assessed(store: Store) -> None:
    assessed = {row["actor"] for row in values(year="2022", indicator=CODE)}
    rows = ask(store, "bound-and-not-assessed")
    assert {row["state"] for row in rows} == bound_in(2022) - assessed
    assert "FRA" in {row["state"] for row in rows}
    # Whose values are unknown or not printed was assessed.
    assert "SOM" in assessed - {row["state"] for row in rows}


def test_findings_that_changed(store: Store) -> None:
    def keyed(year: str) -> dict[str, str]:
        return {
            row["actor"] or row["territory"] or row["area"]: row["value"]
            for row in values(year=year, indicator=CODE)
            if row["value"]
        }

    before, after = keyed("2018"), keyed("2022")
    expected = {(key, before[key], after[key]) for key in before.keys() & after.keys() if before[key] != after[key]}
    rows = ask(store, "findings-that-changed")
    assert {(row["key"], row["before"], row["after"]) for row in rows} == expected
    assert ("ALB", "Yes", "No") in expected


@pytest.mark.parametrize(
    ("assessor", "indicator", "first", "last", "changed"),
    [("us-state", "trafficking-tier", "2010", "2015", 82), ("dol", "criminal-convictions", "2018", "2022", 64)],
)
def test_another_grade_or_number_is_a_change(
    store: Store, assessor: str, indicator: str, first: str, last: str, changed: int
) -> None:
    """Printed values count: each Tier is a grade, each count a number, so that their kinds of answer agree."""
    before, after = (
        {
            row["actor"] or row["territory"] or row["area"]: row["value"]
            for row in table(f"assessments/{assessor}/values.csv")
            if row["year"] == year and row["indicator"] == indicator and row["value"]
        }
        for year in (first, last)
    )
    expected = {(key, before[key], after[key]) for key in before.keys() & after.keys() if before[key] != after[key]}
    # Both of these words mean that the assessor does not know.
    expected -= {each for each in expected if set(each[1:]) == {"Unknown", "Unavailable"}}
    rows = ask(store, "findings-that-changed", indicator=indicator, **{"from": first, "until": last})
    assert {(row["key"], row["before"], row["after"]) for row in rows} == expected
    assert len(expected) == changed


def test_assessors_disagree(store: Store) -> None:
    """One assessor agrees with itself; that two can disagree is shown with one that is made up."""
    assert ask(store, "assessors-disagree") == []
