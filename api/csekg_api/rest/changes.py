"""`/changes`: what happened between two days."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from csekg.answers.common.kinds import What
from csekg.answers.status.events import Event, events
from csekg.answers.status.subjects import Span
from csekg.sparql.store import QueryEngine
from csekg_api.rest.answering import PREFIX, ListOptions
from csekg_api.rest.documenting import documented_list
from csekg_api.rest.parameters import IsoDate, OfState, OfTreaty, of_release
from csekg_api.rest.renamed import KIND_OF_CHANGE, UNTIL, either
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import SEVERAL

From = Annotated[
    IsoDate,
    Query(alias="from", json_schema_extra={"format": "date"}, examples=["2007-04-27"],
          description="the first day"),
]  # fmt: skip
To = Annotated[
    IsoDate | None,
    Query(json_schema_extra={"format": "date"}, examples=["2007-12-31"],
          description="the last day, not before `from`; without it, the last that the data know"),
]  # fmt: skip
OldUntil = Annotated[
    IsoDate | None,
    Query(alias=UNTIL.old, json_schema_extra={"format": "date"}, description=UNTIL.note,
          deprecated=True),
]  # fmt: skip
_What = Annotated[
    list[What] | None,
    Query(max_length=SEVERAL, examples=[["consent"]],
          description="only acts of these kinds, or changes of status; may be repeated"),
]  # fmt: skip
_OldKind = Annotated[
    list[What] | None,
    Query(alias=KIND_OF_CHANGE.old, max_length=SEVERAL, description=KIND_OF_CHANGE.note,
          deprecated=True),
]  # fmt: skip


def changes_routes(store: QueryEngine) -> APIRouter:
    """Return the route of changes."""
    router = APIRouter(prefix=PREFIX, tags=["Status"], dependencies=[Depends(of_release)])

    @router.get("/changes", operation_id="listChanges", summary="What happened between two days",
                **documented_list(Event))  # fmt: skip
    def changes(
        options: Annotated[ListOptions, Depends()],
        since: From,
        to: To = None,
        treaty: OfTreaty = None,
        state: OfState = None,
        what: _What = None,
        old_until: OldUntil = None,
        old_kind: _OldKind = None,
    ) -> Response:
        """Acts of States and changes of their status within a span of days, the newest first.

        Both days are included. Acts of which no source gives the day are left out.
        """
        last = either(options.request, UNTIL, to, old_until)
        kinds = either(options.request, KIND_OF_CHANGE, what, old_kind)
        refuse_backward(since, last)
        found = events(store, treaty=treaty, actor=state, span=Span(since, last), what=kinds)
        name = f"changes-{since}" + (f"-{last}" if last else "")
        return options.page(Event, found[::-1], name)

    return router


def refuse_backward(since: date, last: date | None) -> None:
    """Raise a 422 problem for a last day before the first one."""
    if last and last < since:
        raise ProblemError(422, f"parameter to should not be before from, {since}")
