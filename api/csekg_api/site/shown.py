"""What a page shows of a list: rows, columns, facets, and the addresses of other choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from csekg.languages.forms import comma
from csekg.languages.words import later
from csekg_api.site.given import with_query
from csekg_api.site.lists import COLUMNS, SORT, Column, ListOf, Offered, ShownFacet, Value
from csekg_api.web.words import _

Row = TypeVar("Row")

#: The two directions of each kind of column, for people.
_DIRECTIONS = {
    "text": (later("A to Z"), later("Z to A")),
    "number": (later("smallest first"), later("largest first")),
    "day": (later("earliest first"), later("latest first")),
}


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """What is shown of a list: the rows and columns chosen, and what else can be chosen.

    `total` is the number of rows before the facets, `sort` the order chosen as in addresses,
    `own` whether anything was chosen at all.
    """

    rows: tuple[Row, ...]
    total: int
    columns: tuple[Column[Row], ...]
    parts: tuple[tuple[Value, tuple[Row, ...]], ...]
    facets: tuple[ShownFacet, ...]
    offered: tuple[Offered, ...]
    sort: str
    own: bool
    anchor: Callable[[Row], str] | None
    _given: tuple[tuple[str, str], ...]
    _path: str
    _listing: ListOf[Row]

    @property
    def in_parts(self) -> bool:
        """Whether the rows stand in parts."""
        return bool(self._listing.part) and not self.sort

    @property
    def reset(self) -> str:
        """The address of the whole list in its usual order."""
        return with_query(self._path, self.others)

    @property
    def others(self) -> list[tuple[str, str]]:
        """The parameters given that are not those of this list."""
        own = self._own
        return [pair for pair in self._given if pair[0] not in own]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The parameters given that are those of this list."""
        own = self._own
        return [pair for pair in self._given if pair[0] in own]

    @property
    def _own(self) -> tuple[str, ...]:
        return (self.parameter(SORT), *self._listing.several)

    def parameter(self, key: str) -> str:
        """Return the name of a parameter or an anchor of the list (`ListOf.parameter`)."""
        return self._listing.parameter(key)

    @property
    def csv(self) -> str:
        """The address of the same rows and columns as CSV, with `format=xlsx` as XLSX."""
        return with_query(self._path, [*self._given, ("format", "csv")])

    @property
    def orders(self) -> list[tuple[str, str]]:
        """Every order as it stands in addresses, and in words."""
        return [
            (f"{sign}{column.key}", f"{column.heading}{comma()}{_(words)}")
            for column in self._listing.columns
            for sign, words in zip(("", "-"), _DIRECTIONS[column.kind], strict=True)
        ]

    def by(self, column: Column[Row]) -> str:
        """Return the address of the list ordered by a column, turned round where it is already.

        Numbers and days begin with the largest and the latest.
        """
        first, other = column.key, f"-{column.key}"
        if column.kind != "text":
            first, other = other, first
        wanted = other if self.sort == first else first
        sort = self.parameter(SORT)
        kept = [pair for pair in self._given if pair[0] != sort]
        return with_query(self._path, [*kept, (sort, wanted)])

    def order_of(self, column: Column[Row]) -> str:
        """Return the value of `aria-sort` for a column, '' where it does not order the list."""
        return {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")

    def columns_of(self, rows: Sequence[Row]) -> tuple[Column[Row], ...]:
        """Return the columns for some rows: without those that have no value in any of them.

        Columns that were chosen stand in any case.
        """
        if any(name == self.parameter(COLUMNS) for name, _ in self._given):
            return self.columns
        first, *others = self.columns
        return (first, *(c for c in others if any(c.value(row) is not None for row in rows)))
