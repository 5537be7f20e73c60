"""`/corrections` and `/freshness`: errors corrected, differences, and how old each list is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from csekg.answers.quality.corrections import Correction, State, corrections
from csekg.answers.status.coverage import Freshness, freshness
from csekg.days import today as this_day
from csekg_api.releases.release_store import ServedReleases
from csekg_api.rest.parameters import IsoDate, OfState, OfTreaty, known_parameters
from csekg_api.rest.responses import PREFIX, ListOptions, documented_list
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.request_limits import SEVERAL
from csekg_api.web.work_limit import LimitedRoute

_Status = Annotated[
    list[State] | None,
    Query(max_length=SEVERAL, examples=[["open"]], description="only corrections of these states; may be repeated"),
]


router = APIRouter(prefix=PREFIX, tags=["Sources"], dependencies=[Depends(known_parameters)], route_class=LimitedRoute)


@router.get("/corrections", operation_id="listCorrections", summary="What was corrected", **documented_list(Correction))
def all_corrections(
    store: ServedStore,
    held: ServedReleases,
    options: Annotated[ListOptions, Depends()],
    treaty: OfTreaty = None,
    state: OfState = None,
    status: _Status = None,
) -> Response:
    """Errors that releases corrected, then open and settled differences between sources."""
    rows = corrections(store, held.learned(store), treaty=treaty, state=state, status=status)
    return options.page(Correction, rows, "corrections")


_Today = Annotated[
    IsoDate | None,
    Query(
        json_schema_extra={"format": "date"},
        examples=["2026-11-25"],
        description="the day from which `daysSince` is counted; without it, today (UTC)",
    ),
]


@router.get("/freshness", operation_id="listFreshness", summary="How fresh each list is", **documented_list(Freshness))
def all_freshness(
    store: ServedStore, options: Annotated[ListOptions, Depends()], treaty: OfTreaty = None, today: _Today = None
) -> Response:
    """For each list of each treaty, until when it was read and when it is due again."""
    rows = freshness(store, today or this_day(), treaty=treaty)
    return options.page(Freshness, rows, "freshness")
