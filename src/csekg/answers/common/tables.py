"""Lists of answers as tables, whose columns follow from the fields of the model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel

from csekg.answers.common.base import Answer
from csekg.languages.current import without_language
from csekg.languages.messages import _, pgettext
from csekg.tables.table import Column, Kind, Table, Value

T = TypeVar("T", bound=Answer)

#: Fields that the tidy tables name otherwise, in every model.
_TIDY = {
    "complete": "list_complete",
    "duty_strength": "duty",
    "entry_into_force_computed": "bound_on_computed",
    "entry_into_force_stated": "bound_on_stated",
    "id": "iri",
    "is_part_of": "part_of",
    "order": "place",
    "treaty_name": "treaty_title",
}
#: Fields that they name otherwise where a row is a thing of this kind.
_TIDY_OF = {
    "Actor": {"key": "actor", "name": "actor_name"},
    "Citation": {"citing_provision": "paragraph", "name": "label"},
    "ConsentEntryIntoForce": {
        "date": "consented_on",
        "kind": "consent_kind",
        "computed_entry_into_force": "bound_on_computed",
    },
    "Correspondence": {"instrument": "treaty", "instrument_name": "treaty_title"},
    "Discrepancy": {
        "concerns_property": "property",
        "state": "actor",
        "instrument": "treaty",
        "instrument_name": "treaty_title",
        "dissenting_value": "other_value",
        "dissenting_source": "other_source",
        "discrepancy_status": "state_of_it",
    },
    "Group": {"key": "group_key", "name": "group_name", "group_kind": "kind"},
    "Instrument": {"name": "title"},
    "Paragraph": {"name": "paragraph_name"},
    "PracticeAssessment": {
        "assessed_answer": "answer",
        "assessed_number": "number",
        "assessed_year": "year",
        "qualified": "with_note",
    },
    "Source": {"key": "source", "name": "title"},
    "Declaration": {"date": "made_on"},
}
#: Headings that are not the words of the name.
_HEADINGS = {
    "Actor": "State (code)",
    "Actor name": "State",
    "As of": "Data as of",
    "Doi": "DOI",
    "Id": "Identifier",
    "On": "On the day",
    "Sha256": "SHA-256",
    "Stood as": "Stood as (code)",
    "Stood as name": "Stood as",
    "Treaty": "Treaty (key)",
    "Treaty name": "Treaty",
    "Url": "Address",
}
_KINDS: dict[type, Kind] = {date: "day", bool: "boolean", int: "integer", float: "number"}
# Where a capital letter begins a word of a camelCase name.
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@cache
def table_of(model: type[T]) -> Table[T]:
    """Return the table of a model, its columns in the order of the fields.

    A column is called as in the tidy tables, and else as the field; its heading is one of
    headings.txt. A reference becomes two columns, its key and its name; a list is joined by
    semicolons. A list that a reference has is a column, too.
    """
    names = _TIDY | _TIDY_OF.get(model.__name__, {})
    with without_language():
        return Table(
            [
                Column(
                    key=_key(names, field.name),
                    heading=heading(field.name),
                    value=partial(_cell, field.path),
                    kind=field.kind,
                    meaning=field.meaning,
                )
                for field in fields(model)
            ]
        )


def _key(names: Mapping[str, str], name: str) -> str:
    of_reference = name.removesuffix("_name")
    if name not in names and of_reference != name and of_reference in names:
        return f"{names[of_reference]}_name"
    return names.get(name, name)


def heading(name: str) -> str:
    """Return the heading of the column of a field, in the current language."""
    words = _spaced(name)
    return pgettext("column", _HEADINGS.get(words, words))


def in_words(name: str) -> str:
    """Return a name in camelCase or with underscores as words, the first with a capital."""
    return _(_spaced(name))


def _spaced(name: str) -> str:
    words = _WORDS.sub(" ", name.replace("_", " "))
    text = words if words.isupper() else words.lower()
    return text[:1].upper() + text[1:]


class Field(NamedTuple):
    """What makes a column: its name, the attributes that lead to its value, kind and meaning."""

    name: str
    path: tuple[str, ...]
    kind: Kind
    meaning: str


def fields(model: type[BaseModel]) -> Iterator[Field]:
    """Yield what the columns are made of, without the RDF class, which is the same in every row."""
    for name, field in model.model_fields.items():
        if field.exclude or (name == "type" and _is_constant(field.annotation)):
            continue
        meaning = field.description or ""
        types = (field.annotation, *get_args(field.annotation))
        reference = next(filter(_is_reference, types), None)
        if reference and not _holds_several(field.annotation):
            yield Field(name, (name, "key"), "category", meaning)
            yield Field(f"{name}_name", (name, "name"), "text", "")
            for of_it, several in reference.model_fields.items():
                if _holds_several(several.annotation):
                    yield Field(of_it, (name, of_it), "text", several.description or "")
        else:
            yield Field(name, (name,), _kind(field.annotation), meaning)


def _cell(path: tuple[str, ...], item: object) -> Value:
    for name in path:
        item = getattr(item, name, None)
    if item is None or isinstance(item, str | date | bool | int | float):
        return item
    return _text(item)


def _text(value: object) -> str:
    """Return a value as text: a list joined by semicolons, a thing by its key or name."""
    if isinstance(value, BaseModel):
        return str(getattr(value, "key", "") or getattr(value, "name", ""))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(_text, value))
    return str(value)


def _kind(annotation: Any) -> Kind:
    """Return the kind of a single or optional value; that of several is text."""
    types = () if _holds_several(annotation) else (annotation, *get_args(annotation))
    return next((_KINDS[each] for each in types if each in _KINDS), "text")


def _is_constant(annotation: Any) -> bool:
    return get_origin(annotation) is Literal and len(get_args(annotation)) == 1


def _holds_several(annotation: Any) -> bool:
    return get_origin(annotation) in (list, tuple, dict)


def _is_reference(annotation: Any) -> bool:
    return (
        isinstance(annotation, type)
        and issubclass(annotation, BaseModel)
        and {"id", "key", "name"} <= set(annotation.model_fields)
    )
