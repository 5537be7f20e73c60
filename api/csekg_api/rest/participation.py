"""The participations of one State: under all treaties, under one in full, and its timeline."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from csekg.answers.status.events import Event, events
from csekg.answers.status.participation import ParticipationDetail, participation
from csekg.answers.status.status_answers import Standing, standings_of_actor
from csekg.errors import TooEarlyError
from csekg.sparql.store import QueryEngine
from csekg_api.rest.answering import PREFIX, ListOptions, ResponseOptions
from csekg_api.rest.documenting import documented_list, documented_one
from csekg_api.rest.parameters import Lower, On, StateKey, of_release
from csekg_api.web.request_limits import KEY

_Treaty = Annotated[
    str,
    Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$", max_length=KEY, examples=["opsc"],
         description="key of a treaty"),
    Lower,
]  # fmt: skip


def participation_routes(store: QueryEngine) -> APIRouter:
    """Return the routes about the participations of a State."""
    router = APIRouter(prefix=PREFIX, tags=["Status"], dependencies=[Depends(of_release)])

    @router.get("/states/{key}/participation", operation_id="listParticipation",
                summary="One State under every treaty", **documented_list(Standing))  # fmt: skip
    def every_treaty(
        options: Annotated[ListOptions, Depends()], key: StateKey, on: On = None
    ) -> Response:
        """Where a State stands under each treaty, by which acts, and why.

        Without a day each row speaks of the day on which the data about its treaty stand. Treaties
        adopted after the day are left out, and those of which nothing is known so early.
        """
        found = standings_of_actor(store, key, on)
        if not found:
            raise TooEarlyError(f"no status is known on {on}: none of the treaties was adopted")
        return options.page(Standing, found, f"{key.upper()}-participation")

    @router.get("/states/{key}/participation/{treaty}", operation_id="getParticipation",
                summary="One State under one treaty, in full",
                **documented_one(ParticipationDetail))  # fmt: skip
    def one_treaty(
        options: Annotated[ResponseOptions, Depends()], key: StateKey, treaty: _Treaty
    ) -> Response:
        """Every span of status, every act with what each source states, differences, statements."""
        return options.one(participation(store, key, treaty))

    @router.get("/states/{key}/timeline", operation_id="listStateEvents",
                summary="What a State did", **documented_list(Event))  # fmt: skip
    def timeline(options: Annotated[ListOptions, Depends()], key: StateKey) -> Response:
        """Acts and changes of status under all treaties by day, those without a day last."""
        return options.page(Event, events(store, actor=key), f"{key.upper()}-timeline")

    return router
