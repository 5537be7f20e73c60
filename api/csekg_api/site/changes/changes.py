"""Changes: what States did between two days, and what lies ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from csekg.answers.common.kinds import What
from csekg.answers.common.references import ORDER
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.status.events import Event
from csekg.answers.status.news import News, news
from csekg.answers.status.subjects import Span, named, subject
from csekg.errors import AmbiguousNameError, CsekgError
from csekg.languages.days import today
from csekg.sparql.errors import EndpointError
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice, Column, Facet, Table
from csekg.wording.labels import kind_in_words
from csekg_api.site.choices import Choices, FormChoices, actor_keys, api_links, chosen_day, listed_names, of_treaties
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.table_view import several, table_page
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _, pgettext

#: Number of days before the last one that the page shows where no first day is given.
_DAYS = 365
#: What can be followed alone, and the folder of its feed and calendar.
_FOLDERS = {"state": "states", "treaty": "treaties", "group": "groups"}


@remembered_in_order
def _table(store: QueryEngine) -> Table[Event]:
    kinds = [Choice(code, kind_in_words(code)) for code in get_args(What)]
    return Table(
        columns=(
            Column("date", pgettext("column", "Day"), lambda row: row.date, "day"),
            Column("state", pgettext("column", "State"), lambda row: row.actor.name),
            Column("treaty", _("Treaty"), lambda row: row.treaty.name),
            Column("act", pgettext("kind of act", "What"), _what),
            Column("detail", pgettext("column", "Detail"), lambda row: row.detail),
            Column("sources", _("Sources"), lambda row: listed_names(row.sources)),
        ),
        facets=(
            Facet("act", pgettext("kind of act", "What"), lambda row: (row.what,), kinds),
            Facet("under", _("Choose treaties"), lambda row: (row.treaty.key,), of_treaties(Choices(store))),
        ),
    )


router = page_router(several=lambda store: several(_table(store)))


@router.get("/changes")
def changes(
    store: ServedStore,
    choices: FormChoices,
    request: Request,
    since: Annotated[str, Query(alias="from")] = "",
    until: str = "",
    treaty: str = "",
    state: str = "",
    group: str = "",
    everything: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    if choices.newest is None:
        return page(request, "no_treaties.html", status=404, title=_("Changes"))
    first, last = chosen_day(since), chosen_day(until)
    start = first.day or _days_before(last.day or choices.newest)
    fault, status = first.fault or last.fault, 400
    parts: News | None = None
    try:
        if not fault:
            state = next(iter(actor_keys(store, (state,))), "")
            whom = subject(store, treaty=treaty or None, state=state or None, group=group or None)
            also = ORDER if everything else ()
            parts = news(store, whom, Span(start, last.day), today(), also=also)
    except EndpointError:
        raise
    except AmbiguousNameError as error:
        fault, status = str(error), 422
    except CsekgError as error:
        fault, status = str(error), 404
    chosen = {
        "from": start.isoformat(),
        "to": until,
        "treaty": treaty,
        "state": state,
        "group": group,
        "all": "true" if everything else "",
    }
    return table_page(
        request,
        "changes.html",
        _table(store),
        parts.done if parts else (),
        "acts",
        _("What States did"),
        fault=fault,
        status=status,
        since=since or start.isoformat(),
        until=until,
        treaty=treaty,
        state=state,
        group=group,
        everything=everything,
        news=parts,
        followed=_followed(store, chosen) if parts else (),
        **api_links("/api/v1/news", [pair for pair in chosen.items() if pair[1]]),
        sparql="/query?" + urlencode({"saved": "changes-between", "from": start, "until": until or start}),
    )


def _followed(store: QueryEngine, chosen: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the path below which feed and calendar lie, and the name, of what is chosen, else of everything."""
    followed = [
        (f"/{folder}/{chosen[name]}", named(store, **{name: chosen[name]}))
        for name, folder in _FOLDERS.items()
        if chosen[name]
    ]
    return followed or [("", _("All acts of States"))]


def _days_before(last: date) -> date:
    """Return the first day of the span that ends with a day, where none is asked for."""
    # The first day of `datetime.date` is in the year 1.
    return date.fromordinal(max(1, last.toordinal() - _DAYS))


def _what(row: Event) -> str:
    return row.label if row.what == "status-change" else kind_in_words(row.kind)
