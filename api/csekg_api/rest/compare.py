"""`/compare/...`: States side by side, and treaties side by side over time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.common.base import Answer
from csekg.answers.status.comparisons import (
    ComparedStanding,
    ComparedTreaty,
    StatesComparison,
    TooFewOrManyError,
    YearUnderTreaty,
    compare_states,
    compare_treaties,
)
from csekg_api.rest.answering import PREFIX, ListOptions, Page
from csekg_api.rest.documenting import documented_list
from csekg_api.rest.parameters import OfGroup, OfState, OfTreaty, On, of_release
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.work_limit import LimitedRoute


class StatesComparisonPage(Page[ComparedStanding]):
    """A page of the statuses of some States."""

    summary: StatesComparison = Field(description="who is compared, and the shares of groups")


class TreatiesComparison(Answer):
    """The treaties whose years are listed."""

    treaties: tuple[ComparedTreaty, ...]


class TreatiesComparisonPage(Page[YearUnderTreaty]):
    """A page of the years of some treaties."""

    summary: TreatiesComparison = Field(description="each treaty with its parties on the day")


router = APIRouter(
    prefix=PREFIX, tags=["Status"], dependencies=[Depends(of_release)], route_class=LimitedRoute
)


@router.get("/compare/states", operation_id="compareStates",
            summary="Two to six States under every treaty",
            **documented_list(ComparedStanding, page=StatesComparisonPage))  # fmt: skip
def states(
    store: ServedStore,
    options: Annotated[ListOptions, Depends()],
    state: OfState = None,
    group: OfGroup = None,
    on: On = None,
) -> Response:
    """The status of each State under each treaty, and whether the others have another.

    Give two to six States, or a State and groups; of a group the summary tells how many members
    are bound.
    """
    try:
        summary, rows = compare_states(store, state or (), beside=group or (), on=on)
    except TooFewOrManyError as error:
        raise ProblemError(422, str(error)) from None
    return options.page(
        ComparedStanding, rows, "compare-states", summary=summary.model_dump(mode="json")
    )


@router.get("/compare/treaties", operation_id="compareTreaties",
            summary="The parties to two to five treaties over time",
            **documented_list(YearUnderTreaty, page=TreatiesComparisonPage))  # fmt: skip
def treaties(
    store: ServedStore,
    options: Annotated[ListOptions, Depends()],
    treaty: OfTreaty = None,
    on: On = None,
) -> Response:
    """For each treaty the years in which the number of its parties changed.

    The summary tells the number on a day.
    """
    try:
        about, years = compare_treaties(store, treaty or (), on)
    except TooFewOrManyError as error:
        raise ProblemError(422, str(error)) from None
    summary = TreatiesComparison(treaties=tuple(about)).model_dump(mode="json")
    return options.page(YearUnderTreaty, years, "compare-treaties", summary=summary)
