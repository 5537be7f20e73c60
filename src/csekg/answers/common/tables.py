"""Lists of answers as tables: which columns a model has, and the values of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from csekg.answers.common.headings import headings
from csekg.languages.messages import _

# Where a capital letter begins a word of a camelCase name.
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Column(NamedTuple):
    """A column of a table: its name in CSV and JSON, and its heading for people."""

    name: str
    heading: str


def columns(model: type[BaseModel]) -> list[Column]:
    """Return the columns of a model's table, in its order.

    A reference becomes two columns, its key and its name. A field with a title is headed by it.
    """
    titled = {field.alias: field.title for field in _fields(model) if field.title}
    known = headings() | titled
    return [Column(name, known.get(name) or in_words(name)) for name in _names(model)]


def in_words(name: str) -> str:
    """Return a name in camelCase as words, the first with a capital: English with its marks."""
    words = [_WORDS.sub(" ", part.replace("_", " ")) for part in name.split(".")]
    text = ": ".join(word if word.isupper() else word.lower() for word in words)
    return _(text[:1].upper() + text[1:])


def cells(model: type[BaseModel], item: BaseModel | None) -> Iterator[object]:
    """Yield the values of a row, one for each column; None where there is none."""
    for field in _fields(model):
        value = None if item is None else getattr(item, field.name)
        if field.nested is None:
            yield value
        elif field.is_reference:
            yield getattr(value, "key", None)
            yield getattr(value, "name", None)
        else:
            yield from cells(field.nested, value)


def text_of(value: object) -> str:
    """Return a value as text: a list joined by semicolons, a thing by its key or name."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case BaseModel():
            return str(getattr(value, "key", "") or getattr(value, "name", ""))
        case str():
            return str(value)
        case Sequence():
            return "; ".join(text_of(part) for part in value)
        case _:
            return str(value)


def _names(model: type[BaseModel]) -> Iterator[str]:
    for field in _fields(model):
        if field.nested is None:
            yield field.alias
        elif field.is_reference:
            yield from (field.alias, f"{field.alias}Name")
        else:
            yield from (f"{field.alias}.{name}" for name in _names(field.nested))


class _Field(NamedTuple):
    """A field of a model; `nested` is the model of its value, if that is a single one."""

    name: str
    alias: str
    title: str | None
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
        found.append(_Field(name, field.alias or name, field.title, nested, is_reference))
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
