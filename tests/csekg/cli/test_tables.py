"""Rows as a table, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json

import pytest

from csekg.cli.tables import RowFormat, console, print_rows

COLUMNS = ("key", "reason")
ROWS = [("CIV", 'says "no", or yes'), ("FRA", "[bold]état[/bold]")]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> str:
    print_rows(COLUMNS, ROWS, request.param)
    return capsys.readouterr().out


@pytest.mark.parametrize("printed", [RowFormat.csv], indirect=True)
def test_csv_can_be_read_again(printed: str) -> None:
    assert "\r" not in printed
    assert list(csv.reader(io.StringIO(printed))) == [list(COLUMNS), *map(list, ROWS)]


@pytest.mark.parametrize("printed", [RowFormat.json], indirect=True)
def test_json_can_be_read_again(printed: str) -> None:
    assert json.loads(printed) == [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    assert "état" in printed


@pytest.mark.parametrize("printed", [RowFormat.table], indirect=True)
def test_a_table_shows_values_as_they_are(printed: str) -> None:
    lines = [line.split() for line in printed.splitlines() if line.strip()]
    assert lines[0] == ["key", "reason"]
    # What looks like markup is text.
    assert lines[-1] == ["FRA", "[bold]état[/bold]"]


def test_in_a_pipe_a_row_of_ordinary_length_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(COLUMNS, [("FRA", "x" * 120)])
    assert "x" * 120 in capsys.readouterr().out
    assert console().width == 160


def test_no_value_is_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(COLUMNS, [("FRA", "x" * 400)])
    assert capsys.readouterr().out.count("x") == 400
