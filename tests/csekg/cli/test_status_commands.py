"""`csekg status`, `gaps` and `state`: for people as tables, for programs as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from csekg.errors import CsekgError
from tests.command import cache_in, output
from tests.records import all_facts


@pytest.fixture(scope="module", autouse=True)
def _cache(dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with cache_in(tmp_path_factory.mktemp("cache"), dataset):
        yield


def existing(on: date) -> set[str]:
    """The actors that exist on a day."""
    continuity = all_facts().continuity
    return {key for key in all_facts().actors if continuity.exists(key, on)}


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_status_page_tells_day_basis_and_totals() -> None:
    text = output("status", "OPSC")
    assert "On 4 Dec 2025. Data as of 4 Dec 2025." in text
    assert "Legal basis: urged by operative paragraph 3 of resolution 16/2." in text
    assert "  178  Parties\n" in text
    assert "    8  Signed, not ratified\n" in text
    assert "Parties: 178\n" in text
    assert "csekg gaps opsc --on 2025-12-04" in text


def test_a_day_after_the_data_comes_with_a_warning() -> None:
    text = output("status", "tip", "--on", "2025-06-01")
    assert "may be missing here." not in text
    assert "  185  Parties\n" in text
    assert "    4  Must join another treaty first\n" in text
    later = output("status", "tip", "--on", "2026-10-01")
    assert "What happened after 8 Jul 2026 may be missing here." in later


def test_a_state_page_warns_of_a_day_after_the_data() -> None:
    beyond = "1 Jan 2099 is beyond the data on"
    assert beyond in output("state", "FRA", "--on", "2099-01-01")
    assert "beyond" not in output("state", "FRA", "--on", "2007-04-27")
    assert "beyond" not in output("state", "FRA")


def test_rows_for_a_program_are_those_of_the_day() -> None:
    rows = table(output("status", "opsc", "--on", "2007-04-27", "--format", "csv"))
    assert len(rows) == len(existing(date(2007, 4, 27)))
    assert Counter(row["status"] for row in rows)["party"] == 118
    by_key = {row["key"]: row for row in rows}
    assert by_key["FRA"] == {
        "key": "FRA", "name": "France", "status": "party", "since": "2003-03-05", "until": "",
        "reason": "ratification, 5 Feb 2003",
    }  # fmt: skip


def test_json_holds_the_same_rows() -> None:
    rows = json.loads(output("status", "untoc", "--format", "json"))
    assert len(rows) == len(existing(date(2026, 9, 11)))
    (solomon,) = (row for row in rows if row["key"] == "SLB")
    assert (solomon["status"], solomon["until"]) == ("contracting-state", "2026-09-26")


def test_gaps_are_split_by_reason_with_the_legal_basis() -> None:
    text = output("gaps", "untoc")
    assert "recalled, not urged, by resolution 16/2" in text
    headings = [
        "Consented, not bound yet: 1", "Signed, not ratified: 1",
        "No action: 2", "Cannot join: 1",
    ]  # fmt: skip
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)
    assert "Parties" not in text


def test_gaps_name_those_that_may_not_join_apart() -> None:
    rows = table(output("gaps", "c182", "--format", "csv"))
    assert {row["status"] for row in rows} == {"not-eligible"}
    assert len(rows) == 12
    (holy_see,) = (row for row in rows if row["key"] == "VAT")
    assert holy_see["reason"] == "Open only to Members of the ILO (art. 10)."


def test_what_no_list_tells_is_called_unknown() -> None:
    text = output("gaps", "cyber")
    assert "Not known: 125" in text
    assert "No action" not in text


def test_a_state_under_all_treaties() -> None:
    rows = table(output("state", "united states of america", "--format", "csv"))
    assert {row["key"] for row in rows} == set(all_facts().treaties)
    status = {row["key"]: row["status"] for row in rows}
    assert (status["crc"], status["opsc"]) == ("signatory only", "party")
    assert [row["legal basis"] for row in rows[:2]] == ["urged", "urged"]
    assert {row["key"]: row["data as of"] for row in rows}["untoc"] == "2026-09-11"


def test_a_state_on_a_day_says_so() -> None:
    text = output("state", "USA", "--on", "2007-04-27")
    assert text.startswith("United States of America (USA), on 27 Apr 2007\n")
    assert "Lanzarote" not in text


def test_a_treaty_of_later_is_refused() -> None:
    with pytest.raises(CsekgError, match="was not yet adopted on 2007-04-27"):
        output("gaps", "cets201", "--on", "2007-04-27")
