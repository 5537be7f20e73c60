"""`/ask`: who has which status; `/compare`: States and treaties side by side."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.common.base import Answer
from csekg.answers.status import comparisons
from csekg.answers.status.question_answers import AskSummary, Case, ask
from csekg.answers.status.questions import Asked, PeriodError, Question
from csekg_api.rest.parameters import IsoDate, OfGroup, OfState, OfTreaty, On, day_query
from csekg_api.rest.responses import Listing, Page, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import SEVERAL

_Statuses = Annotated[
    list[Asked] | None,
    Query(
        max_length=SEVERAL,
        examples=[["signatory"]],
        description="statuses that count, or `not-bound` for all in which a State is known not "
        "to be bound; may be repeated. Without it: signatory, who signed and did not ratify",
    ),
]
_From = Annotated[IsoDate | None, day_query("first day of a period, instead of `on`", "2025-01-01", alias="from")]
_To = Annotated[
    IsoDate | None, day_query("last day of the period; without it, the newest data", "2026-12-31", alias="to")
]
_Period = Annotated[
    Literal["held", "began"],
    Query(
        examples=["held"],
        description="in a period, count a status `held` on any of its days, or one that `began` on one of them",
    ),
]


class AskPage(Page[Case]):
    """A page of the cases of a question."""

    summary: AskSummary = Field(description="the answer in one sentence, and the counts")


router = SubjectRouter("Status")


@router.get_list("/ask", Case, "Who has which status under which treaties", page=AskPage, operation_id="ask")
def get_cases(
    store: ServedStore,
    options: Listing,
    state: OfState = None,
    group: OfGroup = None,
    treaty: OfTreaty = None,
    status: _Statuses = None,
    on: On = None,
    first: _From = None,
    last: _To = None,
    period: _Period = "held",
) -> Response:
    """A case for each State and treaty, by State, with the answer in one sentence.

    Without States and groups all are asked about, without treaties all. The time is a day, or
    a period, or the day on which the data about each treaty stand.
    """
    try:
        question = Question(
            states=tuple(state or ()),
            groups=tuple(group or ()),
            treaties=tuple(treaty or ()),
            statuses=tuple(status or ("signatory",)),
            on=on,
            first=first,
            last=last,
            began=period == "began",
        )
    except PeriodError as error:
        raise ProblemError(422, str(error)) from None
    summary, cases = ask(store, question)
    return options.page(Case, cases, "ask", summary=summary.model_dump(mode="json"))


class StatesComparisonPage(Page[comparisons.ComparedStanding]):
    """A page of the statuses of some States."""

    summary: comparisons.StatesComparison = Field(description="who is compared, and the shares of groups")


class TreatiesComparison(Answer):
    """The treaties whose years are listed."""

    treaties: tuple[comparisons.ComparedTreaty, ...]


class TreatiesComparisonPage(Page[comparisons.YearUnderTreaty]):
    """A page of the years of some treaties."""

    summary: TreatiesComparison = Field(description="each treaty with its parties on the day")


@router.get_list(
    "/compare/states", comparisons.ComparedStanding, "Two to six States under every treaty", page=StatesComparisonPage
)
def compare_states(
    store: ServedStore, options: Listing, state: OfState = None, group: OfGroup = None, on: On = None
) -> Response:
    """The status of each State under each treaty, and whether the others have another.

    Give two to six States, or a State and groups; of a group the summary tells how many members
    are bound.
    """
    try:
        summary, rows = comparisons.compare_states(store, state or (), beside=group or (), on=on)
    except comparisons.TooFewOrManyError as error:
        raise ProblemError(422, str(error)) from None
    return options.page(comparisons.ComparedStanding, rows, "compare-states", summary=summary.model_dump(mode="json"))


@router.get_list(
    "/compare/treaties",
    comparisons.YearUnderTreaty,
    "The parties to two to five treaties over time",
    page=TreatiesComparisonPage,
)
def compare_treaties(store: ServedStore, options: Listing, treaty: OfTreaty = None, on: On = None) -> Response:
    """For each treaty the years in which the number of its parties changed.

    The summary tells the number on a day.
    """
    try:
        compared, years = comparisons.compare_treaties(store, treaty or (), on)
    except comparisons.TooFewOrManyError as error:
        raise ProblemError(422, str(error)) from None
    summary = TreatiesComparison(treaties=tuple(compared)).model_dump(mode="json")
    return options.page(comparisons.YearUnderTreaty, years, "compare-treaties", summary=summary)
