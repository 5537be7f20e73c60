"""`/corrections`: the public log of errors corrected and of differences between sources."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from csekg.answers.quality.corrections import Correction, State, corrections
from csekg.sparql.store import QueryEngine
from csekg_api.releases.held import HeldReleases
from csekg_api.rest.answering import PREFIX, ListOptions
from csekg_api.rest.documenting import documented_list
from csekg_api.rest.parameters import OfState, OfTreaty, known_parameters
from csekg_api.web.request_limits import SEVERAL

_Status = Annotated[
    list[State] | None,
    Query(max_length=SEVERAL, examples=[["open"]],
          description="only corrections of these states; may be repeated"),
]  # fmt: skip


def corrections_routes(store: QueryEngine, held: HeldReleases) -> APIRouter:
    """Return the route of corrections."""
    router = APIRouter(prefix=PREFIX, tags=["Sources"], dependencies=[Depends(known_parameters)])

    @router.get("/corrections", operation_id="listCorrections", summary="What was corrected",
                **documented_list(Correction))  # fmt: skip
    def all_corrections(
        options: Annotated[ListOptions, Depends()],
        treaty: OfTreaty = None,
        state: OfState = None,
        status: _Status = None,
    ) -> Response:
        """Errors that releases corrected, then open and settled differences between sources."""
        found = corrections(store, held.learned(store), treaty=treaty, state=state, status=status)
        return options.page(Correction, found, "corrections")

    return router
