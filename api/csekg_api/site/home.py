"""The home page: what this is, one treaty on the map, the newest changes, all treaties."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.status.coverage import freshness
from csekg.answers.status.events import Event, events
from csekg.answers.status.status_answers import standings_of_treaty
from csekg.answers.status.subjects import Span
from csekg.days import today
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine
from csekg_api.health import ServedFigures
from csekg_api.site.ask import ASKED_MOST
from csekg_api.site.choices import Choices, FormChoices
from csekg_api.site.overview import overview
from csekg_api.site.page import page, page_router
from csekg_api.site.world_map import world_map
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _

_NEWEST = 8


router = page_router()


@router.get("/")
def home(
    store: ServedStore,
    choices: FormChoices,
    dataset: ServedFigures,
    request: Request,
    treaty: Annotated[str, Query()] = "",
) -> Response:
    """Answer `/`."""
    key = treaty or choices.first_treaty
    shown: dict[str, object] = {"summary": None, "map": None}
    fault = None
    if key is not None:
        try:
            summary, found = standings_of_treaty(store, key)
            shown = {"summary": summary, "map": world_map(found, choices.numeric_codes)}
        except UnknownNameError as error:
            fault = str(error)
    return page(
        request,
        "home.html",
        status=404 if fault else 200,
        choices=choices,
        asked_most=[(code, _(words)) for code, words in ASKED_MOST],
        treaty=key,
        fault=fault,
        changes=newest_acts(store),
        overview=overview(store),
        freshness=freshness(store, today()),
        dataset=dataset(),
        **shown,
    )


@remembered_in_order
def newest_acts(store: QueryEngine) -> tuple[Event, ...]:
    """Return the newest signatures and consents, the newest first; none without treaties."""
    newest = Choices(store).newest
    if newest is None:
        return ()
    # Three years have more than enough. Acts after the newest as-of date are left out.
    span = Span(newest.replace(year=newest.year - 3, day=1), newest)
    acts = [event for event in events(store, span=span) if event.what in ("consent", "signature")]
    return tuple(acts[: -_NEWEST - 1 : -1])
