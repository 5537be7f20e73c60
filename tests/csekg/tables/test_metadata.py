"""The description of the CSV files is valid, and Frictionless reads the files by it."""

from __future__ import annotations

import csv
import json
import warnings
from pathlib import Path

import pytest

from csekg.tables.all_tables import TABLES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def folder(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("described")
    for name, content in made.items():
        if name.endswith((".csv", ".json")):
            (folder / name).write_bytes(content)
    return folder


def test_frictionless_finds_every_cell_and_key_right(folder: Path) -> None:
    about = json.loads((folder / "datapackage.json").read_bytes())
    for resource in about["resources"]:
        assert all(field["description"] for field in resource["schema"]["fields"])
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])[:5]
    assert len(report.tasks) == len(TABLES)
    # The check bites: a day that is none, and a key that no table has.
    acts = (folder / "acts.csv").read_text(encoding="utf-8")
    header, first, rest = acts.split("\n", 2)
    [cells] = csv.DictReader([header, first])
    broken = first.replace(f",{cells['actor']},", ",XXX,").replace(f",{cells['acted_on']},", ",4 June,")
    try:
        (folder / "acts.csv").write_text("\n".join((header, broken, rest)), encoding="utf-8")
        found = frictionless.validate(str(folder / "datapackage.json"))
    finally:
        (folder / "acts.csv").write_text(acts, encoding="utf-8")
    assert {row[0] for row in found.flatten(["type"])} >= {"type-error", "foreign-key"}
