"""The States: a list to search in any language, with the number of treaties that bind each."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from csekg.answers.status.comparison import statuses_of
from csekg.answers.things.actors import actors
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices
from csekg_api.site.page import page, page_router


def states_routes(store: QueryEngine, choices: Choices) -> APIRouter:
    """Return the route /states."""
    router = page_router()

    @router.get("/states")
    def states(
        request: Request,
        q: Annotated[str, Query()] = "",
        group: Annotated[str, Query()] = "",
    ) -> Response:
        found, fault = [], None
        try:
            found = actors(store, group=group or None, q=q.strip() or None)
        except UnknownNameError as error:
            fault = str(error)
        given = {name: value for name, value in (("q", q.strip()), ("group", group)) if value}
        return page(
            request,
            "states.html",
            status=404 if fault else 200,
            choices=choices,
            q=q,
            group=group,
            fault=fault,
            urged=choices.urged,
            rows=[
                (actor, statuses, sum(status == "party" for status in statuses.values()))
                for actor in found
                for statuses in [statuses_of(store, actor.id)]
            ],
            api=f"/api/v1/states?{urlencode(given)}".rstrip("?"),
            csv=f"/api/v1/states?{urlencode({**given, 'format': 'csv'})}",
        )

    return router
