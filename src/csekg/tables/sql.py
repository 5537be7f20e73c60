"""SQL that several databases read unchanged: tables with keys, and a view for each question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from csekg.tables.tidy_table import TidyTable


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, the question that it answers, and its SELECT."""

    name: str
    question: str
    select: str


@cache
def views() -> tuple[View, ...]:
    """Return the views, one for each main question, in the order of their names."""
    folder = resources.files("csekg.tables") / "views"
    found = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".sql"):
            text = file.read_text(encoding="utf-8")
            question = " ".join(re.findall("^-- (.*)$", text, re.MULTILINE))
            select = re.sub("^--.*\n", "", text, flags=re.MULTILINE).strip()
            found.append(View(file.name.removesuffix(".sql"), question, select))
    return tuple(found)


def create_table(table: TidyTable, types: Mapping[str, str]) -> str:
    """Return the statement that creates a table with its keys; `types` are SQL's, by kind."""
    lines = [
        f"{column.key} {types[column.kind]}" + (" NOT NULL" if column.required else "") for column in table.columns
    ]
    if all(column.required for column in table.columns if column.key in table.key):
        lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    else:
        # A part of the key may be empty, which SQL allows in no primary key.
        lines.append(f"UNIQUE ({', '.join(table.key)})")
    for column, other in table.references():
        lines.append(f"FOREIGN KEY ({column.key}) REFERENCES {other}")
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n)"


def create_views() -> Iterator[str]:
    """Yield the statements that create the views."""
    for view in views():
        yield f"CREATE VIEW {view.name} AS\n{view.select}"


def views_sql() -> bytes:
    """Return the statements that create the views as one text, each after its question."""
    return "\n".join(f"-- {view.question}\nCREATE VIEW {view.name} AS\n{view.select};\n" for view in views()).encode()


def inserting(table: TidyTable) -> str:
    """Return the statement that inserts a row, with a question mark for each value."""
    return f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"
