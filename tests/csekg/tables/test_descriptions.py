"""The descriptions of the CSV files are valid, and programs read the files by them."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from csekg.sparql.embedded import Store
from csekg.tables.all_tables import TABLES
from csekg.tables.files import About, rows_of_tables, table_files

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless
    import mlcroissant

pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def folder(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("described")
    about = About("The title", "The summary", "2026.11.0", "2026-11-26")
    for file in table_files(rows_of_tables(store), about):
        if file.name.endswith((".csv", ".json")):
            (folder / file.name).write_bytes(file.content)
    return folder


def test_frictionless_finds_every_cell_and_key_right(folder: Path) -> None:
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])[:5]
    assert len(report.tasks) == len(TABLES)
    # The check bites: a day that is none, and a key that no table has.
    acts = (folder / "acts.csv").read_text(encoding="utf-8")
    header, first, rest = acts.split("\n", 2)
    assert ",AGO," in first
    broken = first.replace(",AGO,", ",XXX,").replace(",1976-06-04,", ",4 June,")
    try:
        (folder / "acts.csv").write_text("\n".join((header, broken, rest)), encoding="utf-8")
        found = frictionless.validate(str(folder / "datapackage.json"))
    finally:
        (folder / "acts.csv").write_text(acts, encoding="utf-8")
    assert {row[0] for row in found.flatten(["type"])} >= {"type-error", "foreign-key"}


def test_croissant_gives_the_records(folder: Path) -> None:
    dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
    for name in ("treaties", "participations"):
        records = list(dataset.records(name))
        (table,) = (table for table in TABLES if table.name == name)
        assert set(records[0]) == {f"{name}/{column.key}" for column in table.columns}
        lines = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        assert len(records) == len(lines) - 1


def test_csv_on_the_web_describes_every_column(folder: Path) -> None:
    about = json.loads((folder / "csv-metadata.json").read_bytes())
    assert about["@context"][0] == "http://www.w3.org/ns/csvw"
    for table, described in zip(TABLES, about["tables"], strict=True):
        header = (folder / described["url"]).read_text(encoding="utf-8").split("\n", 1)[0]
        columns = described["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == header.split(",")
        assert all(column["dc:description"] for column in columns), table.name
