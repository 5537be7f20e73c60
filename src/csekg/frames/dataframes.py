"""Rows as pandas data frames with real types: days, categories, whole numbers, true and false."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import pyoxigraph as ox

from csekg.namespaces import XSD
from csekg.sparql.store import Term
from csekg.tables.table import Kind, Row
from csekg.tables.tidy_table import TidyTable

#: Numbers that a query counts or computes.
_WHOLE = {XSD.integer.value, XSD.int.value, XSD.long.value, XSD.nonNegativeInteger.value}
_REAL = {XSD.decimal.value, XSD.double.value, XSD.float.value}
_DAYS = {XSD.date.value, XSD.dateTime.value}


def frame_of(table: TidyTable, rows: Sequence[Row]) -> pd.DataFrame:
    """Return rows of a table as a frame; what each column means is in `attrs["columns"]`.

    Days are datetime64, a category is one, whole numbers are Int32 and true and false boolean, both
    with a missing value where nothing is known.
    """
    cells = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    frame = pd.DataFrame(
        {column.key: _series(column.kind, values) for column, values in zip(table.columns, cells, strict=True)}
    )
    frame.attrs["row"] = table.row_is
    frame.attrs["columns"] = {column.key: column.meaning for column in table.columns}
    return frame


def _series(kind: Kind, cells: Iterable[object]) -> pd.Series:
    values = list(cells)
    if kind == "day":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[s]")
    dtypes = {"text": "str", "category": "category", "boolean": "boolean", "integer": "Int32"}
    return pd.Series(values, dtype=dtypes[kind])


def frame_of_solutions(names: Sequence[str], rows: Sequence[dict[str, Term | None]]) -> pd.DataFrame:
    """Return the solutions of a query as a frame, a column for each variable.

    A column whose terms are all days is datetime64, all whole numbers Int64, all numbers float64,
    all true or false boolean; any other is text, that of an IRI the IRI.
    """
    return pd.DataFrame({name: _typed([row[name] for row in rows]) for name in names})


def _typed(terms: Sequence[Term | None]) -> pd.Series:
    texts = [None if term is None else getattr(term, "value", str(term)) for term in terms]
    kinds = {term.datatype.value if isinstance(term, ox.Literal) else "" for term in terms if term}
    if kinds and kinds <= _DAYS:
        return pd.Series(pd.to_datetime(pd.Series(texts, dtype="str"), format="ISO8601"))
    if kinds and kinds <= _WHOLE:
        return pd.Series([None if text is None else int(text) for text in texts], dtype="Int64")
    if kinds and kinds <= _WHOLE | _REAL:
        return pd.Series([None if text is None else float(text) for text in texts], dtype="float64")
    if kinds == {XSD.boolean.value}:
        truth = [None if text is None else text in ("true", "1") for text in texts]
        return pd.Series(truth, dtype="boolean")
    return pd.Series(texts, dtype="str")
