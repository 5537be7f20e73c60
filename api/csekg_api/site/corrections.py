"""The public log of corrections: what was wrong and is corrected, and what is open."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from csekg.answers.quality.corrections import Correction, State, corrections
from csekg.answers.quality.sources import sources
from csekg.errors import UnknownNameError, did_you_mean
from csekg.sparql.store import QueryEngine
from csekg_api.releases.held import HeldReleases
from csekg_api.site.choices import Choices
from csekg_api.site.page import page, page_router

_STATES: tuple[str, ...] = get_args(State)


def corrections_routes(store: QueryEngine, choices: Choices, held: HeldReleases) -> APIRouter:
    """Return the route /corrections."""
    router = page_router()

    @router.get("/corrections")
    def log(
        request: Request,
        treaty: Annotated[str, Query()] = "",
        status: Annotated[str, Query()] = "",
    ) -> Response:
        fault, found = None, list[Correction]()
        if status and status not in _STATES:
            fault = f"unknown state of a correction {status!r}. {did_you_mean(status, _STATES)}"
        else:
            try:
                found = corrections(store, held.learned(store), treaty=treaty or None)
            except UnknownNameError as error:
                fault = str(error)
        asked = {"treaty": treaty, "status": status}
        given = {name: value for name, value in asked.items() if value}
        return page(
            request,
            "corrections.html",
            status=404 if fault else 200,
            choices=choices,
            treaty=treaty,
            chosen=status,
            states=_STATES,
            sources={each.key: each for each in sources(store)},
            counts=Counter(each.state for each in found),
            fault=fault,
            corrections=[each for each in found if not status or each.state == status],
            api=f"/api/v1/corrections?{urlencode(given)}".rstrip("?"),
            csv=f"/api/v1/corrections?{urlencode({**given, 'format': 'csv'})}",
        )

    return router
