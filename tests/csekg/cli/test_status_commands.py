"""`csekg status`, `gaps` and `state`: for people as tables, for programs as CSV and JSON."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date

from tests.command import output
from tests.records import all_facts, existing


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_status_page_tells_day_basis_and_totals() -> None:
    text = output("status", "OPSC")
    assert "On 3 Feb 2026. Data as of 3 Feb 2026." in text
    assert "Legal basis: urged by operative paragraph 3 of resolution 16/2." in text
    assert "  178  Parties\n" in text
    assert "    8  Signatories\n" in text
    assert "Parties: 178\n" in text
    assert "csekg gaps opsc --on 2026-02-03" in text


def test_a_day_after_the_data_comes_with_a_warning() -> None:
    assert "may be missing here." not in output("status", "tip", "--on", "2025-04-10")
    text = output("status", "tip", "--on", "2025-06-01")
    assert "What happened after 10 Apr 2025 may be missing here." in text
    assert "  185  Parties\n" in text
    assert "    4  Must join another treaty first\n" in text
    later = output("status", "tip", "--on", "2026-10-01")
    assert "What happened after 10 Apr 2025 may be missing here." in later


def test_rows_for_a_program_are_those_of_the_day() -> None:
    rows = table(output("status", "opsc", "--on", "2007-04-27", "--format", "csv"))
    assert len(rows) == len(existing(date(2007, 4, 27)))
    assert Counter(row["status"] for row in rows)["party"] == 118
    by_key = {row["key"]: row for row in rows}
    assert by_key["FRA"] == {
        "key": "FRA",
        "name": "France",
        "status": "party",
        "since": "2003-03-05",
        "until": "",
        "reason": "ratification, 5 Feb 2003",
    }


def test_gaps_are_split_by_reason_with_the_legal_basis() -> None:
    text = output("gaps", "untoc")
    assert "recalled, not urged, by resolution 16/2" in text
    headings = ["Contracting States: 1", "Signatories: 1", "Not joined: 2", "Not eligible: 1"]
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)
    assert "Parties" not in text


def test_a_state_under_all_treaties() -> None:
    rows = table(output("state", "united states of america", "--format", "csv"))
    assert {row["key"] for row in rows} == set(all_facts().treaties)
    status = {row["key"]: row["status"] for row in rows}
    assert (status["crc"], status["opsc"]) == ("signatory", "party")
    assert [row["legal basis"] for row in rows[:2]] == ["urged", "urged"]
    assert {row["key"]: row["data as of"] for row in rows}["untoc"] == "2026-09-11"


def test_a_state_on_a_day_says_so() -> None:
    text = output("state", "USA", "--on", "2007-04-27")
    assert text.startswith("United States of America (USA), on 27 Apr 2007\n")
    assert "Lanzarote" not in text
