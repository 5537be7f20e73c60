"""Changes: what happened between two days, as a page and as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode
from xml.etree import ElementTree

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from csekg.answers.common.remembering import remembered
from csekg.answers.status.events import Event, Span, events
from csekg.errors import CsekgError
from csekg.sparql.remote.errors import EndpointError
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices, chosen_day
from csekg_api.site.page import page, page_router
from csekg_api.web.urls import service_url

_ATOM = "http://www.w3.org/2005/Atom"
#: Number of acts in the feed; a feed reader that asks once a week misses none.
_FEED = 50
#: Number of days before the last one that the page shows where no first day is given.
_DAYS = 365


def changes_routes(store: QueryEngine, choices: Choices) -> APIRouter:
    """Return the routes /changes and /changes.atom."""
    router = page_router()

    @router.get("/changes")
    def changes(
        request: Request,
        since: Annotated[str, Query(alias="from")] = "",
        until: Annotated[str, Query()] = "",
        treaty: Annotated[str, Query()] = "",
        everything: Annotated[bool, Query(alias="all")] = False,
    ) -> Response:
        if choices.newest is None:
            return page(request, "no_treaties.html", status=404, title="Changes")
        first, last = chosen_day(since), chosen_day(until)
        start = first.day or _days_before(last.day or choices.newest)
        fault, status, found = first.fault or last.fault, 400, []
        try:
            if not fault:
                found = events(store, treaty=treaty or None, span=Span(start, last.day))
        except EndpointError:
            raise
        except CsekgError as error:
            fault, status = str(error), 404
        shown = found[::-1] if everything else _acts(found)
        given = {"from": start.isoformat(), "until": until, "treaty": treaty}
        query = urlencode({name: value for name, value in given.items() if value})
        return page(
            request,
            "changes.html",
            status=status if fault else 200,
            choices=choices,
            since=since or start.isoformat(),
            until=until,
            treaty=treaty,
            everything=everything,
            fault=fault,
            number=len(shown),
            days=[(day, list(group)) for day, group in groupby(shown, key=lambda e: e.date)],
            api=f"/api/v1/changes?{query}",
            csv=f"/api/v1/changes?{query}&format=csv",
            sparql="/query?"
            + urlencode({"saved": "changes-between", "from": start, "until": until or start}),
        )

    @router.get("/changes.atom")
    def atom(request: Request) -> Response:
        return Response(
            _feed(request, acts_of_feed(store), choices.newest), media_type="application/atom+xml"
        )

    return router


def _days_before(last: date) -> date:
    """Return the first day of the span that ends with a day, where none is asked for."""
    # The first day of `datetime.date` is in the year 1.
    return date.fromordinal(max(1, last.toordinal() - _DAYS))


@remembered
def acts_of_feed(store: QueryEngine) -> tuple[Event, ...]:
    """Return the acts in the feed, the newest first; none without treaties."""
    newest = Choices(store).newest
    if newest is None:
        return ()
    # All years would take seconds, and five years have more acts than the feed.
    return tuple(
        _acts(events(store, span=Span(newest.replace(year=newest.year - 5, day=1))))[:_FEED]
    )


def _acts(found: Iterable[Event]) -> list[Event]:
    """Return the acts with a day, the newest first; changes of status are left out."""
    acts = [event for event in found if event.what != "status-change" and event.date]
    return acts[::-1]


def _feed(request: Request, acts: Iterable[Event], newest: date | None) -> bytes:
    """Return the feed; the IRI of an act identifies its entry, so that readers show it once."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
        element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
        element.text = text or None

    own = service_url(request, "/changes.atom")
    add(root, "title", "csekg: what States did about the treaties on the exploitation of children")
    add(root, "id", own)
    add(root, "link", rel="self", type="application/atom+xml", href=own)
    add(root, "link", rel="alternate", type="text/html", href=service_url(request, "/changes"))
    # Atom requires a time (RFC 4287, section 3.3) and acts have a day: midnight UTC.
    add(root, "updated", f"{newest or date.min}T00:00:00Z")
    author = ElementTree.SubElement(root, f"{{{_ATOM}}}author")
    add(author, "name", "csekg contributors")
    for act in acts:
        entry = ElementTree.SubElement(root, f"{{{_ATOM}}}entry")
        add(entry, "title", act.label)
        add(entry, "id", act.id)
        add(entry, "updated", f"{act.date}T00:00:00Z")
        address = service_url(request, f"/states/{act.actor.key}")
        add(entry, "link", rel="alternate", type="text/html", href=address)
        sources = "; ".join(source.name for source in act.sources)
        add(entry, "summary", f"{act.detail or act.label}. Source: {sources}.")
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content
