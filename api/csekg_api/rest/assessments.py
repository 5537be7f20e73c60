"""`/assessments`: what assessors state about law and practice, value by value."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.practice.assessments import PracticeAssessment, assessments
from csekg.answers.practice.promises import StatePromises, promises
from csekg_api.rest.parameters import ConceptCode, OfState, On, StateKey, of_release
from csekg_api.rest.responses import PREFIX, ListOptions, ResponseOptions, documented_list, documented_one
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.request_limits import KEY, SEVERAL
from csekg_api.web.work_limit import LimitedRoute

_Territories = Annotated[
    list[Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z-]*$", max_length=KEY)]] | None,
    Query(
        max_length=SEVERAL,
        examples=[["AIA"]],
        description="only these territories, or areas under their printed names; may be "
        "repeated, and beside States it adds to them",
    ),
]
_Indicators = Annotated[
    list[ConceptCode] | None,
    Query(
        max_length=SEVERAL,
        examples=[["law-prohibits-commercial-sexual-exploitation"]],
        description="only these indicators, as `/vocabularies/indicator` lists them; may be repeated",
    ),
]
_Assessors = Annotated[
    list[ConceptCode] | None,
    Query(max_length=SEVERAL, examples=[["dol"]], description="only these assessors; may be repeated"),
]
_Years = Annotated[
    list[Annotated[int, Field(ge=1900, le=9999)]] | None,
    Query(max_length=SEVERAL, examples=[[2022]], description="only assessments about these years; may be repeated"),
]
_Conforms = Annotated[
    bool | None,
    Query(
        examples=[False],
        description="only values of which the assessor says that law conforms to the "
        "international standard (`true`) or does not (`false`)",
    ),
]


router = APIRouter(prefix=PREFIX, tags=["Practice"], dependencies=[Depends(of_release)], route_class=LimitedRoute)


@router.get(
    "/assessments",
    operation_id="listAssessments",
    summary="What assessors state about law and practice",
    **documented_list(PracticeAssessment),
)
def all_assessments(
    store: ServedStore,
    options: Annotated[ListOptions, Depends()],
    state: OfState = None,
    territory: _Territories = None,
    indicator: _Indicators = None,
    assessor: _Assessors = None,
    year: _Years = None,
    conforms: _Conforms = None,
) -> Response:
    """Each value with its assessor, year and scope: the assessor's statement, not a status.

    A State without a value was not assessed; `unknown`, `not-applicable` and `no-value` are
    values of their own. None of them is no.
    """
    values = assessments(
        store, state=state, territory=territory, indicator=indicator, assessor=assessor, year=year, conforms=conforms
    )
    return options.page(PracticeAssessment, values, "assessments")


@router.get(
    "/states/{key}/promises",
    operation_id="getPromises",
    summary="What a State promised, and what assessors found",
    **documented_one(StatePromises),
)
def promised_and_found(
    store: ServedStore, options: Annotated[ResponseOptions, Depends()], key: StateKey, on: On = None
) -> Response:
    """By paragraph: the treaties in force for the State, and each value of each assessor."""
    return options.one(promises(store, key, on))
