"""Who has not ratified: the States that a treaty does not bind on a day, and why."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from csekg.answers.common.groups import members
from csekg.answers.common.references import ORDER
from csekg.answers.status.status_answers import Standing, standings_of_treaty
from csekg.errors import TooEarlyError, UnknownNameError
from csekg_api.site.choices import FormChoices, chosen_day
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.standing_table import GAPS, standing_table
from csekg_api.site.shared.table_files import table_response
from csekg_api.site.shared.table_view import several
from csekg_api.site.shared.world_map import world_map
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _

#: First the statuses of States that an advocate can most easily win, then the others by `ORDER`.
_FIRST = ("signatory", "no-action", "no-act-read")
_PARTS = (*_FIRST, *(status for status in ORDER[1:] if status not in _FIRST))


router = page_router(several=lambda store: several(standing_table(store, GAPS)))


@router.get("/gaps")
def gaps(
    store: ServedStore,
    choices: FormChoices,
    request: Request,
    treaty: Annotated[str, Query()] = "",
    on: Annotated[str, Query()] = "",
    group: Annotated[str, Query()] = "",
) -> Response:
    """Answer `/gaps`."""
    key = treaty or choices.first_treaty
    if key is None:
        return page(request, "no_treaties.html", status=404, title=_("Who has not ratified"))
    day = chosen_day(on)
    shown: dict[str, object] = {"summary": None, "map": None}
    rows = list[Standing]()
    fault, status = day.fault, 400
    # Without a day the saved query takes the day of its example.
    query = {"saved": "not-party", "treaty": key}
    try:
        if not fault:
            only = members(store, group, day.day) if group else None
            summary, standings = standings_of_treaty(store, key, day.day, members=only)
            query["on"] = summary.on.isoformat()
            shown = {"summary": summary, "map": world_map(standings, choices.numeric_codes, fitted=bool(group))}
            rows = [row for code in _PARTS for row in standings if row.status == code]
    except (TooEarlyError, UnknownNameError) as error:
        fault, status = str(error), 404
    listed = table_response(
        request, standing_table(store, GAPS), rows, f"{key}-gaps", _("Who has not ratified"), fault=fault, status=status
    )
    if isinstance(listed, Response):
        return listed
    sent = {"on": on, "group": group}
    chosen = {name: value for name, value in sent.items() if value}
    return page(
        request,
        "gaps.html",
        status=status if fault else 200,
        choices=choices,
        treaty=key,
        on=on,
        group=group,
        fault=fault,
        list=listed,
        api=f"/api/v1/instruments/{key}/gaps?{urlencode(chosen)}".rstrip("?"),
        csv=f"/api/v1/instruments/{key}/gaps?{urlencode({**chosen, 'format': 'csv'})}",
        sparql=f"/query?{urlencode(query)}",
        picture_query=f"?{urlencode(chosen)}" if chosen else "",
        **shown,
    )
