"""All that is stated about a thing, by property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_type_hints

from pyoxigraph import Literal, NamedNode

from csekg.answers.common.rows import Reader, reader, refusing
from csekg.answers.common.translations import text_reader
from csekg.languages.current import ENGLISH
from csekg.namespaces import DCTERMS, ONTOLOGY, RDFS, SKOS
from csekg.sparql.parameters import Term
from csekg.sparql.store import QueryEngine, as_text

T = TypeVar("T")


class Properties:
    """The values of one thing, by the local name of a `cse:` property or the IRI of another."""

    def __init__(self, read: Callable[[Term | None], str] = as_text) -> None:
        """Create an empty table; `read` gives the text of a value."""
        self._values: dict[str, list[NamedNode | Literal]] = defaultdict(list)
        self._read = read

    def add(self, name: NamedNode, value: NamedNode | Literal) -> None:
        """Add a value of a property."""
        self._values[name.value.removeprefix(ONTOLOGY)].append(value)

    def terms(self, name: str | NamedNode) -> list[NamedNode | Literal]:
        """Return the values of a property in the order in which they were added."""
        return self._values.get(name if isinstance(name, str) else name.value, [])

    def texts(self, name: str | NamedNode) -> list[str]:
        """Return the texts of the values of a property, of several languages the English ones."""
        terms = self.terms(name)
        english = [term for term in terms if _language(term) in (None, ENGLISH)]
        return list(dict.fromkeys(map(self._read, english or terms)))

    def text(self, name: str | NamedNode) -> str | None:
        """Return the text of the first value of a property, None without one."""
        return next(iter(self.texts(name)), None)

    def day(self, name: str | NamedNode) -> date | None:
        """Return the first value of a property as a day, None without one; raises ValueError."""
        text = self.text(name)
        return date.fromisoformat(text) if text else None

    def days(self, name: str | NamedNode) -> tuple[date, ...]:
        """Return the values of a property as days; raises ValueError."""
        return tuple(map(date.fromisoformat, self.texts(name)))

    def truth(self, name: str | NamedNode) -> bool | None:
        """Return whether the first value of a property is `true`, None without one."""
        text = self.text(name)
        return None if text is None else text == "true"


def _language(term: NamedNode | Literal) -> str | None:
    return term.language if isinstance(term, Literal) else None


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
        if isinstance(thing, NamedNode)
        and isinstance(name, NamedNode)
        and isinstance(value, NamedNode | Literal)
    ]
    found: dict[str, Properties] = {}
    read = text_reader(store)
    for thing, name, value in sorted(stated, key=lambda each: _text_and_language(each[2])):
        found.setdefault(thing.value, Properties(read)).add(name, value)
    return found


def _text_and_language(value: NamedNode | Literal) -> tuple[str, str]:
    return value.value, (value.language or "") if isinstance(value, Literal) else ""


def properties_of(store: QueryEngine, iri: str) -> Properties:
    """Return everything about the thing with this IRI; empty for an unknown one."""
    return properties(store, f"VALUES ?thing {{ <{iri}> }}").get(iri, Properties())


#: Fields whose properties belong to other vocabularies than the ontology.
_OTHERS = {
    "description": DCTERMS.description, "label": RDFS.label, "note": SKOS.note, "notes": SKOS.note,
}  # fmt: skip


def properties_as(model: type[T], about: Properties, **given: object) -> T:
    """Return an instance of a pydantic model made of what is stated about a thing.

    A field takes the values of the property of its name (`waiting_period`: cse:waitingPeriod), read
    by its type as `rows.reader` does. `given` are the values of the other fields. Raises
    EndpointError for a missing value and for one of another type.
    """
    with refusing(model):
        # mypy takes the class of a type variable to be unhashable.
        fields = _fields(model, tuple(given))  # type: ignore[arg-type]
        return model(**{name: read(about.texts(of)) for name, of, read in fields}, **given)


@cache
def _fields(model: Any, given: tuple[str, ...]) -> tuple[tuple[str, str | NamedNode, Reader], ...]:
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        (name, _OTHERS.get(name) or field.serialization_alias or name, reader(hints[name]))
        for name, field in model.model_fields.items()
        if name not in given and field.is_required()
    )
