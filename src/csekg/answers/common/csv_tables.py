"""Writes lists as CSV (RFC 4180) that is safe to open in spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel

from csekg.answers.common.base import Answer

T = TypeVar("T", bound=Answer)

# A spreadsheet computes a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(model: type[T], items: Iterable[T], *, bom: bool = False) -> bytes:
    """Return a list as UTF-8 CSV with a header line, the columns in the order of the model.

    A reference becomes two columns, its key and its name; a list is joined by semicolons. A cell
    that a spreadsheet would compute gets an apostrophe before it. `bom` adds a byte order mark.
    """
    return rows_to_csv(columns(model), (_cells(model, item) for item in items), bom=bom)


def rows_to_csv(
    header: Iterable[str], rows: Iterable[Iterable[object]], *, bom: bool = False
) -> bytes:
    """Return rows of values as UTF-8 CSV, with the same escaping as `to_csv`."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return ("\ufeff" if bom else "").encode() + text.getvalue().encode()


def _cell(value: object) -> str:
    # A negative number is no formula.
    return guarded(value) if isinstance(value, str) else _text(value)


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet computes as a formula."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell


def columns(model: type[BaseModel]) -> list[str]:
    """Return the names of the columns of a model's table."""
    names: list[str] = []
    for field in _fields(model):
        if field.nested is None:
            names.append(field.alias)
        elif field.is_reference:
            names += [field.alias, f"{field.alias}Name"]
        else:
            names += [f"{field.alias}.{column}" for column in columns(field.nested)]
    return names


def _cells(model: type[BaseModel], item: BaseModel | None) -> list[str]:
    cells: list[str] = []
    for field in _fields(model):
        value = None if item is None else getattr(item, field.name)
        if field.nested is None:
            cells.append(_text(value))
        elif field.is_reference:
            cells += [_text(getattr(value, "key", None)), _text(getattr(value, "name", None))]
        else:
            cells += _cells(field.nested, value)
    return cells


class _Field(NamedTuple):
    """A field of a model; `nested` is the model of its value, if that is a single one."""

    name: str
    alias: str
    nested: type[BaseModel] | None
    is_reference: bool


@cache
def _fields(model: type[BaseModel]) -> tuple[_Field, ...]:
    """Return the published fields of a model without the RDF class, the same in every row."""
    found = []
    for name, field in model.model_fields.items():
        if field.exclude or (name == "type" and _is_constant(field.annotation)):
            continue
        nested = _nested(field.annotation)
        is_reference = nested is not None and _is_reference(nested)
        found.append(_Field(name, field.alias or name, nested, is_reference))
    return tuple(found)


def _is_constant(annotation: Any) -> bool:
    return get_origin(annotation) is Literal and len(get_args(annotation)) == 1


def _nested(annotation: Any) -> type[BaseModel] | None:
    """Return the model of a field with a single or optional value, None for a list."""
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return None if _is_list(annotation) else candidate
    return None


def _is_list(annotation: Any) -> bool:
    origin = getattr(annotation, "__origin__", None)
    return origin in (list, tuple)


def _is_reference(model: type[BaseModel]) -> bool:
    return {"id", "key", "name"} <= set(model.model_fields)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case BaseModel():
            return str(getattr(value, "key", "") or getattr(value, "name", ""))
        case str():
            return value
        case Sequence():
            return "; ".join(_text(part) for part in value)
        case _:
            return str(value)
