"""`/changes`, what happened between two days, and `/news`, the parts of the page of changes."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from csekg.answers.common.kinds import What
from csekg.answers.common.references import ORDER
from csekg.answers.status.events import Event, events
from csekg.answers.status.news import NewsItem, news
from csekg.answers.status.subjects import Span, subject
from csekg.languages.days import today
from csekg_api.rest.parameters import IsoDate, OfGroup, OfState, OfTreaty, day_query, repeatable
from csekg_api.rest.responses import Listing, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError

From = Annotated[IsoDate, day_query("the first day", "2007-04-27", alias="from")]
To = Annotated[
    IsoDate | None, day_query("the last day, not before `from`; without it, the last that the data know", "2007-12-31")
]
_What = Annotated[list[What] | None, repeatable("only acts of these kinds, or changes of status", "consent")]


router = SubjectRouter("Status")


@router.get_list("/changes", Event, "What happened between two days")
def list_changes(
    store: ServedStore,
    options: Listing,
    since: From,
    to: To = None,
    treaty: OfTreaty = None,
    state: OfState = None,
    what: _What = None,
) -> Response:
    """Acts of States and changes of their status within a span of days, the newest first.

    Both days are included. Acts of which no source gives the day are left out.
    """
    refuse_backward(since, to)
    rows = events(store, treaty=treaty, actor=state, span=Span(since, to), what=what)
    name = f"changes-{since}" + (f"-{to}" if to else "")
    return options.page(Event, rows[::-1], name)


def refuse_backward(since: date, last: date | None) -> None:
    """Raise a 422 problem for a last day before the first one."""
    if last and last < since:
        raise ProblemError(422, f"parameter to should not be before from, {since}")


_All = Annotated[
    bool,
    Query(
        alias="all", examples=[True], description="also the changes of status that follow from the acts of the period"
    ),
]


@router.get_list("/news", NewsItem, "What is new, in three parts")
def list_news(
    store: ServedStore,
    options: Listing,
    since: From,
    to: To = None,
    treaty: OfTreaty = None,
    state: OfState = None,
    group: OfGroup = None,
    everything: _All = False,
) -> Response:
    """What the page of changes shows: acts, what lies ahead, where data end.

    Without `to` the period ends today (UTC).
    """
    refuse_backward(since, to)
    whom = subject(store, treaty=treaty, state=state, group=group)
    parts = news(store, whom, Span(since, to), today(), also=ORDER if everything else ())
    name = f"news-{since}" + (f"-{to}" if to else "")
    return options.page(NewsItem, list(parts.items()), name)
