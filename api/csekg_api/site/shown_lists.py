"""What a request shows of a list: its facets, order and columns applied to the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

from fastapi import Request

from csekg.answers.common.base import alphabetical
from csekg.answers.entities.actors import folded
from csekg.errors import UnknownNameError, did_you_mean
from csekg.languages.current import ENGLISH, current
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
from csekg_api.site.shown import Shown
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import own_path

Row = TypeVar("Row")

#: Parameters of the form of an answer, which links to other forms leave out.
_FORM = ("format", "bom", "page")


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

    def values(key: str) -> list[str]:
        parameter = listing.parameter(key)
        return [value for name, value in given if name == parameter]

    sort = next(iter(values(SORT)), "")
    orders = [sign + key for key in by_key for sign in ("", "-")]
    _check(listing.parameter(SORT), [sort] if sort else [], orders)
    wanted = values(COLUMNS)
    _check(listing.parameter(COLUMNS), wanted, by_key)
    asked = {facet.key: _codes(facet, values(facet.key)) for facet in listing.facets}
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
    parameter = listing.parameter(COLUMNS)
    sent = set(request.query_params.getlist(parameter))
    usual = {column.key for column in others if column.shown}
    return (parameter,) if sent - {first.key} == usual else ()


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
    if not isinstance(value, str):
        return value
    return folded(value) if current() == ENGLISH else alphabetical(value)
