"""The table of every State under many treaties on a day: a view of who has joined."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.base import SortKey, alphabetical
from csekg.answers.common.references import ORDER
from csekg.answers.entities.actors import actors, continued_by
from csekg.answers.status.matrix import Row, matrix
from csekg.answers.status.questions import Question, asked_actors
from csekg.languages.days import spelled, today
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices, api_links, with_query
from csekg_api.site.page import page
from csekg_api.web.words import _

#: First year of the slider: that of the Convention on the Rights of the Child.
_FIRST_YEAR = 1989

#: Statuses that begin with an act: the page shows the year of their beginning.
_DATED = frozenset({"party", "contracting-state", "signatory", "former-party"})


#: The value of `view` in the address of the table, and what it takes of a question.
VIEW = "table"
_OF_TABLE = ("group", "treaty", "on")


def table_address(chosen: Sequence[tuple[str, str]]) -> str:
    """Return the address of the table for the fields of a question."""
    return with_query("/joined", [("view", VIEW), *(pair for pair in chosen if pair[0] in (*_OF_TABLE, "q", "sort"))])


def joined_table(
    store: QueryEngine,
    choices: Choices,
    request: Request,
    question: Question,
    chosen: Sequence[tuple[str, str]],
    q: str,
) -> Response:
    """Return the page of every State under the treaties of a question, on its day.

    `q` is a part of the names of States. Raises UnknownNameError, and TooEarlyError where no treaty
    had been adopted.
    """
    assert choices.newest
    sort, day = request.query_params.get("sort") or "name", question.on or question.last
    columns, rows = matrix(store, day, keys=question.treaties, members=asked_actors(store, question))
    asked = [pair for pair in chosen if pair[0] in _OF_TABLE]
    return page(
        request,
        "joined_table.html",
        on=day.isoformat() if day else "",
        chosen={"group": question.groups, "treaty": question.treaties},
        sort=sort,
        q=q,
        columns=columns,
        printed=_("Printed on {day}.", day=spelled(today())),
        oldest=min((column.as_of for column in columns), default=None),
        rows=[(row, _bound(row)) for row in _sorted(_named(store, rows, q), sort)],
        dated=_DATED,
        years=(_FIRST_YEAR, choices.newest.year),
        year=(day or choices.newest).year,
        sorting={
            key: table_address([*asked, *([("q", q)] if q else []), ("sort", key)])
            for key in ("name", "bound", *(column.key for column in columns))
        },
        of_list=with_query("/joined", asked),
        **api_links("/api/v1/matrix", asked),
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
