"""Every State on a day: the matrix of all treaties, and who has not ratified one of them, and why."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.base import SortKey, alphabetical
from csekg.answers.common.groups import members
from csekg.answers.common.references import ORDER, find_treaty
from csekg.answers.entities.actors import actors, continued_by
from csekg.answers.status.matrix import MatrixTreaty, Row, counted, matrix
from csekg.answers.status.status_answers import Standing, standings_of_treaty
from csekg.errors import TooEarlyError, UnknownNameError
from csekg.languages.days import spelled, today
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import FormChoices, api_links, chosen_day, with_query
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.standing_table import GAPS, standing_table
from csekg_api.site.shared.table_view import several, table_page
from csekg_api.site.shared.world_map import map_of_treaty
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _

#: First year of the slider: that of the Convention on the Rights of the Child.
_FIRST_YEAR = 1989

#: Statuses that begin with an act: the page shows the year of their beginning.
_DATED = frozenset({"party", "contracting-state", "signatory", "former-party"})


router = page_router()


@router.get("/matrix")
def matrix_page(
    store: ServedStore,
    choices: FormChoices,
    request: Request,
    on: str = "",
    group: str = "",
    sort: str = "name",
    q: str = "",
) -> Response:
    if choices.newest is None:
        return page(request, "no_treaties.html", status=404, title=_("State x treaty matrix"))
    day = chosen_day(on)
    columns: list[MatrixTreaty] = []
    rows: list[Row] = []
    fault, status = day.fault, 400
    try:
        if not fault:
            only = members(store, group, day.day) if group else None
            columns, rows = matrix(store, day.day, members=only)
    except (TooEarlyError, UnknownNameError) as error:
        fault, status = str(error), 404
    chosen = _chosen(on, group)
    return page(
        request,
        "matrix.html",
        status=status if fault else 200,
        on=on,
        group=group,
        sort=sort,
        q=q,
        fault=fault,
        columns=columns,
        printed=_("Printed on {day}.", day=spelled(today())),
        oldest=min((column.as_of for column in columns), default=None),
        rows=[(row, _bound(row)) for row in _sorted(_named(store, rows, q), sort)],
        dated=_DATED,
        years=(_FIRST_YEAR, choices.newest.year),
        year=(day.day or choices.newest).year,
        kept=dict(chosen) | ({"q": q} if q else {}),
        **api_links("/api/v1/matrix", chosen),
    )


def _named(store: QueryEngine, rows: Sequence[Row], text: str) -> list[Row]:
    """Return the rows of States of which a name in any language contains the words of a text.

    A State that another one continues is found by the name of that one, too: the Soviet Union in a
    matrix of 1991 by that of Russia.
    """
    if not text.strip():
        return list(rows)
    named = {actor.id for actor in actors(store, q=text.strip())}
    later = continued_by(store)

    def is_named(actor: str) -> bool:
        return actor in named or (actor in later and is_named(later[actor].id))

    return [row for row in rows if is_named(row.id)]


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    """Return the rows sorted by `name`, by number of treaties (`bound`), or by status under one."""
    if sort == "bound":
        return sorted(rows, key=lambda row: (-_bound(row), alphabetical(row.name)))
    if sort == "name":
        return rows

    def under_treaty(row: Row) -> tuple[int, str, SortKey]:
        cell = row.cells.get(sort)
        if cell is None:
            return len(ORDER), "", alphabetical(row.name)
        since = (cell.held_since or cell.since).isoformat()
        return ORDER.index(cell.status), since, alphabetical(row.name)

    return sorted(rows, key=under_treaty)


def _bound(row: Row) -> int:
    return sum(cell.status == "party" for cell in row.cells.values())


#: First the statuses of States that an advocate can most easily win, then the others by `ORDER`.
_FIRST = ("signatory", "no-action", "no-act-read")
_PARTS = (*_FIRST, *(status for status in ORDER[1:] if status not in _FIRST))


gaps_router = page_router(several=lambda store: several(standing_table(store, GAPS)))


@gaps_router.get("/gaps")
def gaps(
    store: ServedStore, choices: FormChoices, request: Request, treaty: str = "", on: str = "", group: str = ""
) -> Response:
    key = treaty or choices.first_treaty
    if key is None:
        return page(request, "no_treaties.html", status=404, title=_("Who has not ratified"))
    day = chosen_day(on)
    shown: dict[str, object] = {"summary": None, "map": None}
    rows = list[Standing]()
    fault, status = day.fault, 400
    # Without a day the saved query takes the day of its example.
    query = [("saved", "not-party"), ("treaty", key)]
    try:
        if not fault:
            only = members(store, group, day.day) if group else None
            summary, standings = standings_of_treaty(store, key, day.day, members=only)
            query.append(("on", summary.on.isoformat()))
            shown = {
                "summary": summary,
                "map": map_of_treaty(store, summary, standings, fitted=bool(group)),
                "counted": counted(find_treaty(store, key), standings, day.day),
            }
            rows = [row for code in _PARTS for row in standings if row.status == code]
    except (TooEarlyError, UnknownNameError) as error:
        fault, status = str(error), 404
    chosen = _chosen(on, group)
    return table_page(
        request,
        "gaps.html",
        standing_table(store, GAPS),
        rows,
        f"{key}-gaps",
        _("Who has not ratified"),
        fault=fault,
        status=status,
        treaty=key,
        on=on,
        group=group,
        sparql=with_query("/query", query),
        picture_query=with_query("", chosen),
        **api_links(f"/api/v1/instruments/{key}/gaps", chosen),
        **shown,
    )


def _chosen(on: str, group: str) -> list[tuple[str, str]]:
    return [pair for pair in (("on", on), ("group", group)) if pair[1]]
