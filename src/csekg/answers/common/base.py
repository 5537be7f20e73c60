"""The base of all answers: models with camelCase JSON names, references, the order of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import core_schema

from csekg import namespaces as ns
from csekg.errors import UnknownNameError, quoted
from csekg.languages.current import ENGLISH, current
from csekg.sparql.errors import unexpected_answer

#: The identifier of a thing in the graph; in JSON-LD it becomes the node.
Iri = Annotated[str, Field(description="IRI of the thing in the graph")]

#: What follows the last slash or `#` of the IRI of a concept, class or property: `no-action`.
Code: TypeAlias = Annotated[str, "code"]

#: A model with a field `date` cannot name the type `date` after it.
Day: TypeAlias = date


class _SpokenText:
    """Keeps the strings of a field as they are, and says them where it is serialized."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        return core_schema.json_or_python_schema(
            core_schema.str_schema(),
            core_schema.is_instance_schema(str),
            serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=core_schema.str_schema()),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, handler: Any) -> dict[str, Any]:
        schema: dict[str, Any] = handler(core_schema.str_schema())
        return schema


#: The type of a field that people read: a `Text` (`csekg.languages.texts`) stays one in it.
Words = Annotated[str, _SpokenText()]

T = TypeVar("T", bound=str)
V = TypeVar("V")

#: A filter of a list: one value, several of which any may hold, or None for no filter.
Filter: TypeAlias = "T | Collection[T] | None"


def chosen(values: T | Collection[T] | None) -> tuple[T, ...]:
    """Return the values of a filter, each once, in their order; () for no filter."""
    if values is None:
        return ()
    if isinstance(values, str):
        return (values,)
    return tuple(dict.fromkeys(values))


def look_up(kind: str, by_key: Mapping[str, V], key: str, case: Callable[[str], str] = str, *, of: str = "") -> V:
    """Return what has a key; raises UnknownNameError with the closest keys where nothing has it.

    `kind` says what is looked up, as `treaty`; `case` gives a key as those of the mapping are
    written.
    """
    if case(key) not in by_key:
        raise UnknownNameError(kind, key, by_key, of=of)
    return by_key[case(key)]


@contextmanager
def refusing(model: Any) -> Iterator[None]:
    """Turn LookupError and ValueError into EndpointError, which names the model."""
    try:
        yield
    except (LookupError, ValueError) as error:
        said = quoted(f"{type(error).__name__}: {error}")
        raise unexpected_answer(f"what comes makes no {model.__name__} ({said})") from error


class Answer(BaseModel):
    """Base of every answer: frozen, and camelCase in JSON."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True)


#: Whether an answer is about a day after the as-of date of its data.
BeyondData = Annotated[
    bool,
    Field(
        description="whether `on` is after `asOf`: the status is then the last one known, and what "
        "happened in between may be missing"
    ),
]


class Ref(Answer):
    """A thing that an answer points to: identifier, short key and English name."""

    id: Iri
    key: str = Field(description="short key, as `opsc`, `FRA` or `article/34`")
    name: Words = Field(description="name in English")


def day(text: str) -> date | None:
    """Return the day of an ISO date, None for ''; raises ValueError for any other text."""
    return date.fromisoformat(text) if text else None


def code(iri: str) -> str:
    """Return the code of a concept, class or property: what follows the last slash or `#`."""
    return iri.replace("#", "/").rpartition("/")[2]


_INSTRUMENT = re.compile(re.escape(ns.ID) + r"instrument/[^/]+/")


def part_key(iri: str) -> str:
    """Return the key of a part of a text: `op/4/a`, `fn/74`, `article/24/2/f`, `preamble`.

    It is what follows the instrument in the IRI. For any other thing, as a whole instrument or a
    concept, it is what follows the last slash.
    """
    return _INSTRUMENT.sub("", iri) if _INSTRUMENT.match(iri) else iri.rpartition("/")[2]


def part_ref(iri: str, label: str) -> Ref:
    """Return a reference to a thing with this IRI and label."""
    return Ref(id=iri, key=part_key(iri), name=label)


#: What `alphabetical` gives; keys of one language can be compared with one another.
SortKey: TypeAlias = "str | bytes"


def alphabetical(name: str) -> SortKey:
    """Return a key by which names stand in the alphabetical order of the current language."""
    language = current()
    return str(name) if language == ENGLISH else _sort_key(language, str(name))


@lru_cache(maxsize=20_000)
def _sort_key(_language: str, name: str) -> bytes:
    """Return the key of a name; kept for 20,000 of them, since a page of a State takes 64 ms without it, not 23."""
    # Imported here, since programs that speak English need none of it.
    from csekg.languages.forms import sort_key

    return sort_key(name)
