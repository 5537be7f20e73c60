"""`csekg languages`: how much is translated."""

from __future__ import annotations

import csv
import io

from tests.command import output


def test_each_part_has_its_counts() -> None:
    rows = {
        row["part"]: row
        for row in csv.DictReader(io.StringIO(output("languages", "--format", "csv")))
    }
    assert rows["messages of csekg"]["fr"] == rows["messages of csekg"]["en"] != "0"
    labels = rows["dataset: prefLabel"]
    # A property of ours has a label.
    assert rows["dataset: cited as"]["ru"] == "18"
    assert int(labels["en"]) >= int(labels["ar"]) > 190
