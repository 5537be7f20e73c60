"""The States, to search in any language, with how many treaties bind each; territories and other areas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.common.base import alphabetical
from csekg.answers.common.references import TreatyInfo, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.actors import Actor, actors, place, places
from csekg.answers.practice.assessments import assessments
from csekg.answers.status.acts import acts_by_treaty, territorial_acts
from csekg.answers.status.declarations import declarations
from csekg.answers.status.matrix import statuses_of
from csekg.answers.texts.affected_texts import annotated
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Column, Facet, Table
from csekg_api.site.choices import Choices, api_links, regions, rows_or_fault, statuses, worded
from csekg_api.site.data.assessments import values_shown
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.table_view import several, table_page
from csekg_api.site.states.state import by_kind
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.urls import root_path
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
        places=sorted(places(store).values(), key=lambda one: alphabetical(one.ref.name)),
        with_acts={act.territory.key for act in territorial_acts(store) if act.territory},
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


@router.get("/places/{key}")
def one_place(store: ServedStore, request: Request, key: str) -> Response:
    about = place(store, key)
    if about.ref.key != key:
        return RedirectResponse(f"{root_path(request)}/places/{about.ref.key}", 308)
    by_treaty = acts_by_treaty(store, about.ref.id)
    under = {acts[0].treaty.key for acts in by_treaty}
    made = [each for each in declarations(store) if about.ref.id in {territory.id for territory in each.territories}]
    today = [each for each in made if about.of is None or each.actor.id == about.of.id]
    return page(
        request,
        "place.html",
        status=200,
        about=about,
        by_treaty=by_treaty,
        others=[info.ref for info in treaties(store).values() if info.key not in under],
        remarks=by_kind(annotated(store, today)),
        earlier=by_kind(annotated(store, [each for each in made if each not in today])),
        as_of=max((info.as_of for info in treaties(store).values()), default=None),
        **values_shown(store, assessments(store, territory=about.ref.key)),
    )
