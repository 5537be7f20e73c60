"""The matrix: every State under every treaty on a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from csekg.answers.common.base import SortKey, alphabetical
from csekg.answers.common.groups import members
from csekg.answers.common.references import ORDER
from csekg.answers.entities.actors import actors, continued_by
from csekg.answers.status.matrix import MatrixTreaty, Row, matrix
from csekg.errors import TooEarlyError, UnknownNameError
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import FormChoices, chosen_day
from csekg_api.site.page import page, page_router
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
    on: Annotated[str, Query()] = "",
    group: Annotated[str, Query()] = "",
    sort: Annotated[str, Query()] = "name",
    q: Annotated[str, Query()] = "",
) -> Response:
    """Answer `/matrix`."""
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
    chosen = {name: value for name, value in (("on", on), ("group", group)) if value}
    return page(
        request,
        "matrix.html",
        status=status if fault else 200,
        choices=choices,
        on=on,
        group=group,
        sort=sort,
        q=q,
        fault=fault,
        columns=columns,
        oldest=min((column.as_of for column in columns), default=None),
        rows=[(row, _bound(row)) for row in _sorted(_named(store, rows, q), sort)],
        dated=_DATED,
        years=(_FIRST_YEAR, choices.newest.year),
        year=(day.day or choices.newest).year,
        kept={**chosen, **({"q": q} if q else {})},
        csv=f"/api/v1/matrix?{urlencode({**chosen, 'format': 'csv'})}",
        api=f"/api/v1/matrix?{urlencode(chosen)}".rstrip("?"),
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
