"""Maps the rows of a SELECT query to models, by the names and the types of their fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from csekg.answers.common.base import Code, Ref, code
from csekg.answers.common.parts import part_ref
from csekg.answers.common.translations import text_reader
from csekg.redaction import quoted
from csekg.sparql.errors import unexpected_answer
from csekg.sparql.store import QueryEngine, whole_number

T = TypeVar("T")

#: The text of each variable of a row, '' for an unbound one.
Row: TypeAlias = Mapping[str, str]
#: Makes the value of a field from the texts that the data have for it, none or more.
Reader: TypeAlias = Callable[[Sequence[str]], object]

_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def rows_as(
    store: QueryEngine, query: str, model: type[T], **made: Callable[[Row], object]
) -> list[T]:
    """Return an instance of a pydantic model or dataclass for each row of a SELECT query.

    A field takes the value of the variable of its name, read by its type (see `reader`). A Ref
    takes its name from the variable `{field}_name`. `made` gives functions that compute the other
    fields from the row. Raises EndpointError for a missing value and for one of another
    type, which only a dataset that is not ours has.
    """
    return [answer for _, answer in _answers(store, query, model, made)]


def rows_by_first(
    store: QueryEngine, query: str, model: type[T], **made: Callable[[Row], object]
) -> Mapping[str, tuple[T, ...]]:
    """Return the instances of `rows_as` by the value of the first variable; () for any other."""
    found: dict[str, list[T]] = defaultdict(list)
    for row, answer in _answers(store, query, model, made):
        found[next(iter(row.values()))].append(answer)
    return defaultdict(tuple, ((key, tuple(answers)) for key, answers in found.items()))


def _answers(
    store: QueryEngine, query: str, model: type[T], made: Mapping[str, Callable[[Row], object]]
) -> Iterator[tuple[Row, T]]:
    read = text_reader(store)
    rows = [{name: read(term) for name, term in row.items()} for row in store.select(query)]
    variables = tuple(rows[0]) if rows else ()
    # mypy takes the class of a type variable to be unhashable.
    fields = _fields(model, variables, tuple(made))  # type: ignore[arg-type]
    with refusing(model):
        for row in rows:
            values = {name: of(row) for name, of in fields}
            yield row, model(**values, **{name: make(row) for name, make in made.items()})


@contextmanager
def refusing(model: Any) -> Iterator[None]:
    """Turn LookupError and ValueError into EndpointError, which names the model."""
    try:
        yield
    except (LookupError, ValueError) as error:
        said = quoted(f"{type(error).__name__}: {error}")
        raise unexpected_answer(f"what comes makes no {model.__name__} ({said})") from error


@cache
def _fields(
    model: Hashable, variables: tuple[str, ...], made: tuple[str, ...]
) -> tuple[tuple[str, Callable[[Row], object]], ...]:
    """Return for each field that a variable is named like what reads it from a row."""
    hints = get_type_hints(model, include_extras=True)
    wanted = [name for name in variables if name in hints and name not in made]
    return tuple((name, _field(hints[name], name)) for name in wanted)


def _field(hint: Any, name: str) -> Callable[[Row], object]:
    if Ref in (hint, *get_args(hint)):
        return lambda row: part_ref(row[name], row[f"{name}_name"]) if row[name] else None
    read = reader(hint)
    return lambda row: read((row[name],) if row[name] else ())


@cache
def reader(hint: Any) -> Reader:
    """Return what reads a value of a type: text, `Code`, date (ISO), int, bool, Literal of codes.

    An optional type takes the first text or none, a tuple takes all. The reader of any other type
    raises IndexError without a text; readers raise ValueError, KeyError or EndpointError
    for a text that is no such value. Raises TypeError for a type that has no reader.
    """
    if get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint):
        [some] = [reader(each) for each in get_args(hint) if each is not NoneType]
        return lambda texts: some(texts) if texts else None
    if get_origin(hint) is tuple:
        one = reader(get_args(hint)[0])
        return lambda texts: tuple(one((text,)) for text in texts)
    if get_origin(hint) is Annotated and hint != Code:
        return reader(get_args(hint)[0])
    if get_origin(hint) is Literal:
        known = {each: each for each in get_args(hint)}
        return lambda texts: known[code(texts[0])]
    convert = _CONVERTERS.get(hint)
    if convert is None:
        raise TypeError(f"a field of type {hint} cannot be read from a text")
    return lambda texts: convert(texts[0])


_CONVERTERS: dict[Any, Callable[[str], object]] = {
    str: lambda text: text, Code: code, date: date.fromisoformat, int: whole_number,
    bool: _TRUTH.__getitem__,
}  # fmt: skip
