"""`/freshness`: until when each list was read, and when it is due to be read again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from csekg.answers.status.coverage import Freshness, freshness
from csekg.days import today as this_day
from csekg_api.rest.answering import PREFIX, ListOptions
from csekg_api.rest.documenting import documented_list
from csekg_api.rest.parameters import IsoDate, OfTreaty, known_parameters
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.work_limit import LimitedRoute

_Today = Annotated[
    IsoDate | None,
    Query(json_schema_extra={"format": "date"}, examples=["2026-11-25"],
          description="the day from which `daysSince` is counted; without it, today (UTC)"),
]  # fmt: skip


router = APIRouter(
    prefix=PREFIX,
    tags=["Sources"],
    dependencies=[Depends(known_parameters)],
    route_class=LimitedRoute,
)


@router.get("/freshness", operation_id="listFreshness", summary="How fresh each list is",
            **documented_list(Freshness))  # fmt: skip
def all_freshness(
    store: ServedStore,
    options: Annotated[ListOptions, Depends()],
    treaty: OfTreaty = None,
    today: _Today = None,
) -> Response:
    """For each list of each treaty, until when it was read and when it is due again."""
    found = freshness(store, today or this_day(), treaty=treaty)
    return options.page(Freshness, found, "freshness")
