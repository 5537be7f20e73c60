"""What a table is: columns with key, heading, kind, value and meaning, facets, and parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

#: What a column holds: free text, one of few words, a day, true or false, a whole number, any
#: number.
Kind = Literal["text", "category", "day", "boolean", "integer", "number"]
#: A cell; None where nothing is known. Its words are said in the current language when written.
Value: TypeAlias = str | date | bool | int | float | None
Row: TypeAlias = tuple[Value, ...]

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column: its key in addresses and files, its heading for people, and a record's value.

    `meaning` is what it counts or means, where the heading alone would not tell. A column that is
    `required` has a value in each row. `references` names the table whose key the value is. Pages
    show a column that is not `shown` when it is chosen.
    """

    key: str
    heading: str
    value: Callable[[R], Value]
    kind: Kind = "text"
    meaning: str = ""
    required: bool = False
    references: str = ""
    shown: bool = True

    @property
    def is_number(self) -> bool:
        """Whether the values are numbers."""
        return self.kind in ("integer", "number")


class Choice(NamedTuple):
    """A value of a facet: its code in addresses, its words, and how deep it stands in a tree."""

    code: str
    words: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet(Generic[R]):
    """A property by which records are filtered: its parameter, and the codes of a record."""

    key: str
    heading: str
    codes: Callable[[R], Iterable[str]]
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """A table of records: its columns, of which the first names the record, facets, and parts.

    The records of a part have one value of the column `part`; the parts stand in the order of the
    records until another order is chosen. `anchor` gives the fragment by which a page links to a
    record. `name` begins the parameters of a second table on a page.
    """

    columns: Sequence[Column[R]]
    facets: Sequence[Facet[R]] = ()
    part: str = ""
    anchor: Callable[[R], str] | None = None
    name: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns."""
        return tuple(column.key for column in self.columns)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the columns."""
        return tuple(column.heading for column in self.columns)

    def rows_of(self, records: Iterable[R]) -> list[Row]:
        """Return a row for each record."""
        values = [column.value for column in self.columns]
        return [tuple(value(record) for value in values) for record in records]
