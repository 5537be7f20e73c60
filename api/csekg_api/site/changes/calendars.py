"""Calendar files (RFC 5545) of what lies ahead: everything, of a State, under a treaty."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import Path, Request
from fastapi.responses import Response

from csekg.answers.common.references import actor_ref, find_treaty
from csekg.answers.status.subjects import Subject, subject
from csekg.answers.status.upcoming import Appointment, appointments
from csekg.days import today
from csekg.errors import UnknownNameError
from csekg.languages.current import current
from csekg.namespaces import BASE
from csekg.sparql.store import QueryEngine
from csekg_api.site.page import page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import service_url
from csekg_api.web.words import _, site_name

MEDIA_TYPE = "text/calendar"
#: How often a program that follows the calendar should ask again (RFC 7986, section 5.7).
_REFRESH = timedelta(days=1)


router = page_router()


@router.get("/calendar.ics")
def everything(store: ServedStore, request: Request) -> Response:
    """Answer `/calendar.ics`."""
    return _answer(store, request, _("all treaties"), subject(store))


@router.get("/{kind}/{key}/calendar.ics")
def about(
    store: ServedStore, request: Request, kind: Annotated[Literal["states", "treaties"], Path()], key: str
) -> Response:
    """Answer `/{kind}/{key}/calendar.ics`."""
    try:
        if kind == "states":
            actor = actor_ref(store, key)
            return _answer(store, request, actor.name, subject(store, state=actor.key))
        info = find_treaty(store, key)
    except UnknownNameError as error:
        raise ProblemError(404, str(error)) from error
    return _answer(store, request, info.short_title, subject(store, treaty=info.key))


def _answer(store: QueryEngine, request: Request, name: str, whom: Subject) -> Response:
    events = appointments(store, whom, today())
    content = _file(f"{site_name(request)}: {name}", events, service_url(request, ""))
    return Response(content, media_type=MEDIA_TYPE)


def _file(name: str, events: list[Appointment], root: str) -> bytes:
    """Return a calendar file; `root` is the address of the service."""
    # Imported here: the service starts without it.
    from icalendar import Calendar, Event, vText

    calendar = Calendar()
    calendar.add("prodid", f"-//csekg//Calendar//{current().upper()}")
    calendar.add("version", "2.0")
    name = str(name)
    calendar.add("name", name)
    # Programs that do not know RFC 7986 read this one.
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for appointment in events:
        event = Event()
        event.add("uid", f"{BASE}calendar/{appointment.key}")
        # The day on which the data stand: the same data give the same file.
        event.add("dtstamp", datetime.combine(appointment.as_of, time.min, UTC))
        event.add("dtstart", appointment.on)
        event.add("dtend", appointment.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", str(appointment.title))
        event.add("description", str(appointment.text))
        event.add("url", f"{root}/states/{appointment.actor.key}")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
