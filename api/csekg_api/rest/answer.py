"""`/answer`: whether a State is bound by a treaty on a day, by names as people write them."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Words
from csekg.answers.quality.dataset import stated_release
from csekg.answers.search.indexes import Names
from csekg.answers.status.status_answers import StatusAnswer, answer
from csekg.errors import AmbiguousNameError, TooEarlyError, UnknownNameError
from csekg.languages.current import ENGLISH, current
from csekg.releases.citing import cite
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import search_index
from csekg_api.releases.held import HeldReleases
from csekg_api.rest.answering import PREFIX, ResponseOptions
from csekg_api.rest.documenting import documented_one
from csekg_api.rest.mementos import RELEASE
from csekg_api.rest.parameters import On, of_release
from csekg_api.rest.questions import (
    LIKE_STATE,
    LIKE_TREATY,
    MOST_BYTES,
    AskedOf,
    body,
    read_questions,
    sent_body,
)
from csekg_api.web.problem_types import problem_type, problems
from csekg_api.web.problems import of_name
from csekg_api.web.request_limits import LONGEST
from csekg_api.web.urls import service_url

_ROUTE = f"{PREFIX}/answer"
_State = Annotated[
    str, Query(min_length=1, max_length=LONGEST, examples=["Ivory Coast"], description=LIKE_STATE)
]
_Treaty = Annotated[
    str, Query(min_length=1, max_length=LONGEST, examples=["OPSC"], description=LIKE_TREATY)
]


class OneAnswer(StatusAnswer):
    """Whether one State is bound by one treaty on a day, with what is needed to quote it."""

    citation: str = Field(description="how to cite it, in English, with the release of the data")
    permalink: str = Field(
        description="address of this answer by keys, of this day and, where it can be had, of "
        "this release"
    )
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
    candidates: tuple[NamedThing, ...] = Field(
        default=(), description="of a name that several things have, these"
    )


class AnsweredQuestion(Answer):
    """A question with its answer, or with the problem."""

    question: AskedOf
    answer: OneAnswer | None
    problem: NameProblem | None


class Answers(Answer):
    """The answers to many questions, in their order."""

    answered: int = Field(description="questions that have an answer; the others have a problem")
    items: list[AnsweredQuestion]


def answer_routes(store: QueryEngine) -> APIRouter:
    """Return the routes of one question and of many."""
    router = APIRouter(prefix=PREFIX, tags=["Status"], dependencies=[Depends(of_release)])

    @router.get("/answer", operation_id="getAnswer",
                summary="Whether a State is bound by a treaty on a day",
                **documented_one(OneAnswer))  # fmt: skip
    def one_answer(
        options: Annotated[ResponseOptions, Depends()],
        state: _State,
        treaty: _Treaty,
        on: On = None,
    ) -> Response:
        """One question, one answer: verdict, since when, by which act, sources, and a sentence.

        Names are taken as people write them, in any case and language; nothing is guessed. A name
        that is not known is answered 404 with the nearest ones, a name that several have 422.
        """
        names = search_index(store).names
        return options.one(_answer(options.request, store, names, state, treaty, on))

    @router.post("/answer", operation_id="getAnswers", summary="The same for many questions",
                 response_model=Answers, openapi_extra=body(),
                 responses=problems(
                     404, 406, 422, s400="The body is no JSON.",
                     s413=f"The body has more than {MOST_BYTES:,} bytes.",
                     s415="The body is of another media type.",
                 ))  # fmt: skip
    def many_answers(
        options: Annotated[ResponseOptions, Depends()], sent: Annotated[bytes, Depends(sent_body)]
    ) -> Response:
        """A question whose names are not known has a problem in the place of its answer."""
        asked = read_questions(sent)
        names = search_index(store).names
        items = [_answered(options.request, store, names, each) for each in asked.questions]
        answered = sum(each.answer is not None for each in items)
        return options.one(Answers(answered=answered, items=items))

    return router


def _answered(
    request: Request, store: QueryEngine, names: Names, asked: AskedOf
) -> AnsweredQuestion:
    try:
        found = _answer(request, store, names, asked.state, asked.treaty, asked.on)
    except (UnknownNameError, AmbiguousNameError, TooEarlyError) as error:
        status, code, named = of_name(error)
        type_ = problem_type(status, code)
        problem = NameProblem(
            type=type_.iri, title=type_.title, status=status, detail=str(error), **named
        )
        return AnsweredQuestion(question=asked, answer=None, problem=problem)
    return AnsweredQuestion(question=asked, answer=found, problem=None)


def _answer(
    request: Request, store: QueryEngine, names: Names, state: str, treaty: str, on: date | None
) -> OneAnswer:
    found = answer(store, names, state, treaty, on)
    key, under = found.actor.key, found.treaty.key
    participation = ns.participation(under, key).value
    citation = cite(store, participation.removeprefix(ns.ID))
    query = {"state": key, "treaty": under, "on": found.on.isoformat()}
    if current() != ENGLISH:
        query["lang"] = current()
    if release := request.query_params.get(RELEASE) or _held_release(request, store):
        query[RELEASE] = release
    return OneAnswer(
        **{name: getattr(found, name) for name in StatusAnswer.model_fields},
        citation=citation.text() if citation else participation,
        permalink=f"{service_url(request, _ROUTE)}?{urlencode(query)}",
        page=service_url(request, f"/states/{key}#under-{under}"),
    )


def _held_release(request: Request, store: QueryEngine) -> str | None:
    """Return the version of the release that is served, None where it cannot be asked for."""
    held: HeldReleases = request.app.state.releases
    version = stated_release(store).version
    return version if version in {release.version for release in held.all} else None
