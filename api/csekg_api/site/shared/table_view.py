"""What a page shows of a table: the rows, columns and facets that a request has chosen.

`_lists.html` shows form, heads of columns and rows; CSV and XLSX have the same rows, order and columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Any, Generic, Literal, NamedTuple, TypeVar, get_args

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.base import alphabetical
from csekg.answers.common.folding import folded
from csekg.errors import UnknownNameError, did_you_mean
from csekg.languages.current import ENGLISH, current
from csekg.languages.forms import comma
from csekg.languages.words import later
from csekg.tables.as_csv import to_csv
from csekg.tables.as_workbook import Sheet
from csekg.tables.table import Column, Facet, Table, Value
from csekg_api.site.choices import canonical_redirect, with_query
from csekg_api.site.page import page
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import own_path
from csekg_api.web.words import _
from csekg_api.web.workbook_answer import as_workbook

Record = TypeVar("Record")

#: The parameters that every table has beside its facets.
SORT, COLUMNS = "sort", "columns"
#: Parameters of the form of an answer, which links to other forms leave out.
_FORM = ("format", "bom", "page")
#: The two directions of an order, for people.
_TEXTS = (later("A to Z"), later("Z to A"))
_NUMBERS = (later("smallest first"), later("largest first"))
_DAYS = (later("earliest first"), later("latest first"))


class FacetValue(NamedTuple):
    """A value of a facet, how many rows it would leave, and whether it is chosen."""

    code: str
    words: str
    depth: int
    rows: int
    chosen: bool


class FacetView(NamedTuple):
    """A facet as the form shows it; `chosen` is the number of values chosen."""

    key: str
    heading: str
    values: tuple[FacetValue, ...]
    chosen: int


class ColumnChoice(NamedTuple):
    """A column in the form."""

    column: Column[Any]
    chosen: bool


class RowPage(NamedTuple, Generic[Record]):
    """Rows of one page: from `begin` up to `end` of `total`, the addresses of the pages before and after."""

    rows: tuple[Record, ...]
    begin: int
    end: int
    total: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class TableView(Generic[Record]):
    """What is shown of a table: the records and columns chosen, and what else can be chosen.

    `total` is the number of records before the facets, `sort` the order chosen as in addresses,
    `own` whether anything was chosen at all; `given` are the parameters of the request.
    """

    table: Table[Record]
    rows: tuple[Record, ...]
    total: int
    columns: tuple[Column[Record], ...]
    parts: tuple[tuple[Value, tuple[Record, ...]], ...]
    facets: tuple[FacetView, ...]
    offered: tuple[ColumnChoice, ...]
    sort: str
    own: bool
    path: str
    given: tuple[tuple[str, str], ...]

    def page(self, number: int, most: int) -> RowPage[Record]:
        """Return one page of the rows, the first of which is 1, with at most so many rows."""
        begin = (number - 1) * most
        rows = self.rows[begin : begin + most]
        end = begin + len(rows)

        def address(wanted: int) -> str:
            return with_query(self.path, [*self.given, ("page", str(wanted))])

        return RowPage(
            rows,
            begin,
            end,
            len(self.rows),
            address(number - 1) if begin else None,
            address(number + 1) if end < len(self.rows) else None,
        )

    @property
    def in_parts(self) -> bool:
        """Whether the rows stand in parts."""
        return bool(self.table.part) and not self.sort

    @property
    def reset(self) -> str:
        """The address of the whole table in its usual order."""
        return with_query(self.path, self.others)

    @property
    def others(self) -> list[tuple[str, str]]:
        """The parameters given that are not those of this table."""
        own = parameters(self.table)
        return [pair for pair in self.given if pair[0] not in own]

    def parameter(self, key: str) -> str:
        """Return the name of a parameter of the table."""
        return parameter(self.table, key)

    @property
    def csv(self) -> str:
        """The address of the same rows and columns as CSV, with `format=xlsx` as XLSX."""
        return with_query(self.path, [*self.given, ("format", "csv")])

    @property
    def orders(self) -> list[tuple[str, str]]:
        """Every order as it stands in addresses, and in words."""
        return [
            (f"{sign}{column.key}", f"{column.heading}{comma()}{_(words)}")
            for column in self.table.columns
            for sign, words in zip(("", "-"), _directions(column), strict=True)
        ]

    def by(self, column: Column[Record]) -> str:
        """Return the address of the table ordered by a column, turned round where it is already.

        Numbers and days begin with the largest and the latest.
        """
        first, other = column.key, f"-{column.key}"
        if _directions(column) is not _TEXTS:
            first, other = other, first
        wanted = other if self.sort == first else first
        sort = self.parameter(SORT)
        others = [pair for pair in self.given if pair[0] != sort]
        return with_query(self.path, [*others, (sort, wanted)])

    def order_of(self, column: Column[Record]) -> str:
        """Return the value of `aria-sort` for a column, '' where it does not order the table."""
        return {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")

    def columns_of(self, rows: Sequence[Record]) -> tuple[Column[Record], ...]:
        """Return the columns for some rows: without those that have no value in any of them.

        Columns that were chosen stand in any case.
        """
        if any(name == self.parameter(COLUMNS) for name, _value in self.given):
            return self.columns
        first, *others = self.columns
        return (first, *(c for c in others if any(c.value(row) is not None for row in rows)))


def parameter(table: Table[Any], key: str) -> str:
    """Return the parameter of `sort`, `columns` or a facet; the anchor of `rows`."""
    return f"{table.name}-{key}" if table.name else key


def several(table: Table[Any]) -> tuple[str, ...]:
    """Return the parameters of a table that may be given several times."""
    return tuple(parameter(table, key) for key in (COLUMNS, *(facet.key for facet in table.facets)))


def parameters(table: Table[Any]) -> tuple[str, ...]:
    """Return all parameters of a table."""
    return (parameter(table, SORT), *several(table))


def view(request: Request, table: Table[Record], records: Sequence[Record]) -> TableView[Record]:
    """Return what a request shows of a table of records.

    Values of one facet widen the table, facets narrow each other; the number beside a value counts
    with the other facets applied. Records without a value of the order stand last. Raises a 400
    problem for an unknown order or column, and UnknownNameError for an unknown value of a facet.
    """
    given = tuple(
        (name, value) for name, value in request.query_params.multi_items() if value.strip() and name not in _FORM
    )
    columns = {column.key: column for column in table.columns}
    sort, wanted = _order_and_columns(table, given)
    chosen = {facet.key: _codes(facet, _values(table, facet.key, given)) for facet in table.facets}
    codes = [{facet.key: frozenset(facet.codes(record)) for facet in table.facets} for record in records]
    rows = [record for record, of_record in zip(records, codes, strict=True) if _passes(of_record, chosen, but="")]
    if sort:
        rows = _sorted(rows, columns[sort.removeprefix("-")], descending=sort.startswith("-"))
    shown = _columns(table, sort, wanted)
    return TableView(
        table=table,
        rows=tuple(rows),
        total=len(records),
        columns=shown,
        parts=_parts(rows, columns[table.part] if table.part and not sort else None),
        facets=tuple(_counted(facet, codes, chosen) for facet in table.facets),
        offered=tuple(
            ColumnChoice(column, column in shown or (not wanted and column.shown)) for column in table.columns
        ),
        sort=sort,
        own=bool(sort or wanted or any(chosen.values())),
        path=own_path(request),
        given=given,
    )


def unchosen(request: Request, table: Table[Any]) -> tuple[str, ...]:
    """Return the parameters that a form sends and nobody chose: the columns shown anyway."""
    first, *others = table.columns
    name = parameter(table, COLUMNS)
    sent = set(request.query_params.getlist(name))
    usual = {column.key for column in others if column.shown}
    return (name,) if sent - {first.key} == usual else ()


def _directions(column: Column[Any]) -> tuple[str, str]:
    if column.is_number:
        return _NUMBERS
    return _DAYS if column.kind == "day" else _TEXTS


def _values(table: Table[Any], key: str, sent: Iterable[tuple[str, str]]) -> list[str]:
    name = parameter(table, key)
    return [value for given_name, value in sent if given_name == name]


def _order_and_columns(table: Table[Any], sent: Sequence[tuple[str, str]]) -> tuple[str, Sequence[str]]:
    """Return the order and the columns that are chosen; raises a 400 problem for unknown ones."""
    orders = [sign + key for key in table.keys for sign in ("", "-")]
    sort, wanted = _values(table, SORT, sent)[:1], _values(table, COLUMNS, sent)
    for key, values, keys in ((SORT, sort, orders), (COLUMNS, wanted, table.keys)):
        for value in values:
            if value not in keys:
                hint = did_you_mean(value, keys)
                name = parameter(table, key)
                raise ProblemError(400, f"parameter {name} cannot be {value!r}. {hint}")
    return (sort[0] if sort else ""), wanted


def _columns(table: Table[Record], sort: str, wanted: Sequence[str]) -> tuple[Column[Record], ...]:
    """Return the columns shown: those chosen, else the usual ones; the first in any case."""
    first, *others = table.columns
    if wanted:
        return (first, *(column for column in others if column.key in wanted))
    # The heading of a part says the value of its column.
    part = "" if sort else table.part
    usual = (first, *(column for column in others if column.shown))
    return tuple(column for column in usual if not part or column.key != part)


def _codes(facet: Facet[Any], values: Iterable[str]) -> frozenset[str]:
    codes = {choice.code for choice in facet.choices}
    for value in values:
        if value not in codes:
            raise UnknownNameError(facet.key, value, codes)
    return frozenset(values)


def _passes(codes: Mapping[str, frozenset[str]], chosen: Mapping[str, frozenset[str]], *, but: str) -> bool:
    """Return whether a record with these codes passes all facets except one."""
    return all(not values or key == but or bool(values & codes[key]) for key, values in chosen.items())


def _counted(
    facet: Facet[Any], records: Iterable[Mapping[str, frozenset[str]]], chosen: Mapping[str, frozenset[str]]
) -> FacetView:
    counts = Counter(code for codes in records if _passes(codes, chosen, but=facet.key) for code in codes[facet.key])
    values = (
        FacetValue(code, words, depth, counts[code], code in chosen[facet.key]) for code, words, depth in facet.choices
    )
    shown = tuple(value for value in values if value.rows or value.chosen)
    return FacetView(facet.key, facet.heading, shown, len(chosen[facet.key]))


def _parts(records: Sequence[Record], column: Column[Record] | None) -> tuple[tuple[Value, tuple[Record, ...]], ...]:
    """Return the records by the value of a column, all of them in one part without one."""
    grouped = groupby(records, key=column.value if column else lambda _: None)
    return tuple((value, tuple(part)) for value, part in grouped)


def _sorted(records: Iterable[Record], column: Column[Record], *, descending: bool) -> list[Record]:
    """Return records by the value of a column; equal ones keep their order, those without end."""
    valued = [(column.value(record), record) for record in records]
    there = [(_comparable(value), record) for value, record in valued if value is not None]
    there.sort(key=lambda pair: pair[0], reverse=descending)
    return [record for _, record in there] + [record for value, record in valued if value is None]


def _comparable(value: str | float | date) -> Any:
    if not isinstance(value, str):
        return value
    return folded(value) if current() == ENGLISH else alphabetical(value)


_Format = Literal["csv", "xlsx"]
#: The column that files have whether or not the page shows it.
_REASON = "reason"


class FurtherSheet(NamedTuple):
    """A sheet that a workbook has beside the list of the page."""

    name: str
    table: Table[Any]
    records: Sequence[Any]


def table_response(
    request: Request,
    table: Table[Record],
    records: Sequence[Record],
    name: str,
    question: str,
    basis: Iterable[object] | None = None,
    *,
    fault: str | None = None,
    status: int = 404,
    further: Callable[[], Sequence[FurtherSheet]] = tuple,
) -> TableView[Record] | Response:
    """Return what a page shows of a table, or the answer that a request wants instead.

    That is a file with `format=csv` or `format=xlsx`, called `name`, or a redirect to a shorter
    address. A file has the columns of the page, and those of parts and reasons unless columns were
    chosen. A workbook says that the rows answer `question` and rest on `basis`, the records unless
    given; it has `further` sheets. Raises what `view` raises, a 400 problem for another format, and
    one of `status` for a file of a page that only says its `fault`.
    """
    if (shorter := canonical_redirect(request, unchosen(request, table))) is not None:
        return shorter
    shown = view(request, table, records)
    wanted = request.query_params.get("format")
    if not wanted:
        return shown
    if fault:
        raise ProblemError(status, fault)
    own = any(name == parameter(table, COLUMNS) for name, _value in shown.given)
    also = () if own else (table.part, _REASON)
    chosen = Table([column for column in table.columns if column in shown.columns or column.key in also])
    rows = chosen.rows_of(shown.rows)
    match wanted:
        case "csv":
            bom = request.query_params.get("bom") == "true"
            answer = Response(to_csv(chosen.keys, rows, bom=bom), media_type="text/csv")
            answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
            return answer
        case "xlsx":
            others = further()
            sheets = [Sheet(other.name, other.table.headings, other.table.rows_of(other.records)) for other in others]
            further_rows = chain.from_iterable(other.records for other in others)
            rests_on = [*(shown.rows if basis is None else basis), *further_rows]
            return as_workbook(request, name, chosen.headings, rows, rests_on, question, sheets)
        case other:
            formats = " or ".join(get_args(_Format))
            raise ProblemError(400, f"parameter format should be {formats}, not {other!r}")


def table_page(
    request: Request,
    template: str,
    table: Table[Record],
    records: Sequence[Record],
    name: str,
    question: str,
    *,
    fault: str | None = None,
    status: int = 404,
    **context: object,
) -> Response:
    """Return a page with a table as `list` and its `fault`, or what `table_response` answers instead."""
    shown = table_response(request, table, records, name, question, fault=fault, status=status)
    if isinstance(shown, Response):
        return shown
    return page(request, template, status=status if fault else 200, fault=fault, list=shown, **context)
