"""Each format of a release has the rows that SPARQL gives, all of them, with keys that hold."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pyoxigraph as ox
import pytest

from csekg.sparql.oxigraph_store import Store
from csekg.tables.all_tables import TABLES
from csekg.tables.as_csv import to_csv
from csekg.tables.as_sqlite import views
from csekg.tables.files import About, rows_of_tables, table_files
from tests.csekg.tables.reading import FORMATS, asked


@pytest.fixture(scope="module")
def graphs(small_dataset: bytes) -> ox.Store:
    """The dataset of which the tables are made, in named graphs."""
    found = ox.Store()
    found.bulk_load(small_dataset, ox.RdfFormat.N_QUADS)
    return found


@pytest.fixture(scope="module")
def folder(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tables as a release has it."""
    folder = tmp_path_factory.mktemp("tidy")
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_every_format_has_the_rows_of_sparql(folder: Path, graphs: ox.Store, name: str) -> None:
    expected = asked(graphs, name)
    assert len(expected) > 1
    for format_, rows in FORMATS.items():
        assert rows(folder, name) == expected, format_


def test_keys_hold_in_sqlite(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "csekg.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        keys = database.execute("PRAGMA foreign_key_list(intervals)").fetchall()
        assert {row[2] for row in keys} == {"actors", "treaties", "acts"}
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            database.execute("INSERT INTO treaties SELECT * FROM treaties")


def test_sqlite_and_duckdb_over_parquet_answer_alike(folder: Path) -> None:
    assert len(views()) == 10
    with closing(sqlite3.connect(folder / "csekg.sqlite")) as small, duckdb.connect() as large:
        for table in TABLES:
            file = folder / f"{table.name}.parquet"
            large.execute(f"CREATE VIEW {table.name} AS FROM read_parquet('{file}')")
        large.execute((folder / "views.sql").read_text(encoding="utf-8"))
        for view in views():
            assert view.question.endswith((".", "?")), view.name
            rows = small.execute(f"SELECT * FROM {view.name}").fetchall()
            frame = large.execute(f"SELECT * FROM {view.name}").fetchall()
            assert sorted(map(str, rows)) == sorted(str(tuple(_as_sqlite(cell) for cell in row)) for row in frame), (
                view.name
            )
            assert rows, view.name


def _as_sqlite(cell: object) -> object:
    if isinstance(cell, bool):
        return int(cell)
    return cell if cell is None or isinstance(cell, str | int) else str(cell)


def test_csv_is_read_as_readr_reads_it(folder: Path) -> None:
    for table in TABLES:
        content = (folder / f"{table.name}.csv").read_bytes()
        # readr guesses UTF-8 without a byte order mark, the comma, and takes "" and NA as missing:
        # NA stands only where an assessor prints it, and docs/recipes.md reads with na = "".
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        rows = list(csv.reader(content.decode("utf-8").splitlines(keepends=True)))
        assert {len(row) for row in rows} == {len(table.columns)}
        printed = rows[0].index("printed_value") if "printed_value" in rows[0] else -1
        cells = {cell for row in rows for at, cell in enumerate(row) if at != printed}
        assert not {"NA", "NULL", "nan"} & cells


def test_pandas_finds_days_and_regions_without_being_told(folder: Path) -> None:
    frame = pd.read_csv(folder / "participations.csv", parse_dates=["consented_on", "since"])
    france = frame[(frame.actor == "FRA") & (frame.treaty == "opsc")].iloc[0]
    assert france.consented_on == pd.Timestamp("2003-02-05")
    assert france.region == "Europe"
    assert frame.list_complete.dtype == bool


def test_a_cell_that_a_spreadsheet_would_compute_is_guarded() -> None:
    rows = [("=1+1",), ("-",), ("a=b",), (None,), (-1,), (True,)]
    assert to_csv(["a"], rows, line_end="\n") == b"a\n'=1+1\n'-\na=b\n\"\"\n-1\ntrue\n"


def test_the_same_rows_give_the_same_bytes(made: dict[str, bytes], small_store: Store) -> None:
    about = About("The title", "2026.11.0", "2026-11-26")
    for file in table_files(rows_of_tables(small_store), about):
        assert file.content == made[file.name], file.name


def test_the_views_as_text_make_the_views(folder: Path, made: dict[str, bytes]) -> None:
    with closing(sqlite3.connect(folder / "csekg.sqlite")) as database:
        for view in views():
            database.execute(f"DROP VIEW {view.name}")
        database.executescript(made["views.sql"].decode())
        assert database.execute("SELECT count(*) FROM parties_by_year").fetchone()[0] > 10
        database.rollback()


def test_a_plain_installation_makes_what_the_standard_library_can(
    small_store: Store, made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csekg.tables.files.is_installed", lambda _extra: False)
    few = {file.name for file in table_files(rows_of_tables(small_store), About("", "", ""))}
    assert {name for name in made if not name.endswith(".parquet")} == few
    assert {"acts.csv", "csekg.sqlite", "datapackage.json"} < few
