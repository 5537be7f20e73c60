"""Rows as a table, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json

import pytest

from csekg.cli.tables import RowFormat, console, print_rows

COLUMNS = ("key", "reason")
ROWS = [("CIV", 'says "no", or yes'), ("FRA", "[bold]état[/bold]")]


def printed(form: RowFormat, capsys: pytest.CaptureFixture[str]) -> str:
    print_rows(COLUMNS, ROWS, form)
    return capsys.readouterr().out


def test_csv_and_json_can_be_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(RowFormat.csv, capsys)
    assert "\r" not in text
    assert list(csv.reader(io.StringIO(text))) == [list(COLUMNS), *map(list, ROWS)]
    text = printed(RowFormat.json, capsys)
    assert json.loads(text) == [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    assert "état" in text


def test_a_table_shows_values_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split() for line in printed(RowFormat.table, capsys).splitlines() if line.strip()]
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
