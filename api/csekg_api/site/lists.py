"""Lists that people sort, filter and choose the columns of: what a page says of its list.

`shown_lists` reads from a request what was chosen, `_lists.html` shows form, heads of columns and
rows, `list_files` gives the same as CSV and XLSX.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar

Row = TypeVar("Row")
Value: TypeAlias = str | float | date | None

#: The parameters that every list has beside its facets.
SORT, COLUMNS = "sort", "columns"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its value in a row orders the list and stands in files; pages may add links.

    `says` is what the column counts or means, where the heading alone would not tell. A column that
    is not `shown` can be chosen.
    """

    key: str
    heading: str
    value: Callable[[Row], Value]
    kind: Literal["text", "number", "day"] = "text"
    says: str = ""
    shown: bool = True


class Choice(NamedTuple):
    """A value of a facet: its code in addresses, its words, and how deep it stands in a tree."""

    code: str
    words: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet(Generic[Row]):
    """A property by which rows are filtered: its parameter, and the codes that a row has."""

    key: str
    heading: str
    codes: Callable[[Row], Iterable[str]]
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class ListOf(Generic[Row]):
    """A list: its columns, of which the first names the row, its facets, and its parts.

    The rows of a part have one value of the column `part`; the parts stand in the order of the rows
    until another order is chosen. `anchor` gives the fragment by which a row is linked to. `name`
    begins the parameters of a second list on a page.
    """

    columns: Sequence[Column[Row]]
    facets: Sequence[Facet[Row]] = ()
    part: str = ""
    anchor: Callable[[Row], str] | None = None
    name: str = ""

    def parameter(self, key: str) -> str:
        """Return the parameter of `sort`, `columns` or a facet; the anchor of `rows`."""
        return f"{self.name}-{key}" if self.name else key

    @property
    def several(self) -> tuple[str, ...]:
        """The parameters that may be given several times."""
        return tuple(map(self.parameter, (COLUMNS, *(facet.key for facet in self.facets))))


class Counted(NamedTuple):
    """A value of a facet, how many rows it would leave, and whether it is chosen."""

    code: str
    words: str
    depth: int
    rows: int
    chosen: bool


class ShownFacet(NamedTuple):
    """A facet as the form shows it; `chosen` is the number of values chosen."""

    key: str
    heading: str
    values: tuple[Counted, ...]
    chosen: int


class Offered(NamedTuple):
    """A column in the form."""

    column: Column[Any]
    chosen: bool
