"""`/answer`: whether a State is bound by a treaty on a day; `/check`: whether claims about that are true."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import from_json

from csekg import namespaces as ns
from csekg.answers.claims.checking import MOST_CLAIMS, Checked, Stated, check
from csekg.answers.claims.sent import LIKE_STATE, LIKE_TREATY, SentClaim, rows_of
from csekg.answers.common.base import Answer, Words
from csekg.answers.search.indexes import Names
from csekg.answers.status.one_answer import StatusAnswer, answer
from csekg.errors import AmbiguousNameError, TooEarlyError, UnknownNameError
from csekg.languages.current import ENGLISH, current
from csekg.releases.citation_formats import cite
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import search_index
from csekg_api.rest.parameters import IsoDate, On
from csekg_api.rest.responses import PREFIX, Single, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problem_types import problem_type, problems
from csekg_api.web.problems import MOST_FAULTS, ProblemError, of_name
from csekg_api.web.request_limits import LONGEST, body_of
from csekg_api.web.urls import service_url

M = TypeVar("M", bound=Answer)

#: The most questions of one request: each takes about 0.6 ms.
MOST = 1_000
#: The most bytes of them: more would be read for so long that other requests notice it.
MOST_BYTES = 512_000
_JSON = "application/json"


class AskedOf(Answer):
    """One question of a list."""

    model_config = ConfigDict(extra="forbid")
    state: str = Field(min_length=1, max_length=LONGEST, description=LIKE_STATE, examples=["Ivory Coast"])
    treaty: str = Field(min_length=1, max_length=LONGEST, description=LIKE_TREATY, examples=["OPSC"])
    on: IsoDate | None = Field(
        default=None,
        examples=["2012-01-01"],
        json_schema_extra={"format": "date"},
        description="the day; without it, that on which the data about the treaty stand",
    )


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
    _type, sent = await body_of(request, [_JSON], "questions", MOST_BYTES)
    return sent


def read_questions(sent: bytes) -> Questions:
    """Return the questions in a body.

    Raises a 400 problem for what is no JSON, and RequestValidationError for other members than
    these.
    """
    try:
        content = from_json(sent)
    except ValueError as error:
        raise ProblemError(400, f"the body is no JSON: {error}") from None
    return _read_list(content, Questions, "questions", AskedOf, MOST)


def _read_list(content: object, whole: type[M], name: str, each: type[Answer], most: int) -> M:
    """Return the body that has a list under a name; raises RequestValidationError for what does not fit."""
    faults = list(islice(_unknown_members(content, whole, name, each, most), MOST_FAULTS))
    if not faults:
        try:
            return whole.model_validate(content)
        except ValidationError as error:
            faults = [dict(fault) for fault in error.errors(include_url=False, include_context=False)]
    raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in faults])


def _unknown_members(
    content: object, whole: type[Answer], name: str, each: type[Answer], most: int
) -> Iterator[dict[str, Any]]:
    """Yield the faults of which Pydantic would make any number: what is unknown or too much.

    `whole` has a list of `most` things like `each` at most, under a name.
    """
    if not isinstance(content, dict):
        return
    yield from _unknown(content, whole, ())
    listed = content.get(name)
    if isinstance(listed, list) and len(listed) > most:
        message = f"List should have {most:,} items at most, not {len(listed):,}"
        yield {"type": "too_long", "loc": (name,), "msg": message}
    elif isinstance(listed, list):
        for number, one in enumerate(listed):
            if isinstance(one, dict):
                yield from _unknown(one, each, (name, number))


def _unknown(
    content: Mapping[str, object], model: type[Answer], place: tuple[str | int, ...]
) -> Iterator[dict[str, Any]]:
    for name in content:
        if name not in model.model_fields:
            message = "there is no such member"
            yield {"type": "extra_forbidden", "loc": (*place, name), "msg": message}


_ROUTE = f"{PREFIX}/answer"
_State = Annotated[str, Query(min_length=1, max_length=LONGEST, examples=["Ivory Coast"], description=LIKE_STATE)]
_Treaty = Annotated[str, Query(min_length=1, max_length=LONGEST, examples=["OPSC"], description=LIKE_TREATY)]


class OneAnswer(StatusAnswer):
    """Whether one State is bound by one treaty on a day, with what is needed to quote it."""

    citation: str = Field(description="how to cite it, in English, with the release of the data")
    permalink: str = Field(description="address of this answer by keys, of this day")
    page: str = Field(description="address of the page about it, for people")


class NamedThing(Answer):
    """A State or treaty by key and name."""

    key: str
    name: Words


class NameProblem(Answer):
    """Why one question has no answer: the members of a problem document that are its own."""

    type: str
    title: Words
    status: int
    detail: Words
    nearest: tuple[NamedThing, ...] = Field(
        default=(), description="of a name that is not known, the nearest ones, perhaps none"
    )
    see: tuple[NamedThing, ...] = Field(
        default=(), description="of a territory or area that is no State, the actors with which its acts are listed"
    )
    candidates: tuple[NamedThing, ...] = Field(default=(), description="of a name that several things have, these")


class AnsweredQuestion(Answer):
    """A question with its answer, or with the problem."""

    question: AskedOf
    answer: OneAnswer | None
    problem: NameProblem | None


class Answers(Answer):
    """The answers to many questions, in their order."""

    answered: int = Field(description="questions that have an answer; the others have a problem")
    items: list[AnsweredQuestion]


router = SubjectRouter("Status")


@router.get_one("/answer", OneAnswer, "Whether a State is bound by a treaty on a day")
def get_answer(store: ServedStore, options: Single, state: _State, treaty: _Treaty, on: On = None) -> Response:
    """One question, one answer: verdict, since when, by which act, sources, and a sentence.

    Names are taken as people write them, in any case and language; nothing is guessed. A name
    that is not known is answered 404 with the nearest ones, a name that several have 422. To the
    name of a territory the 404 says which States declared something for it, in `see`.
    """
    names = search_index(store).names
    return options.one(_answer(options.request, store, names, state, treaty, on))


@router.post(
    "/answer",
    summary="The same for many questions",
    response_model=Answers,
    openapi_extra=body(),
    responses=problems(
        404,
        406,
        422,
        s400="The body is no JSON.",
        s413=f"The body has more than {MOST_BYTES:,} bytes.",
        s415="The body is of another media type.",
    ),
)
def get_answers(store: ServedStore, options: Single, sent: Annotated[bytes, Depends(sent_body)]) -> Response:
    """A question whose names are not known has a problem in the place of its answer."""
    questions = read_questions(sent)
    names = search_index(store).names
    items = [_answered(options.request, store, names, question) for question in questions.questions]
    answered = sum(item.answer is not None for item in items)
    return options.one(Answers(answered=answered, items=items))


def _answered(request: Request, store: QueryEngine, names: Names, question: AskedOf) -> AnsweredQuestion:
    try:
        answered = _answer(request, store, names, question.state, question.treaty, question.on)
    except (UnknownNameError, AmbiguousNameError, TooEarlyError) as error:
        status, code, named = of_name(error)
        type_ = problem_type(status, code)
        problem = NameProblem(type=type_.iri, title=type_.title, status=status, detail=str(error), **named)
        return AnsweredQuestion(question=question, answer=None, problem=problem)
    return AnsweredQuestion(question=question, answer=answered, problem=None)


def _answer(request: Request, store: QueryEngine, names: Names, state: str, treaty: str, on: date | None) -> OneAnswer:
    verdict = answer(store, names, state, treaty, on)
    key, under = verdict.actor.key, verdict.treaty.key
    participation = ns.participation(under, key).value
    citation = cite(store, participation.removeprefix(ns.ID))
    query = {"state": key, "treaty": under, "on": verdict.on.isoformat()}
    if current() != ENGLISH:
        query["lang"] = current()
    return OneAnswer(
        **{name: getattr(verdict, name) for name in StatusAnswer.model_fields},
        citation=citation.text() if citation else participation,
        permalink=f"{service_url(request, _ROUTE)}?{urlencode(query)}",
        page=service_url(request, f"/states/{key}#under-{under}"),
    )


#: The most bytes of a request: 200 claims of the greatest length, in any script.
MOST_CLAIM_BYTES = 400_000
_CSV = "text/csv"


class SentClaims(Answer):
    """Claims to check."""

    model_config = ConfigDict(extra="forbid")
    claims: list[SentClaim] = Field(min_length=1, max_length=MOST_CLAIMS)


def _body() -> dict[str, Any]:
    schema = SentClaims.model_json_schema()
    schema["properties"]["claims"]["items"] = schema.pop("$defs")["SentClaim"]
    example = "text\nKenya has signed but not ratified the OPSC\nGambia acceded to the OPAC on 2019-09-27\n"
    content = {_JSON: {"schema": schema}, _CSV: {"schema": {"type": "string", "minLength": 1}, "example": example}}
    return {"requestBody": {"required": True, "content": content}}


async def _sent(request: Request) -> tuple[str, bytes]:
    """Return media type and body; raises a 415 problem for another type, 413 for too many bytes."""
    return await body_of(request, [_JSON, _CSV], "claims", MOST_CLAIM_BYTES)


def read_claims(kind: str, sent: bytes) -> list[str | Stated]:
    """Return the claims of a body.

    Raises a 422 problem for a body that cannot be read, and RequestValidationError for claims that
    are too many, too long or incomplete.
    """
    try:
        content = from_json(sent) if kind == _JSON else {"claims": rows_of(sent.decode(), MOST_CLAIMS + 1)}
    except (ValueError, csv.Error) as error:
        raise ProblemError(422, f"the body is no {'JSON' if kind == _JSON else 'CSV of claims'}: {error}") from None
    read = _read_list(content, SentClaims, "claims", SentClaim, MOST_CLAIMS)
    return [claim.stated() for claim in read.claims]


@router.post(
    "/check",
    summary="Check claims about States under treaties",
    response_model=Checked,
    openapi_extra=_body(),
    responses=problems(
        404,
        406,
        422,
        s413=f"The body has more than {MOST_CLAIM_BYTES:,} bytes.",
        s415="The body is of another media type.",
    ),
    operation_id="check",
)
def check_claims(store: ServedStore, options: Single, sent: Annotated[tuple[str, bytes], Depends(_sent)]) -> Response:
    """Each claim is confirmed, contradicted or undecided, with the facts, sources and lists.

    A sentence is read by rules, in any of the six languages; what is not understood is said. The
    silence of a list decides only where it is complete to the day that is claimed of. A right act with
    a wrong day or kind is contradicted, and the right one told.
    """
    return options.one(check(store, search_index(store).names, read_claims(*sent)))
