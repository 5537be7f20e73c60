"""One paragraph of the resolution, and the States that are bound to what it asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, cast
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from csekg.answers.common.base import Ref
from csekg.answers.common.groups import memberships
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.actors import actors
from csekg.answers.practice.promises import fields_of
from csekg.answers.texts.affected_paragraphs import declarations_on
from csekg.answers.texts.correspondences import (
    STRENGTHS,
    Correspondence,
    CorrespondingParty,
    Strength,
    corresponding_parties,
)
from csekg.errors import UnknownNameError
from csekg.languages.forms import listed
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice, Column, Facet, Table
from csekg_api.site.choices import Choices, FormChoices, chosen_day, regions
from csekg_api.site.data.assessments import answer_names
from csekg_api.site.links import PageLinks
from csekg_api.site.page import page, page_router
from csekg_api.site.resolution.resolution import Resolution, ServedResolution
from csekg_api.site.shared.table_view import several, table_response
from csekg_api.site.states.state import by_kind
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _, pgettext

#: By default only provisions count that oblige to what is asked, as in the saved query.
_DEFAULT: Strength = "implements"
_SAVED_QUERY = "paragraph-to-states"


@dataclass(frozen=True, slots=True)
class Answering:
    """A treaty with the provisions that correspond to the paragraph, and how many it binds."""

    treaty: Ref
    links: tuple[Correspondence, ...]
    bound: int


@dataclass(frozen=True, slots=True)
class BoundState:
    """A State with the treaties that bind it; `since` is the first day of the earliest."""

    actor: Ref
    since: date
    closest: Strength
    treaties: tuple[CorrespondingParty, ...]


@remembered_in_order
def _bound_table(store: QueryEngine) -> Table[BoundState]:
    """Return the columns of the list, and its facets: region and treaty."""
    choices, groups = Choices(store), memberships(store)
    strengths = Resolution(store).words["strength"]
    return Table(
        columns=(
            Column("state", _("State"), lambda row: row.actor.name),
            Column("since", _("Bound since"), lambda row: row.since, "day"),
            Column("closest", pgettext("strength", "Closest"), lambda row: strengths[row.closest].name),
            Column("treaties", _("Treaties"), lambda row: listed(basis.treaty.name for basis in row.treaties)),
            Column("code", _("Code"), lambda row: row.actor.key, meaning="ISO 3166-1", shown=False),
        ),
        facets=(
            Facet(
                "region",
                _("Region"),
                lambda row: (group.key for group in groups.get(row.actor.id, ())),
                regions(choices),
            ),
            Facet(
                "treaty",
                _("Treaty"),
                lambda row: (basis.treaty.key for basis in row.treaties),
                [Choice(treaty.key, treaty.short_title) for treaty in choices.treaties],
            ),
        ),
    )


router = page_router(several=lambda store: several(_bound_table(store)))


@router.get("/resolution/{key:path}")
def one(
    store: ServedStore,
    choices: FormChoices,
    resolution: ServedResolution,
    links: PageLinks,
    request: Request,
    key: str,
    on: Annotated[str, Query()] = "",
    strength: Annotated[str, Query()] = _DEFAULT,
) -> Response:
    """Answer `/resolution/{key:path}`."""
    if resolution.about is None:
        return page(request, "no_resolution.html", status=404)
    if key not in resolution.passages:
        raise UnknownNameError("paragraph", key, resolution.passages)
    passage = resolution.passages[key]
    day = chosen_day(on)
    fault = day.fault
    if strength not in STRENGTHS:
        fault = str(UnknownNameError("strength", strength, STRENGTHS))
    counted = () if fault else STRENGTHS[: STRENGTHS.index(cast("Strength", strength)) + 1]
    rows = corresponding_parties(store, key, day.day, counted) if passage.correspondences and counted else []
    states, days = _by_state(rows), {row.as_of for row in rows}
    table = table_response(
        request,
        _bound_table(store),
        states,
        "bound-states",
        _("Which States are bound to this, since when"),
        rows,
        fault=fault,
        status=400,
    )
    if isinstance(table, Response):
        return table
    bound_keys = {state.actor.key for state in states}
    chosen = [("on", on)] * bool(on) + [("strength", code) for code in counted]
    address = f"/api/v1/resolution/paragraphs/{key}/states?"
    keys = list(resolution.passages)
    place = keys.index(key)
    return page(
        request,
        "paragraph.html",
        status=400 if fault else 200,
        choices=choices,
        about=resolution.about,
        passage=passage,
        children=[passage for passage in resolution.passages.values() if passage.paragraph.is_part_of.key == key],
        footnotes=resolution.footnotes,
        words=resolution.words,
        link=links.of,
        before=resolution.passages[keys[place - 1]].paragraph if place else None,
        after=resolution.passages[keys[place + 1]].paragraph if place + 1 < len(keys) else None,
        strengths=STRENGTHS,
        strength=strength,
        on=on,
        day=day.day,
        as_of=(min(days), max(days)) if days else None,
        # The earliest as-of date after which something may be missing.
        beyond=min((row.as_of for row in rows if row.beyond_data), default=None),
        fault=fault,
        answering=_by_treaty(passage.correspondences, rows),
        treaties={treaty.key: treaty for treaty in choices.treaties},
        list=table,
        promised=fields_of(store, key),
        answers=answer_names(store),
        remarks=by_kind(declarations_on(store, key)),
        others=[state for state in actors(store, kind="state") if state.key not in bound_keys],
        api=address + urlencode(chosen),
        csv=address + urlencode([*chosen, ("format", "csv")]),
        sparql="/query?" + urlencode({"saved": _SAVED_QUERY, "paragraph": key, **({"on": on} if on else {})}),
    )


def _by_treaty(links: Sequence[Correspondence], rows: Sequence[CorrespondingParty]) -> list[Answering]:
    """Return the treaties that correspond to a paragraph, the closest first."""
    by_treaty: dict[str, list[Correspondence]] = defaultdict(list)
    for link in links:
        by_treaty[link.instrument.key].append(link)
    return [
        Answering(links[0].instrument, tuple(links), sum(row.treaty.key == key for row in rows))
        for key, links in by_treaty.items()
    ]


def _by_state(rows: Sequence[CorrespondingParty]) -> list[BoundState]:
    """Return the States in the order of the rows: by name."""
    treaties: dict[str, list[CorrespondingParty]] = defaultdict(list)
    for row in rows:
        treaties[row.actor.key].append(row)
    return [
        BoundState(
            treaty[0].actor,
            min(row.held_since or row.since for row in treaty),
            min((row.closest for row in treaty), key=STRENGTHS.index),
            tuple(treaty),
        )
        for treaty in treaties.values()
    ]
