"""The saved queries: their questions, their parameters, and rows of their results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Iri, Words
from csekg.languages.messages import stated
from csekg.namespaces import XSD
from csekg.sparql.saved_queries import TYPES, SavedQuery, saved_queries

#: A value of a row in JSON: a number, a truth value, or a string for IRIs, dates and texts.
Value: TypeAlias = str | int | float | bool | None

_WHOLE = {XSD[name].value for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger", "short")}
_FRACTIONS = {XSD[name].value for name in ("decimal", "double", "float")}


class QueryParameter(Answer):
    """A parameter of a saved query."""

    name: Words
    type: str = Field(description="treaty, state, date, paragraph, text or number")
    form: Words = Field(description="how a value is written")
    default: str
    description: Words


class Query(Answer):
    """A saved query."""

    id: Iri
    key: str = Field(description="name of the query, as the command `csekg query` takes it")
    name: Words
    question: Words = Field(description="the question that it answers")
    asked_by: str
    parameters: tuple[QueryParameter, ...]
    results: str = Field(description="path below `/api/v1` of its results, with its defaults")


class QueryDetail(Query):
    """A saved query with its text."""

    text: Words = Field(description="SPARQL 1.1, complete with its defaults")


class QueryRows(Answer):
    """The results of a saved query as rows."""

    query: str
    parameters: dict[str, str] = Field(description="the values that it was asked with")
    columns: tuple[str, ...]
    rows: tuple[dict[str, Value], ...] = Field(description="one object for each row; null where a column has no value")


def queries() -> list[Query]:
    """Return all saved queries, sorted by name."""
    return [_query(saved) for saved in saved_queries().values()]


def _query(saved: SavedQuery) -> Query:
    return Query(
        id=ns.thing("query", saved.name).value,
        key=saved.name,
        name=stated(saved.title),
        question=stated(saved.question),
        asked_by=saved.asked_by,
        parameters=tuple(
            QueryParameter(
                name=parameter.name,
                type=parameter.type,
                form=stated(TYPES[parameter.type][0]),
                default=parameter.default,
                description=stated(parameter.description),
            )
            for parameter in saved.parameters
        ),
        results=f"/queries/{saved.name}/results",
    )


def query_detail(saved: SavedQuery) -> QueryDetail:
    """Return a saved query with its text."""
    found = _query(saved)
    fields = {name: getattr(found, name) for name in Query.model_fields}
    return QueryDetail(**fields, text=saved.text)


def query_rows(saved: SavedQuery, values: Mapping[str, str], results: bytes) -> QueryRows:
    """Return the results of a saved query, given as SPARQL Query Results JSON, as rows."""
    content = json.loads(results)
    columns = content["head"]["vars"]
    return QueryRows(
        query=saved.name,
        parameters={parameter.name: values.get(parameter.name, parameter.default) for parameter in saved.parameters},
        columns=columns,
        rows=tuple({name: value_of(row.get(name)) for name in columns} for row in content["results"]["bindings"]),
    )


def value_of(term: Mapping[str, str] | None) -> Value:
    """Return the value in JSON of a term as SPARQL Query Results JSON has it."""
    if term is None:
        return None
    text, datatype = term["value"], term.get("datatype", "")
    if datatype == XSD.boolean.value:
        return text in ("true", "1")
    if datatype in _WHOLE:
        return int(text)
    return float(text) if datatype in _FRACTIONS else text
