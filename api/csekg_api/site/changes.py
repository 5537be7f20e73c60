"""Changes: what States did between two days, what we learned, and what lies ahead."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from csekg.answers.common.known import ORDER
from csekg.answers.status.events import Span
from csekg.answers.status.news import News, news
from csekg.answers.status.subjects import subject
from csekg.days import today
from csekg.errors import CsekgError
from csekg.sparql.remote.errors import EndpointError
from csekg.sparql.store import QueryEngine
from csekg_api.releases.held import HeldReleases
from csekg_api.site.choices import Choices, chosen_day
from csekg_api.site.page import page, page_router

#: Number of days before the last one that the page shows where no first day is given.
_DAYS = 365


def changes_routes(store: QueryEngine, choices: Choices, held: HeldReleases) -> APIRouter:
    """Return the route /changes."""
    router = page_router()

    @router.get("/changes")
    def changes(
        request: Request,
        since: Annotated[str, Query(alias="from")] = "",
        until: Annotated[str, Query()] = "",
        treaty: Annotated[str, Query()] = "",
        state: Annotated[str, Query()] = "",
        group: Annotated[str, Query()] = "",
        everything: Annotated[bool, Query(alias="all")] = False,
    ) -> Response:
        if choices.newest is None:
            return page(request, "no_treaties.html", status=404, title="Changes")
        first, last = chosen_day(since), chosen_day(until)
        start = first.day or _days_before(last.day or choices.newest)
        fault, status = first.fault or last.fault, 400
        found: News | None = None
        try:
            if not fault:
                asked = subject(store, treaty=treaty or None, state=state or None,
                                group=group or None)  # fmt: skip
                also = ORDER if everything else ()
                found = news(store, asked, Span(start, last.day), today(),
                             learned=held.learned(store, start), also=also)  # fmt: skip
        except EndpointError:
            raise
        except CsekgError as error:
            fault, status = str(error), 404
        given = {"from": start.isoformat(), "until": until, "treaty": treaty, "state": state,
                 "group": group, "all": "true" if everything else ""}  # fmt: skip
        query = urlencode({name: value for name, value in given.items() if value})
        return page(
            request,
            "changes.html",
            status=status if fault else 200,
            choices=choices,
            since=since or start.isoformat(),
            until=until,
            treaty=treaty,
            state=state,
            group=group,
            everything=everything,
            fault=fault,
            news=found,
            releases=bool(held.all),
            days=_by_day(found),
            api=f"/api/v1/news?{query}",
            csv=f"/api/v1/news?{query}&format=csv",
            sparql="/query?"
            + urlencode({"saved": "changes-between", "from": start, "until": until or start}),
        )

    return router


def _days_before(last: date) -> date:
    """Return the first day of the span that ends with a day, where none is asked for."""
    # The first day of `datetime.date` is in the year 1.
    return date.fromordinal(max(1, last.toordinal() - _DAYS))


def _by_day(found: News | None) -> list[tuple[date | None, list[object]]]:
    grouped = groupby(found.done if found else (), key=lambda event: event.date)
    return [(day, list(acts)) for day, acts in grouped]
