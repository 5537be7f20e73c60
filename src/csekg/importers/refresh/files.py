"""The fact files as a refresh edits them: tables and treaty.toml, changed in memory and written at the end."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TypeAlias

import tomlkit
from tomlkit import TOMLDocument

#: A row of a table: its cells by column, in the order of the columns.
Cells: TypeAlias = dict[str, str]


class FactFiles:
    """Tables and treaty.toml files of a folder, changed in memory until `write` is called."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet; files are read when they are asked for."""
        self._folder = folder
        self._columns: dict[str, list[str]] = {}
        self._tables: dict[str, list[Cells]] = {}
        self._documents: dict[str, TOMLDocument] = {}

    def table(self, name: str) -> list[Cells]:
        """Return the rows of a CSV file, given below the folder, to be changed in place."""
        if name not in self._tables:
            with (self._folder / name).open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream)
                self._tables[name] = [dict(row) for row in reader]
                self._columns[name] = list(reader.fieldnames or ())
        return self._tables[name]

    def blank(self, name: str) -> Cells:
        """Return an empty row with the columns of a table."""
        self.table(name)
        return dict.fromkeys(self._columns[name], "")

    def treaty(self, key: str) -> TOMLDocument:
        """Return the treaty.toml of a treaty, to be changed in place; comments and order stay."""
        name = f"treaties/{key}/treaty.toml"
        if name not in self._documents:
            self._documents[name] = tomlkit.parse((self._folder / name).read_text(encoding="utf-8"))
        return self._documents[name]

    def write(self) -> None:
        """Write all files that were asked for."""
        for name, document in self._documents.items():
            (self._folder / name).write_text(tomlkit.dumps(document), encoding="utf-8", newline="")
        for name, rows in self._tables.items():
            stream = io.StringIO()
            writer = csv.DictWriter(stream, self._columns[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            (self._folder / name).write_text(stream.getvalue(), encoding="utf-8", newline="")
