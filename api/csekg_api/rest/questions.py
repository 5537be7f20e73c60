"""Reads a list of questions: in the thread that answers them, and within limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import from_json

from csekg.answers.common.base import Answer
from csekg_api.rest.parameters import IsoDate
from csekg_api.web.problems import MOST_FAULTS, ProblemError
from csekg_api.web.request_limits import LONGEST, body_of

#: The most questions of one request: each takes about 0.6 ms.
MOST = 1_000
#: The most bytes of them: more would be read for so long that other requests notice it.
MOST_BYTES = 512_000
#: How a State and a treaty are named.
LIKE_STATE = "a State or organization by any of its names, in any language, or by its ISO code"
LIKE_TREATY = "a treaty by its key, short title, title or number: `opsc`, `CETS 201`, `IV-11-c`"
_JSON = "application/json"


class AskedOf(Answer):
    """One question of a list."""

    model_config = ConfigDict(extra="forbid")
    state: str = Field(
        min_length=1, max_length=LONGEST, description=LIKE_STATE, examples=["Ivory Coast"]
    )
    treaty: str = Field(
        min_length=1, max_length=LONGEST, description=LIKE_TREATY, examples=["OPSC"]
    )
    on: IsoDate | None = Field(
        default=None, examples=["2012-01-01"], json_schema_extra={"format": "date"},
        description="the day; without it, that on which the data about the treaty stand",
    )  # fmt: skip


class Questions(Answer):
    """Many questions at once."""

    model_config = ConfigDict(extra="forbid")
    questions: list[AskedOf] = Field(min_length=1, max_length=MOST)


def body() -> dict[str, Any]:
    """Return what OpenAPI says of the body of many questions, which FastAPI would read itself."""
    schema = Questions.model_json_schema(ref_template="#/components/schemas/{model}")
    del schema["$defs"]
    return {"requestBody": {"required": True, "content": {_JSON: {"schema": schema}}}}


async def sent_body(request: Request) -> bytes:
    """Return the body; raises a 415 problem for another media type, 413 for too many bytes."""
    return await body_of(request, _JSON, "questions", MOST_BYTES)


def read_questions(sent: bytes) -> Questions:
    """Return the questions in a body.

    Raises a 400 problem for what is no JSON, and RequestValidationError for other members than
    these.
    """
    try:
        content = from_json(sent)
    except ValueError as error:
        raise ProblemError(400, f"the body is no JSON: {error}") from None
    faults = list(islice(_too_many(content), MOST_FAULTS))
    if not faults:
        try:
            return Questions.model_validate(content)
        except ValidationError as error:
            faults = [dict(fault) for fault in error.errors(include_url=False)]
    raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in faults])


def _too_many(content: object) -> Iterator[dict[str, Any]]:
    """Yield the faults of which Pydantic would make any number: what is unknown or too much."""
    if not isinstance(content, dict):
        return
    yield from _unknown(content, Questions, ())
    questions = content.get("questions")
    if isinstance(questions, list) and len(questions) > MOST:
        message = f"List should have {MOST:,} items at most, not {len(questions):,}"
        yield {"type": "too_long", "loc": ("questions",), "msg": message}
    elif isinstance(questions, list):
        for number, question in enumerate(questions):
            if isinstance(question, dict):
                yield from _unknown(question, AskedOf, ("questions", number))


def _unknown(
    content: Mapping[str, object], model: type[Answer], place: tuple[str | int, ...]
) -> Iterator[dict[str, Any]]:
    for name in content:
        if name not in model.model_fields:
            message = "there is no such member"
            yield {"type": "extra_forbidden", "loc": (*place, name), "msg": message}
