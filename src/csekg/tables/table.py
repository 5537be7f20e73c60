"""What a tidy table is: columns with types and meaning, keys, and the SPARQL query behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from csekg.errors import CsekgError
from csekg.sparql.store import QueryEngine, Results, read, solutions_of

#: What a column holds: free text, one of few words, a day, true or false, a whole number.
Kind = Literal["text", "category", "day", "boolean", "integer"]
#: A cell; None where nothing is known.
Value: TypeAlias = str | date | bool | int | None
Row: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, kind of values and meaning.

    The variable of the query has the same name. Of an IRI the part after `cut` is kept, for `/`
    that after the last slash. `required` columns have a value in each row. `references` names the
    table whose key the value is.
    """

    name: str
    kind: Kind
    description: str
    cut: str = ""
    required: bool = False
    references: str = ""

    def value(self, text: str) -> Value:
        """Return the cell for the text of a term, '' standing for no value; raises ValueError."""
        if not text:
            return None
        if self.kind == "day":
            return date.fromisoformat(text)
        if self.kind == "boolean":
            return {"true": True, "1": True, "false": False, "0": False}[text]
        if self.kind == "integer":
            return int(text)
        return text.rpartition(self.cut)[2] if self.cut else text


@dataclass(frozen=True, slots=True)
class Table:
    """A tidy table: its name, what one row is, the columns of its key, all columns, the query."""

    name: str
    row_is: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    query: str

    def rows(self, store: QueryEngine) -> list[Row]:
        """Return the rows in a store, sorted by key.

        Raises CsekgError for a value of another kind than its column, and for two rows of one key.
        """
        found = read(store.ask(self.query), self._by_key)
        return [found[key] for key in sorted(found, key=lambda key: tuple(map(str, key)))]

    def _by_key(self, results: Results) -> dict[Row, Row]:
        """Return the rows by key; results are read one by one, since there may be a million."""
        names = [column.name for column in self.columns]
        place = [names.index(name) for name in self.key]
        found: dict[Row, Row] = {}
        for solution in solutions_of(results):
            row = tuple(self._cell(column, solution[column.name]) for column in self.columns)
            key = tuple(row[number] for number in place)
            if found.setdefault(key, row) != row:
                raise CsekgError(
                    f"the dataset has two rows for {', '.join(map(str, key))} in the table "
                    f"{self.name}: validate it"
                )
        return found

    def _cell(self, column: Column, term: object) -> Value:
        text = "" if term is None else str(getattr(term, "value", term))
        try:
            value = column.value(text)
        except (ValueError, KeyError):
            raise CsekgError(
                f"{text[:80]!r} comes where {self.name}.{column.name} takes a value of the "
                f"kind {column.kind}"
            ) from None
        if column.required and value is None:
            raise CsekgError(f"a row of {self.name} has no {column.name}: validate the dataset")
        return value

    def references(self) -> Iterator[tuple[Column, str]]:
        """Yield the columns that are keys of other tables, with the names of these."""
        for column in self.columns:
            if column.references:
                yield column, column.references
