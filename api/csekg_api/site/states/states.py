"""The States: a list to search in any language, with the number of treaties that bind each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.references import TreatyInfo
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.actors import Actor, actors
from csekg.answers.status.matrix import statuses_of
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Column, Facet, Table
from csekg_api.site.choices import Choices, api_links, regions, rows_or_fault, statuses, worded
from csekg_api.site.page import page_router
from csekg_api.site.shared.table_view import several, table_page
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _, pgettext

_KINDS = {
    "state": later("State"),
    "organization": later("organization"),
    "former": later("former State"),
    "other": later("other"),
}


class StateRow(NamedTuple):
    """A State or organization with its statuses on the as-of dates, by key of the treaty."""

    actor: Actor
    statuses: dict[str, str]

    @property
    def bound(self) -> int:
        """How many treaties bind it."""
        return sum(status == "party" for status in self.statuses.values())


@remembered_in_order
def _table(store: QueryEngine) -> Table[StateRow]:
    """Return columns and facets; each treaty that the resolution urges to join has one of each."""
    choices = Choices(store)
    return Table(
        columns=(
            Column("state", pgettext("column", "State"), lambda row: row.actor.name),
            Column(
                "bound",
                _("Treaties"),
                lambda row: row.bound,
                "integer",
                _("that bind it, of {number}", number=len(choices.treaties)),
            ),
            *(_status_column(treaty, choices) for treaty in choices.urged),
            Column("code", _("Code"), lambda row: row.actor.key, meaning="ISO 3166-1", shown=False),
            Column("formal-name", _("Formal name"), lambda row: row.actor.formal_name, shown=False),
            Column(
                "un-member-since", _("UN member since"), lambda row: row.actor.un_admission_date, "day", shown=False
            ),
            Column("kind", pgettext("column", "Kind"), lambda row: _(_KINDS[row.actor.kind]), shown=False),
        ),
        facets=(
            Facet("kind", pgettext("column", "Kind"), lambda row: (row.actor.kind,), worded(_KINDS.items())),
            Facet("region", _("Region"), lambda row: (group.key for group in row.actor.member_of), regions(choices)),
            *(_status_facet(treaty, choices) for treaty in choices.urged),
        ),
    )


router = page_router(several=lambda store: several(_table(store)))


@router.get("/states")
def states(store: ServedStore, request: Request, q: str = "", group: str = "") -> Response:
    listed, fault = rows_or_fault(lambda: actors(store, group=group or None, q=q.strip() or None))
    rows = [StateRow(actor, statuses_of(store, actor.id)) for actor in listed]
    return table_page(
        request,
        "states.html",
        _table(store),
        rows,
        "states",
        _("States and organizations, and what binds them"),
        fault=fault,
        q=q,
        group=group,
        kinds={kind: _(words) for kind, words in _KINDS.items()},
        **api_links("/api/v1/states", [pair for pair in (("q", q.strip()), ("group", group)) if pair[1]]),
    )


def _status_column(treaty: TreatyInfo, choices: Choices) -> Column[StateRow]:
    names, key = choices.statuses, treaty.key

    def status(row: StateRow) -> str | None:
        return names[row.statuses[key]].name if key in row.statuses else None

    return Column(key, treaty.short_title, status)


def _status_facet(treaty: TreatyInfo, choices: Choices) -> Facet[StateRow]:
    key = treaty.key

    def status(row: StateRow) -> Iterable[str]:
        return (row.statuses[key],) if key in row.statuses else ()

    return Facet(key, treaty.short_title, status, statuses(choices))
