"""`/news`: what States did, what we learned, what lies ahead, as the page of changes shows it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from csekg.answers.common.references import ORDER
from csekg.answers.status.news import NewsItem, news
from csekg.answers.status.subjects import Span, subject
from csekg.days import today
from csekg_api.releases.release_store import ServedReleases
from csekg_api.rest.changes import From, To, refuse_backward
from csekg_api.rest.parameters import OfGroup, OfState, OfTreaty, known_parameters
from csekg_api.rest.responses import PREFIX, ListOptions, documented_list
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.work_limit import LimitedRoute

_All = Annotated[
    bool,
    Query(
        alias="all", examples=[True], description="also the changes of status that follow from the acts of the period"
    ),
]


router = APIRouter(prefix=PREFIX, tags=["Status"], dependencies=[Depends(known_parameters)], route_class=LimitedRoute)


@router.get("/news", operation_id="listNews", summary="What is new, in four parts", **documented_list(NewsItem))
def all_news(
    store: ServedStore,
    held: ServedReleases,
    options: Annotated[ListOptions, Depends()],
    since: From,
    to: To = None,
    treaty: OfTreaty = None,
    state: OfState = None,
    group: OfGroup = None,
    everything: _All = False,
) -> Response:
    """What the page of changes shows: acts, what we learned, what lies ahead, where data end.

    Without `to` the period ends today (UTC).
    """
    refuse_backward(since, to)
    asked = subject(store, treaty=treaty, state=state, group=group)
    learned, also = held.learned(store, since), ORDER if everything else ()
    found = news(store, asked, Span(since, to), today(), learned=learned, also=also)
    name = f"news-{since}" + (f"-{to}" if to else "")
    return options.page(NewsItem, list(found.items()), name)
