"""Makes models of what a store answers: of rows of a query, and of what is stated about a thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

import pyoxigraph as ox

from csekg.answers.common.base import Code, Ref, code, part_ref, refusing
from csekg.answers.common.translations import text_reader, values
from csekg.languages.current import ENGLISH
from csekg.namespaces import DCTERMS, ONTOLOGY, RDFS, SKOS
from csekg.sparql.store import QueryEngine, Term, as_text, whole_number

T = TypeVar("T")

#: The text of each variable of a row, '' for an unbound one.
Row: TypeAlias = Mapping[str, str]
#: Makes the value of a field from the texts that the data have for it, none or more.
Reader: TypeAlias = Callable[[Sequence[str]], object]

_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def rows_as(store: QueryEngine, query: str, model: type[T], **made: Callable[[Row], object]) -> list[T]:
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
        [some] = [reader(one) for one in get_args(hint) if one is not NoneType]
        return lambda texts: some(texts) if texts else None
    if get_origin(hint) is tuple:
        one = reader(get_args(hint)[0])
        return lambda texts: tuple(one((text,)) for text in texts)
    if get_origin(hint) is Annotated and hint != Code:
        return reader(get_args(hint)[0])
    if get_origin(hint) is Literal:
        known = {value: value for value in get_args(hint)}
        return lambda texts: known[code(texts[0])]
    convert = _CONVERTERS.get(hint)
    if convert is None:
        raise TypeError(f"a field of type {hint} cannot be read from a text")
    return lambda texts: convert(texts[0])


_CONVERTERS: dict[Any, Callable[[str], object]] = {
    str: lambda text: text,
    Code: code,
    date: date.fromisoformat,
    int: whole_number,
    bool: _TRUTH.__getitem__,
}


class Properties:
    """The values of one thing, by the local name of a `cse:` property or the IRI of another."""

    def __init__(self, read: Callable[[Term | None], str] = as_text) -> None:
        """Create an empty table; `read` gives the text of a value."""
        self._values: dict[str, list[ox.NamedNode | ox.Literal]] = defaultdict(list)
        self._read = read

    def add(self, name: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
        """Add a value of a property."""
        self._values[name.value.removeprefix(ONTOLOGY)].append(value)

    def terms(self, name: str | ox.NamedNode) -> list[ox.NamedNode | ox.Literal]:
        """Return the values of a property in the order in which they were added."""
        return self._values.get(name if isinstance(name, str) else name.value, [])

    def texts(self, name: str | ox.NamedNode) -> list[str]:
        """Return the texts of the values of a property, of several languages the English ones."""
        terms = self.terms(name)
        english = [term for term in terms if _language_of(term) in (None, ENGLISH)]
        return list(dict.fromkeys(map(self._read, english or terms)))

    def text(self, name: str | ox.NamedNode) -> str | None:
        """Return the text of the first value of a property, None without one."""
        return next(iter(self.texts(name)), None)

    def day(self, name: str | ox.NamedNode) -> date | None:
        """Return the first value of a property as a day, None without one; raises ValueError."""
        text = self.text(name)
        return date.fromisoformat(text) if text else None

    def days(self, name: str | ox.NamedNode) -> tuple[date, ...]:
        """Return the values of a property as days; raises ValueError."""
        return tuple(map(date.fromisoformat, self.texts(name)))

    def truth(self, name: str | ox.NamedNode) -> bool | None:
        """Return whether the first value of a property is `true`, None without one."""
        text = self.text(name)
        return None if text is None else text == "true"


def _language_of(term: ox.NamedNode | ox.Literal) -> str | None:
    return term.language if isinstance(term, ox.Literal) else None


def properties(store: QueryEngine, pattern: str) -> dict[str, Properties]:
    """Return everything about each `?thing` that a graph pattern finds, by its IRI.

    The values of a property are sorted by their text, then by language. They are sorted here:
    Oxigraph 0.5 ends the process where it sorts many values of several datatypes, since its order
    of those is not total.
    """
    rows = [
        (row["thing"], row["p"], row["o"])
        for row in store.select(f"SELECT ?thing ?p ?o WHERE {{ {pattern} ?thing ?p ?o }}")
    ]
    stated = [
        (thing, name, value)
        for thing, name, value in rows
        if isinstance(thing, ox.NamedNode)
        and isinstance(name, ox.NamedNode)
        and isinstance(value, ox.NamedNode | ox.Literal)
    ]
    found: dict[str, Properties] = {}
    read = text_reader(store)
    for thing, name, value in sorted(stated, key=lambda row: _text_and_language(row[2])):
        found.setdefault(thing.value, Properties(read)).add(name, value)
    return found


def _text_and_language(value: ox.NamedNode | ox.Literal) -> tuple[str, str]:
    return value.value, (value.language or "") if isinstance(value, ox.Literal) else ""


def properties_of(store: QueryEngine, iri: str) -> Properties:
    """Return everything about the thing with this IRI; empty for an unknown one."""
    return properties(store, f"VALUES ?thing {{ <{iri}> }}").get(iri, Properties())


#: Fields whose properties belong to other vocabularies than the ontology.
_OTHERS = {"description": DCTERMS.description, "label": RDFS.label, "note": SKOS.note, "notes": SKOS.note}


def properties_as(model: type[T], about: Properties, **given: object) -> T:
    """Return an instance of a pydantic model made of what is stated about a thing.

    A field takes the values of the property of its name (`waiting_period`: cse:waitingPeriod), read
    by its type as `reader` does. `given` are the values of the other fields. Raises
    UnexpectedAnswerError for a missing value and for one of another type.
    """
    with refusing(model):
        # mypy takes the class of a type variable to be unhashable.
        fields = _property_fields(model, tuple(given))  # type: ignore[arg-type]
        return model(**{name: read(about.texts(of)) for name, of, read in fields}, **given)


@cache
def _property_fields(model: Any, given: tuple[str, ...]) -> tuple[tuple[str, str | ox.NamedNode, Reader], ...]:
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        (name, _OTHERS.get(name) or field.serialization_alias or name, reader(hints[name]))
        for name, field in model.model_fields.items()
        if name not in given and field.is_required()
    )


def grouped(things: Iterable[T], key: Callable[[T], str]) -> Mapping[str, tuple[T, ...]]:
    """Return things by their key, those of a key in the order in which they come."""
    found: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        found[key(thing)].append(thing)
    return MappingProxyType({key_: tuple(members) for key_, members in found.items()})


def lists_of(store: QueryEngine, query: str) -> Mapping[str, tuple[str, ...]]:
    """Return the values of the second column by the value of the first; () for any other key."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in values(store, query):
        found[key].append(value)
    return defaultdict(tuple, ((key, tuple(values)) for key, values in found.items()))


def refs_of(store: QueryEngine, query: str) -> Mapping[str, tuple[Ref, ...]]:
    """Return the references in columns two (IRI) and three (name) by column one, each once."""
    found: dict[str, dict[Ref, None]] = defaultdict(dict)
    for key, iri, name in values(store, query):
        found[key][part_ref(iri, name)] = None
    return defaultdict(tuple, ((key, tuple(refs)) for key, refs in found.items()))
