"""`/ask`: who has, or had, which status under which treaties."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.status.question_answers import AskSummary, Case, ask
from csekg.answers.status.questions import Asked, PeriodError, Question
from csekg.sparql.store import QueryEngine
from csekg_api.rest.answering import PREFIX, ListOptions, Page
from csekg_api.rest.changes import OldUntil
from csekg_api.rest.documenting import documented_list
from csekg_api.rest.parameters import IsoDate, OfGroup, OfState, OfTreaty, On, of_release
from csekg_api.rest.renamed import UNTIL, either
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import SEVERAL

_Statuses = Annotated[
    list[Asked] | None,
    Query(max_length=SEVERAL, examples=[["signatory"]],
          description="statuses that count, or `not-bound` for all in which a State is known not "
          "to be bound; may be repeated. Without it: signatory, who signed and did not ratify"),
]  # fmt: skip
_From = Annotated[
    IsoDate | None,
    Query(alias="from", examples=["2025-01-01"], json_schema_extra={"format": "date"},
          description="first day of a period, instead of `on`"),
]  # fmt: skip
_To = Annotated[
    IsoDate | None,
    Query(alias="to", examples=["2026-12-31"], json_schema_extra={"format": "date"},
          description="last day of the period; without it, the newest data"),
]  # fmt: skip
_Period = Annotated[
    Literal["held", "began"],
    Query(examples=["held"],
          description="in a period, count a status `held` on any of its days, or one that `began` "
          "on one of them"),
]  # fmt: skip


class AskPage(Page[Case]):
    """A page of the cases of a question."""

    summary: AskSummary = Field(description="the answer in one sentence, and the counts")


def ask_routes(store: QueryEngine) -> APIRouter:
    """Return the route of questions."""
    router = APIRouter(prefix=PREFIX, tags=["Status"], dependencies=[Depends(of_release)])

    @router.get("/ask", operation_id="ask", summary="Who has which status under which treaties",
                **documented_list(Case, page=AskPage))  # fmt: skip
    def get_cases(
        options: Annotated[ListOptions, Depends()],
        state: OfState = None,
        group: OfGroup = None,
        treaty: OfTreaty = None,
        status: _Statuses = None,
        on: On = None,
        first: _From = None,
        last: _To = None,
        period: _Period = "held",
        old_until: OldUntil = None,
    ) -> Response:
        """A case for each State and treaty, by State, with the answer in one sentence.

        Without States and groups all are asked about, without treaties all. The time is a day, or
        a period, or the day on which the data about each treaty stand.
        """
        last = either(options.request, UNTIL, last, old_until)
        try:
            question = Question(
                states=tuple(state or ()), groups=tuple(group or ()), treaties=tuple(treaty or ()),
                statuses=tuple(status or ("signatory",)), on=on, first=first, last=last,
                began=period == "began",
            )  # fmt: skip
        except PeriodError as error:
            raise ProblemError(422, str(error)) from None
        summary, cases = ask(store, question)
        return options.page(Case, cases, "ask", summary=summary.model_dump(mode="json"))

    return router
