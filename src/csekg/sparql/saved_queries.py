"""The saved queries: one `.rq` file each, with a header that states its question and parameters.

A header is made of comment lines `# name: text` before the query:

    # title: Who was bound on a day
    # question: Which States were bound by a treaty on a given day, and since when?
    # asked by: advocates
    # about: joining
    # parameter: treaty (treaty, opsc) the treaty
    # parameter: on (date, 2007-04-27) the day

Those that advocates ask say what they are about, and stand on the site; the others are for the API
and the query editor. A parameter has the name of its variable, which the query holds as `VALUES ?treaty { ... }`; its
type and its default are in brackets. The query runs as it is, with the defaults.

The order of patterns matters: Oxigraph 0.5 has no statistics, and among patterns of the same form
it follows the text. So the pattern with the fewest matches comes first: a State before a treaty, a
treaty before a class. Oxigraph evaluates a sub-select, a UNION with MINUS in a branch and an
OPTIONAL of several patterns on their own, without the values found so far: there a parameter is
repeated. VALUES that only give names to things come last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal

from csekg import namespaces as ns
from csekg.errors import CsekgError, UnknownNameError, did_you_mean
from csekg.languages.days import parse_day
from csekg.languages.messages import _
from csekg.languages.words import later
from csekg.namespaces import XSD
from csekg.resources import queries_dir
from csekg.sparql.store import QueryEngine, Term, bind

_HEADER = re.compile(r"#\s*(title|question|asked by|about|parameter):\s*(.+)")
_PARAMETER = re.compile(r"(\w+) \((\w+), ([^)]*)\) (.+)")


def _date(value: str) -> Term:
    return Literal(parse_day(value).isoformat(), datatype=XSD.date)


def _number(value: str) -> Term:
    if not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise ValueError(value)
    return Literal(int(value))


def _paragraph(value: str) -> Term:
    if not re.fullmatch(r"(pp|op)/\d+(/[a-z])?", value):
        raise ValueError(value)
    return ns.paragraph(value)


#: The form of a parameter of each type, and the function that makes a term of it.
TYPES: Mapping[str, tuple[str, Callable[[str], Term]]] = {
    "treaty": (later("a treaty key such as opsc"), ns.instrument),
    "state": (later("an ISO 3166 alpha-3 code such as FRA"), lambda value: ns.actor(value.upper())),
    "date": (later("a day as 2007-04-27, without a time zone"), _date),
    "paragraph": (later("a paragraph such as op/4/a or pp/8"), _paragraph),
    "text": (later("some text"), Literal),
    "number": (later("a whole number of at most nine digits"), _number),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a saved query that the user may set."""

    name: str
    type: str
    default: str
    description: str

    def term(self, value: str) -> Term:
        """Return the RDF term of a value; raises CsekgError if it does not have the form."""
        form, make = TYPES[self.type]
        try:
            return make(value)
        except ValueError:
            raise CsekgError(
                _("parameter {name}: {value} is not {form}", name=self.name, value=repr(value), form=_(form))
            ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuery:
    """A query with its name, its title, its question in plain words and its parameters."""

    name: str
    title: str
    question: str
    asked_by: str
    about: str
    parameters: tuple[Parameter, ...]
    text: str

    def bindings(self, values: Mapping[str, str]) -> dict[str, Term]:
        """Return the terms of all parameters, of those without a value by their defaults.

        Raises UnknownNameError for a parameter that the query does not have, and CsekgError for a
        value that does not have the form.
        """
        names = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in names:
                raise UnknownNameError("parameter", name, names, of=self.name)
        return {p.name: p.term(values.get(p.name, p.default)) for p in self.parameters}


def parse_query(file: Path) -> SavedQuery:
    """Return the saved query in a file; raises CsekgError if its header is incomplete."""
    text = file.read_text(encoding="utf-8")
    fields: dict[str, str] = {}
    parameters = []
    for line in text.splitlines():
        match = _HEADER.fullmatch(line.strip())
        if match is None:
            if line.strip() and not line.startswith("#"):
                break
            continue
        name, value = match.groups()
        if name != "parameter":
            fields[name] = value
            continue
        parts = _PARAMETER.fullmatch(value)
        if parts is None or parts[2] not in TYPES:
            hint = did_you_mean(parts[2], TYPES) if parts else "Write: name (type, default) text"
            raise CsekgError(f"{file.name}: unusable parameter {value!r}. {hint}")
        parameters.append(Parameter(*parts.groups()))
    public = {"about"} if fields.get("asked by") == "advocates" else set[str]()
    missing = {"title", "question", "asked by", *public} - fields.keys()
    if missing:
        raise CsekgError(f"{file.name}: the header lacks {', '.join(sorted(missing))}")
    return SavedQuery(
        name=file.stem,
        title=fields["title"],
        question=fields["question"],
        asked_by=fields["asked by"],
        about=fields.get("about", ""),
        parameters=tuple(parameters),
        text=text,
    )


def saved_queries() -> dict[str, SavedQuery]:
    """Return all saved queries by name, sorted."""
    queries = (parse_query(file) for file in queries_dir().glob("*.rq"))
    return {query.name: query for query in sorted(queries, key=lambda query: query.name)}


def find_query(name: str) -> SavedQuery:
    """Return the saved query of that name; raises UnknownNameError with the closest names."""
    queries = saved_queries()
    if name not in queries:
        raise UnknownNameError("saved query", name, queries)
    return queries[name]


def check_keys(store: QueryEngine, query: SavedQuery, bindings: Mapping[str, Term]) -> None:
    """Raise CsekgError if a parameter names a treaty, State or paragraph that the store lacks.

    Without this check a misspelt key would have an empty answer, which looks like a finding.
    """
    for parameter in query.parameters:
        if parameter.type in ("treaty", "state", "paragraph"):
            term = bindings[parameter.name]
            if not store.ask(f"ASK {{ {term} ?p ?o }}"):
                form = TYPES[parameter.type][0]
                key = term.value.removeprefix(ns.ID)
                raise CsekgError(f"parameter {parameter.name}: {key} is not known; give {form}")


def text_with(store: QueryEngine, query: SavedQuery, values: Mapping[str, str]) -> str:
    """Return the text of a query with these values, its defaults standing for the others.

    Raises CsekgError for a value that does not fit, and for a key that the store lacks.
    """
    terms = query.bindings(values)
    check_keys(store, query, terms)
    return bind(query.text, terms)
