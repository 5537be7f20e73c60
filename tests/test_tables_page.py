"""docs/tables.md names every table, column and view as the code defines it."""

from __future__ import annotations

import re
from pathlib import Path

from csekg.tables.all_tables import TABLES
from csekg.tables.as_sqlite import views

PAGE = (Path(__file__).parents[1] / "docs" / "tables.md").read_text(encoding="utf-8")


def test_every_view_stands_with_its_question() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert rows == [(view.name, view.question) for view in views()]


def test_every_column_stands_with_its_meaning() -> None:
    sections = re.split("^### ", PAGE, flags=re.MULTILINE)[1:]
    assert [section.partition("\n")[0] for section in sections] == [each.name for each in TABLES]
    for table, section in zip(TABLES, sections, strict=True):
        key = ", ".join(f"`{name}`" for name in table.key)
        assert f"One row is {table.row_is}. Key: {key}." in section
        rows = re.findall(r"^\| `(\w+)` \| (\w+)([^|]*) \| (.+) \|$", section, re.MULTILINE)
        assert rows == [
            (
                column.key,
                column.kind,
                "" if column.required else ", may be empty",
                column.meaning + (f"; key of `{column.references}`" if column.references else ""),
            )
            for column in table.columns
        ]
