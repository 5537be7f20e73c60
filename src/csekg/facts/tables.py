"""Reads CSV files strictly: an unknown column, a malformed cell or a doubled row is an error."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from csekg.errors import DataError, did_you_mean
from csekg.languages.days import parse_day, parse_period


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a CSV file; every getter raises DataError with file, line and value.

    `line` is that of the last line of the row, from 1; `values` holds the cells by column.
    """

    file: Path
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the text of a column, empty for an empty cell."""
        return self.values[column]

    def fail(self, message: str, value: str, hint: str = "") -> DataError:
        """Return the error to raise about a value of this row."""
        return DataError(message, file=self.file, line=self.line, value=value, hint=hint)

    def required(self, column: str) -> str:
        """Return the text of a column that may not be empty."""
        if not self.values[column]:
            raise self.fail(f"column {column} may not be empty", "")
        return self.values[column]

    def one_of(self, column: str, names: Collection[str], kind: str) -> str:
        """Return the text of a column that must be one of the known names."""
        value = self.values[column]
        if value not in names:
            raise self.fail(f"unknown {kind} in column {column}", value, did_you_mean(value, names))
        return value

    def optional(self, column: str, names: Collection[str], kind: str) -> str:
        """Return the text of a column that is empty or one of the known names."""
        return self.one_of(column, names, kind) if self.values[column] else ""

    def day(self, column: str) -> date | None:
        """Return the date of a column (ISO 8601, without time zone), None for an empty cell."""
        value = self.values[column]
        if not value:
            return None
        try:
            return parse_day(value)
        except ValueError:
            raise self.fail(
                f"column {column} is no date", value, "Write a day as 2007-04-27, without a zone."
            ) from None

    def period(self, column: str) -> tuple[date, date] | None:
        """Return the first day of the period of a column (a day, month or year), and the first after it; or None."""
        value = self.values[column]
        if not value:
            return None
        try:
            return parse_period(value)
        except ValueError:
            raise self.fail(f"column {column} is no date", value, "Write 2007-04-27, 1976-07 or 1946.") from None

    def day_or_year(self, column: str) -> tuple[date | None, int | None]:
        """Return the day of a column, or its year where the cell is only that (`1990`).

        (None, None) for an empty cell. Raises DataError for any other text.
        """
        value = self.values[column]
        if re.fullmatch(r"[12]\d{3}", value):
            return None, int(value)
        return self.day(column), None

    def number(self, column: str) -> int | None:
        """Return the whole number of a column, None for an empty cell."""
        value = self.values[column]
        if value and not value.isdecimal():
            raise self.fail(f"column {column} is no whole number", value)
        return int(value) if value else None

    def list(self, column: str, separator: str = ";") -> list[str]:
        """Return the parts of a cell, stripped and without empty ones."""
        return [part.strip() for part in self.values[column].split(separator) if part.strip()]

    def each_of(self, column: str, names: Collection[str], kind: str) -> tuple[str, ...]:
        """Return the parts of a column (separated by `;`) that must all be known names.

        Raises DataError for an unknown or a repeated part.
        """
        parts = self.list(column)
        for part in parts:
            if part not in names:
                hint = did_you_mean(part, names)
                raise self.fail(f"unknown {kind} in column {column}", part, hint)
        if len(set(parts)) < len(parts):
            raise self.fail(f"column {column} repeats a value", self.values[column])
        return tuple(parts)

    def counted(self, column: str, expected: int) -> int:
        """Return the whole number of a column that must continue a count.

        Raises DataError for any other number, so that a lost or doubled line is noticed.
        """
        number = self.number(column)
        if number != expected:
            message = f"column {column} does not continue the count"
            raise self.fail(message, self.values[column], f"Write {expected}.")
        return number


def read_csv(file: Path, columns: str, key: str = "", *, of_spreadsheet: bool = False) -> Iterator[Row]:
    """Yield the rows of a UTF-8 CSV file that must have exactly these columns, in any order.

    Columns are named as in the file: `actor,kind,number`. Those of `key` may have the same values
    together only once. A file that a spreadsheet has saved may begin with a byte order mark, and
    have semicolons or tabs in place of commas.
    Raises DataError, naming file and line, for a file that is not UTF-8 or not CSV, and for a wrong
    header or row.
    """
    seen: set[tuple[str, ...]] = set()
    key_columns = key.split(",") if key else ()
    lines = _lines(file, "utf-8-sig" if of_spreadsheet else "utf-8")
    header = next(lines, "")
    delimiter = max(",;\t", key=header.count) if of_spreadsheet else ","
    reader = csv.DictReader(chain((header,), lines), strict=True, delimiter=delimiter)
    try:
        _check_header(file, reader.fieldnames or [], columns.split(","))
        for values in reader:
            row = Row(file, reader.line_num, values)
            if None in values or None in values.values():
                raise row.fail("the line has not as many cells as the header", str(values))
            identity = tuple(values[column] for column in key_columns)
            if key and identity in seen:
                raise row.fail("listed twice", ", ".join(identity))
            seen.add(identity)
            yield row
    except csv.Error as error:
        raise DataError(
            "not valid CSV",
            file=file,
            line=reader.line_num,
            value=str(error),
            hint="Is a quotation mark left open above?",
        ) from None


def _lines(file: Path, encoding: str) -> Iterator[str]:
    with file.open(encoding=encoding, newline="") as stream:
        number = 0
        try:
            for number, line in enumerate(stream, 1):  # noqa: B007 (the error names it)
                yield line
        except UnicodeDecodeError as error:
            raise DataError(
                "not UTF-8 from here on", file=file, line=number + 1, value=str(error), hint="Save the file as UTF-8."
            ) from None


def _check_header(file: Path, header: Sequence[str], columns: Collection[str]) -> None:
    for column in header:
        if column not in columns:
            raise DataError("unknown column", file=file, line=1, value=column, hint=did_you_mean(column, columns))
        if header.count(column) > 1:
            raise DataError("column named twice", file=file, line=1, value=column)
    for column in columns:
        if column not in header:
            raise DataError("missing column", file=file, line=1, value=column)
