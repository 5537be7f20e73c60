"""`/ask`: who has which status; `/compare`: States and treaties side by side; `/check`: whether claims are true."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import from_json

from csekg.answers.claims.checking import MOST_CLAIMS, Checked, Stated, check
from csekg.answers.claims.sent import SentClaim, rows_of
from csekg.answers.common.base import Answer
from csekg.answers.status import comparisons
from csekg.answers.status.question_answers import AskSummary, Case, ask
from csekg.answers.status.questions import Asked, PeriodError, Question
from csekg_api.indexes import search_index
from csekg_api.rest.parameters import IsoDate, OfGroup, OfState, OfTreaty, On, day_query
from csekg_api.rest.responses import Listing, Page, Single, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import MOST_FAULTS, ProblemError
from csekg_api.web.request_limits import SEVERAL, body_of

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


_JSON, _CSV = "application/json", "text/csv"
#: The most bytes of a request: 200 claims of the greatest length, in any script.
MOST_BYTES = 400_000


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
    return await body_of(request, [_JSON, _CSV], "claims", MOST_BYTES)


def read_claims(kind: str, sent: bytes) -> list[str | Stated]:
    """Return the claims of a body.

    Raises a 422 problem for a body that cannot be read, and RequestValidationError for claims that
    are too many, too long or incomplete.
    """
    try:
        content = from_json(sent) if kind == _JSON else {"claims": rows_of(sent.decode(), MOST_CLAIMS + 1)}
    except (ValueError, csv.Error) as error:
        raise ProblemError(422, f"the body is no {'JSON' if kind == _JSON else 'CSV of claims'}: {error}") from None
    return [claim.stated() for claim in _read_members(content).claims]


def _read_members(content: object) -> SentClaims:
    """Return the claims; raises RequestValidationError for what does not fit, with the first faults."""
    faults = list(islice(_unknown_members(content), MOST_FAULTS))
    if not faults:
        try:
            return SentClaims.model_validate(content)
        except ValidationError as error:
            faults = [dict(fault) for fault in error.errors(include_url=False, include_context=False)]
    raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in faults])


def _unknown_members(content: object) -> Iterator[dict[str, Any]]:
    """Yield the faults of which Pydantic would make any number: what is unknown or too much."""
    if not isinstance(content, dict):
        return
    yield from _unknown(content, SentClaims, ())
    listed = content.get("claims")
    if isinstance(listed, list) and len(listed) > MOST_CLAIMS:
        message = f"List should have {MOST_CLAIMS:,} items at most, not {len(listed):,}"
        yield {"type": "too_long", "loc": ("claims",), "msg": message}
    elif isinstance(listed, list):
        for number, one in enumerate(listed):
            if isinstance(one, dict):
                yield from _unknown(one, SentClaim, ("claims", number))


def _unknown(
    content: Mapping[str, object], model: type[Answer], place: tuple[str | int, ...]
) -> Iterator[dict[str, Any]]:
    for name in content:
        if name not in model.model_fields:
            message = "there is no such member"
            yield {"type": "extra_forbidden", "loc": (*place, name), "msg": message}


@router.post(
    "/check",
    summary="Check claims about States under treaties",
    response_model=Checked,
    openapi_extra=_body(),
    responses=problems(
        404, 406, 422, s413=f"The body has more than {MOST_BYTES:,} bytes.", s415="The body is of another media type."
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
