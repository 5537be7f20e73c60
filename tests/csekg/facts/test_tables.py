"""The strict reader of CSV: anything malformed is an error, with file and line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.tables import Row, read_csv
from csekg.resources import data_dir

COLUMNS = "key,on,count"


def one(folder: Path, line: str) -> Row:
    file = folder / "facts.csv"
    file.write_text(f"key,on,count\n{line}\n", encoding="utf-8")
    (row,) = read_csv(file, COLUMNS)
    return row


def test_a_row_gives_its_values_in_their_types(tmp_path: Path) -> None:
    row = one(tmp_path, "Åland,2007-04-27,12")
    assert (row["key"], row.day("on"), row.number("count")) == ("Åland", date(2007, 4, 27), 12)
    assert row.line == 2


def test_an_empty_cell_is_nothing_and_not_zero(tmp_path: Path) -> None:
    row = one(tmp_path, "a,,")
    assert row.day("on") is None
    assert row.number("count") is None
    assert row.list("on") == []
    assert row.optional("on", ["x"], "word") == ""


def test_a_cell_may_hold_several_values(tmp_path: Path) -> None:
    assert one(tmp_path, "2(a); 3(1) ;,,").list("key") == ["2(a)", "3(1)"]


@pytest.mark.parametrize(
    "value",
    ["2007-04-27Z", "2007-4-27", "27 April", "27.04.2007", "2007-02-30", "20070427", "2007-04", "2007-04-27T00:00:00"],
)
def test_only_a_whole_iso_day_is_a_date(tmp_path: Path, value: str) -> None:
    with pytest.raises(DataError, match=r"facts\.csv:2: column on is no date: ") as error:
        one(tmp_path, f"a,{value},").day("on")
    assert error.value.value == value
    assert "2007-04-27, without a zone" in str(error.value)


@pytest.mark.parametrize("value", ["twelve", "1.5", "-1", "1e3"])
def test_only_digits_are_a_number(tmp_path: Path, value: str) -> None:
    with pytest.raises(DataError, match="column count is no whole number"):
        one(tmp_path, f"a,,{value}").number("count")


def test_a_required_cell_may_not_be_empty(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="column key may not be empty"):
        one(tmp_path, ",2007-04-27,1").required("key")


def test_an_unknown_word_comes_with_the_known_ones(tmp_path: Path) -> None:
    row = one(tmp_path, "acession,,")
    with pytest.raises(DataError, match=r"unknown kind in column key: 'acession'\. Did you mean acc"):
        row.one_of("key", ("accession", "ratification"), "kind")
    assert row.one_of("key", ("acession",), "kind") == "acession"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("key,on,cuont\n", "facts.csv:1: unknown column: 'cuont'. Did you mean count"),
        ("key,on\n", "facts.csv:1: missing column: 'count'"),
        ("", "facts.csv:1: missing column: 'key'"),
        ("key,on,count\na,b\n", "facts.csv:2: the line has not as many cells as the header"),
        ("key,on,count\na,b,1\na,b,1,2\n", "facts.csv:3: the line has not as many cells"),
        ("\ufeffkey,on,count\n", "unknown column"),
    ],
)
def test_a_table_of_another_shape_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "facts.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(message)):
        list(read_csv(file, COLUMNS))


def test_the_order_of_the_columns_does_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("count,key,on\n1,a,\n", encoding="utf-8")
    (row,) = read_csv(file, COLUMNS)
    assert row["key"] == "a"


def test_a_quoted_line_break_does_not_shift_the_line_told(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text('key,on,count\n"a\nb",,\nc,,x\n', encoding="utf-8")
    rows = list(read_csv(file, COLUMNS))
    with pytest.raises(DataError, match=r"facts\.csv:4: "):
        rows[1].number("count")


def test_a_file_that_is_not_utf8_is_refused_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_bytes(b"key,on,count\na,,\n" + "Côte,,\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"facts\.csv:\d: not UTF-8"):
        list(read_csv(file, COLUMNS))


def test_a_column_named_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("key,on,count,on\na,,,\n", encoding="utf-8")
    with pytest.raises(DataError, match="column named twice: 'on'"):
        list(read_csv(file, COLUMNS))


def test_a_key_may_not_come_twice(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("key,on,count\na,,\na,,1\n", encoding="utf-8")
    assert len(list(read_csv(file, COLUMNS))) == 2
    with pytest.raises(DataError, match=r"facts\.csv:3: listed twice: 'a'"):
        list(read_csv(file, COLUMNS, key="key"))


def test_every_fact_file_has_the_line_ends_and_the_encoding_that_are_promised() -> None:
    files = [*data_dir().rglob("*.csv"), *data_dir().rglob("*.toml")]
    assert len(files) > 70
    for file in files:
        content = file.read_bytes()
        content.decode("utf-8")
        assert b"\r" not in content, file
        assert content.endswith(b"\n"), file
