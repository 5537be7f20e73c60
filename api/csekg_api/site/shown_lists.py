"""What a request shows of a list: its facets, order and columns applied to the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Generic, TypeVar

from fastapi import Request

from csekg.answers.things.actors import folded
from csekg.errors import UnknownNameError, did_you_mean
from csekg.languages.forms import comma
from csekg.languages.words import later
from csekg_api.site.given import with_query
from csekg_api.site.lists import (
    COLUMNS,
    SORT,
    Column,
    Counted,
    Facet,
    ListOf,
    Offered,
    ShownFacet,
    Value,
)
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import own_path
from csekg_api.web.words import _

Row = TypeVar("Row")

#: Parameters of the form of an answer, which links to other forms leave out.
_FORM = ("format", "bom", "page")
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
        own = (SORT, *self._listing.several)
        return with_query(self._path, [pair for pair in self._given if pair[0] not in own])

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
        kept = [pair for pair in self._given if pair[0] != SORT]
        return with_query(self._path, [*kept, (SORT, wanted)])

    def order_of(self, column: Column[Row]) -> str:
        """Return the value of `aria-sort` for a column, '' where it does not order the list."""
        return {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")

    def columns_of(self, rows: Sequence[Row]) -> tuple[Column[Row], ...]:
        """Return the columns for some rows: without those that have no value in any of them.

        Columns that were chosen stand in any case.
        """
        if any(name == COLUMNS for name, _ in self._given):
            return self.columns
        first, *others = self.columns
        return (first, *(c for c in others if any(c.value(row) is not None for row in rows)))


def chosen(request: Request, listing: ListOf[Row], rows: Sequence[Row]) -> Shown[Row]:
    """Return what a request shows of a list of rows.

    Values of one facet widen the list, facets narrow each other; the number beside a value counts
    with the other facets applied. Rows without a value of the order stand last. Raises a 400
    problem for an unknown order or column, and UnknownNameError for an unknown value of a facet.
    """
    given = tuple(
        (name, value)
        for name, value in request.query_params.multi_items()
        if value.strip() and name not in _FORM
    )
    by_key = {column.key: column for column in listing.columns}
    sort = next((value for name, value in given if name == SORT), "")
    _check(SORT, [sort] if sort else [], [sign + key for key in by_key for sign in ("", "-")])
    wanted = [value for name, value in given if name == COLUMNS]
    _check(COLUMNS, wanted, by_key)
    asked = {
        facet.key: _codes(facet, [value for name, value in given if name == facet.key])
        for facet in listing.facets
    }
    codes = [{facet.key: frozenset(facet.codes(row)) for facet in listing.facets} for row in rows]
    found = [row for row, its in zip(rows, codes, strict=True) if _passes(its, asked, but="")]
    if sort:
        found = _sorted(found, by_key[sort.removeprefix("-")], descending=sort.startswith("-"))
    columns = tuple(
        column
        for number, column in enumerate(listing.columns)
        if number == 0 or (column.key in wanted if wanted else column.shown)
    )
    in_parts = listing.part and not sort
    # The heading of a part says the value of its column.
    if in_parts and not wanted:
        columns = tuple(column for column in columns if column.key != listing.part)
    return Shown(
        rows=tuple(found),
        total=len(rows),
        columns=columns,
        parts=_parts(found, by_key[listing.part] if in_parts else None),
        facets=tuple(_counted(facet, codes, asked) for facet in listing.facets),
        offered=tuple(
            Offered(column, column in columns or (not wanted and column.shown))
            for column in listing.columns
        ),
        sort=sort,
        own=bool(sort or wanted or any(asked.values())),
        anchor=listing.anchor,
        _given=given,
        _path=own_path(request),
        _listing=listing,
    )


def unchosen(request: Request, listing: ListOf[Row]) -> tuple[str, ...]:
    """Return the parameters that a form sends and nobody chose: the columns shown anyway."""
    first, *others = listing.columns
    sent = set(request.query_params.getlist(COLUMNS))
    usual = {column.key for column in others if column.shown}
    return (COLUMNS,) if sent - {first.key} == usual else ()


def _check(parameter: str, values: Iterable[str], known: Iterable[str]) -> None:
    names = list(known)
    for value in values:
        if value not in names:
            hint = did_you_mean(value, names)
            raise ProblemError(400, f"parameter {parameter} cannot be {value!r}. {hint}")


def _codes(facet: Facet[Row], values: Iterable[str]) -> frozenset[str]:
    known = {each.code for each in facet.choices}
    for value in values:
        if value not in known:
            raise UnknownNameError(facet.key, value, known)
    return frozenset(values)


def _passes(
    codes: Mapping[str, frozenset[str]], asked: Mapping[str, frozenset[str]], *, but: str
) -> bool:
    """Return whether a row with these codes passes all facets except one."""
    return all(
        not values or key == but or bool(values & codes[key]) for key, values in asked.items()
    )


def _counted(
    facet: Facet[Row],
    rows: Iterable[Mapping[str, frozenset[str]]],
    asked: Mapping[str, frozenset[str]],
) -> ShownFacet:
    counts = Counter(
        code for codes in rows if _passes(codes, asked, but=facet.key) for code in codes[facet.key]
    )
    values = (
        Counted(code, words, depth, counts[code], code in asked[facet.key])
        for code, words, depth in facet.choices
    )
    shown = tuple(value for value in values if value.rows or value.chosen)
    return ShownFacet(facet.key, facet.heading, shown, len(asked[facet.key]))


def _parts(
    rows: Sequence[Row], column: Column[Row] | None
) -> tuple[tuple[Value, tuple[Row, ...]], ...]:
    """Return the rows by the value of a column, all of them in one part without one."""
    grouped = groupby(rows, key=column.value if column else lambda _: None)
    return tuple((value, tuple(found)) for value, found in grouped)


def _sorted(rows: Iterable[Row], column: Column[Row], *, descending: bool) -> list[Row]:
    """Return rows by the value of a column; equal ones keep their order, those without are last."""
    valued = [(column.value(row), row) for row in rows]
    there = [(_comparable(value), row) for value, row in valued if value is not None]
    there.sort(key=lambda pair: pair[0], reverse=descending)
    return [row for _, row in there] + [row for value, row in valued if value is None]


def _comparable(value: str | float | date) -> Any:
    return folded(value) if isinstance(value, str) else value
