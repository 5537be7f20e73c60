"""`csekg freshness`: a table for people, and an exit code for monitoring."""

from __future__ import annotations

import csv
import io
import json

from tests.command import invoke, output

_TODAY = ("--today", "2026-11-25")


def test_each_list_has_a_line_in_every_form() -> None:
    rows = list(csv.DictReader(io.StringIO(output("freshness", *_TODAY, "--format", "csv"))))
    assert rows == json.loads(output("freshness", *_TODAY, "--format", "json"))
    [opsc] = [row for row in rows if (row["treaty"], row["list"]) == ("opsc", "parties")]
    assert opsc == {
        "treaty": "opsc",
        "list": "parties",
        "as of": "2026-02-03",
        "complete on": "2026-02-03",
        "checked until": "2026-06-30",
        "read until": "2026-06-30",
        "days since": "295",
        "next check": "2026-03-05",
        "overdue": "yes",
    }
    assert "2026-03-05" in output("freshness", *_TODAY)


def test_a_list_past_the_threshold_ends_with_1_and_is_named() -> None:
    rows = json.loads(output("freshness", *_TODAY, "--format", "json"))
    oldest = max(int(row["days since"]) for row in rows)
    old = [row for row in rows if int(row["days since"]) == oldest]
    result = invoke("freshness", *_TODAY, "--max-age", str(oldest))
    assert (result.exit_code, result.stderr) == (0, "")
    result = invoke("freshness", *_TODAY, "--max-age", str(oldest - 1))
    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"{len(old)} of {len(rows)} lists were read more than {oldest - 1} days ago, the oldest "
        f"{oldest} days ago: {old[0]['treaty']}, "
    )
    assert old[0]["treaty"] in result.stdout


def test_what_is_no_day_is_refused() -> None:
    refused = invoke("freshness", "--today", "25.11.2026")
    assert refused.exit_code == 2
    assert "'25.11.2026' is not a day such as 2007-04-27" in refused.stderr
