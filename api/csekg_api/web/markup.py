"""The smallest pieces of pages, which stand in them by the thousand: faster than macros."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup, escape

from csekg.days import spelled
from csekg.languages.forms import number
from csekg.tables.table import Column
from csekg_api.web.words import ngettext


def day(value: date | None) -> Markup:
    """Return a day as a `time` element, nothing for None."""
    if not value:
        return Markup()
    return Markup(f'<time datetime="{value}">{spelled(value)}</time>')


def status(key: str, label: str) -> Markup:
    """Return the label of a status, coloured by its code, such as `signatory`."""
    return Markup(f'<span class="status s-{escape(key)}">{escape(label)}</span>')


def plain(column: Column[Any], row: object) -> Markup:
    """Return the value of a record in a column of a table, where a page says no more than that."""
    value = column.value(row)
    if value is None:
        return Markup("\N{EN DASH}")
    if isinstance(value, date):
        return day(value)
    return escape(number(value) if isinstance(value, int) else value)


def table_rows(label: str, rows: int) -> str:
    """Return the name of a table with the number of its rows, as "Treaties, 18 rows"."""
    name = label.striptags() if isinstance(label, Markup) else str(label)
    return ngettext("{what}, {number} row", "{what}, {number} rows", rows, what=name)
