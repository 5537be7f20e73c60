"""Reads what a client asks: a batch of names to match, or of properties of things."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Field,
    StrictBool,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import from_json

from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import LONGEST

#: The most names, and the most things, of one request; clients ask for ten at a time.
MOST_QUERIES, MOST_IDS = 50, 200
#: The most properties of a request, and the most candidates for a name.
MOST_PROPERTIES, MOST_CANDIDATES = 60, 20
#: The most properties that a query compares.
_COMPARED = 10
#: The most values of properties in a batch.
MOST_VALUES = 500
#: The most bytes of a form. It is read as a whole, during which Python does nothing else.
MOST_BYTES = 256_000
_USUAL_CANDIDATES = 5
T = TypeVar("T")


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True)


class Reconciled(_Read):
    """A value that has been matched itself."""

    id: str = Field(max_length=LONGEST)


Value = Annotated[str, Field(max_length=LONGEST)] | StrictBool | int | float | Reconciled
_Id = Annotated[str, Field(max_length=LONGEST)]


class Fitting(_Read):
    """A property that a thing should have, with the values that would fit."""

    pid: _Id
    v: Annotated[list[Value], FailFast(), BeforeValidator(_listed), Field(max_length=_COMPARED)]


class Query(_Read):
    """A name to be matched."""

    query: str = Field(default="", max_length=LONGEST)
    type: Annotated[list[_Id], FailFast(), BeforeValidator(_listed), Field(max_length=10)] = []
    limit: int = Field(default=_USUAL_CANDIDATES, ge=1)
    properties: Annotated[list[Fitting], FailFast()] = Field(default=[], max_length=_COMPARED)
    type_strict: Literal["any", "should", "all"] = "any"


class Wanted(_Read):
    """A property that is wanted; settings are read and have no meaning here."""

    id: _Id
    settings: dict[str, Any] = {}


class Extend(_Read):
    """Things, and the properties of them that are wanted."""

    ids: Annotated[list[_Id], FailFast()] = Field(max_length=MOST_IDS)
    properties: Annotated[list[Wanted], FailFast()] = Field(max_length=MOST_PROPERTIES)


_BATCH = TypeAdapter(dict[Annotated[str, Field(max_length=60)], Query])
_EXTEND = TypeAdapter(Extend)


def read_batch(text: str) -> dict[str, Query]:
    """Return the queries of a batch by their names; raises a 400 or 413 problem."""
    sent = _parsed(text, "queries")
    if isinstance(sent, dict) and len(sent) > MOST_QUERIES:
        raise ProblemError(413, f"at most {MOST_QUERIES} queries at a time, not {len(sent):,}")
    batch = _read(_BATCH, sent, "queries")
    values = sum(len(asked.v) for query in batch.values() for asked in query.properties)
    if values > MOST_VALUES:
        detail = f"at most {MOST_VALUES} values of properties at a time, not {values:,}"
        raise ProblemError(413, detail)
    return batch


def read_extend(text: str) -> Extend:
    """Return what is wanted of which things; raises a 400 problem."""
    return _read(_EXTEND, _parsed(text, "extend"), "extend")


def _parsed(text: str, name: str) -> object:
    try:
        return from_json(text)
    except ValueError as error:
        raise ProblemError(400, f"{name} is no JSON: {error}"[:500]) from None


def _read(form: TypeAdapter[T], sent: object, name: str) -> T:
    try:
        return form.validate_python(sent)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(map(str, first["loc"]))
        raise ProblemError(
            400, f"{name} is not what the API 0.2 has for it: {first['msg']}, at #/{where}"[:500]
        ) from None
