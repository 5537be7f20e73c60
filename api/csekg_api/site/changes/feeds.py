"""What programs follow: feeds of the newest acts (Atom), calendars of what lies ahead (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, NamedTuple
from xml.etree import ElementTree

from fastapi import Request
from fastapi.responses import Response
from starlette.convertors import PathConvertor, register_url_convertor

from csekg.answers.common.groups import groups_by_key
from csekg.answers.common.references import actor_ref, find_treaty
from csekg.answers.pages.links import Links
from csekg.answers.status.news import feed_entries
from csekg.answers.status.subjects import Subject, subject
from csekg.answers.status.upcoming import Appointment, appointments
from csekg.languages.current import current
from csekg.languages.days import today
from csekg.languages.words import later
from csekg.namespaces import BASE
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices, FormChoices
from csekg_api.site.page import page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.urls import service_url
from csekg_api.web.words import _, site_name


class _FollowedFile(PathConvertor):
    """Takes the addresses of feeds and calendars: of everything, of a State, of a treaty, of a group."""

    regex: ClassVar[str] = r"(?:(?:states|treaties|groups)/[^/]+/)?(?:changes\.atom|calendar\.ics)"


register_url_convertor("followed", _FollowedFile())
router = page_router()


class Followed(NamedTuple):
    """What a feed or a calendar is about: whose acts, its name, its path, and the path of its page."""

    whom: Subject
    name: str
    path: str
    page: str


def _followed(store: QueryEngine, kind: str, key: str) -> Followed:
    """Return what is followed, by its folder and its key; raises UnknownNameError."""
    if kind == "states":
        actor = actor_ref(store, key)
        path = f"/states/{actor.key}"
        return Followed(subject(store, state=actor.key), actor.name, path, path)
    if kind == "treaties":
        info = find_treaty(store, key)
        path = f"/treaties/{info.key}"
        return Followed(subject(store, treaty=info.key), info.short_title, path, path)
    whom = subject(store, group=key)
    return Followed(whom, groups_by_key(store)[key].name, f"/groups/{key}", f"/states?group={key}")


@router.get("/{path:followed}")
def followed_file(store: ServedStore, choices: FormChoices, request: Request, path: str) -> Response:
    """Answer `/changes.atom`, `/states/FRA/changes.atom`, `/groups/m49-150/calendar.ics` and the like."""
    *about, file = path.split("/")
    calendar = file == "calendar.ics"
    if about:
        followed = _followed(store, *about)
    else:
        name = _("all treaties") if calendar else _("acts under the treaties on the exploitation of children")
        followed = Followed(subject(store), name, "", "/changes")
    if calendar:
        return _calendar(store, request, followed)
    return _feed(store, choices, request, followed)


ATOM = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_AUTHOR = later("csekg contributors")
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

ElementTree.register_namespace("", _ATOM)


def _feed(store: QueryEngine, choices: Choices, request: Request, followed: Followed) -> Response:
    """Return the newest acts as Atom; a feed without entries changed when the data did."""
    path, link, entries = f"{followed.path}/changes", Links(store).of, feed_entries(store, followed.whom)
    changed = max((entry.updated for entry in entries), default=choices.newest or date.min)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {"xml:lang": current()})

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
        element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
        element.text = str(text) or None

    add(root, "title", f"{site_name(request)}: {followed.name}")
    add(root, "id", f"{BASE}{path.removeprefix('/')}")
    add(root, "link", rel="self", type=ATOM, href=service_url(request, f"{path}.atom"))
    add(root, "link", rel="alternate", type="text/html", href=service_url(request, followed.page))
    add(root, "updated", _time(changed))
    add(root, "rights", f"CC BY 4.0, {_LICENCE}")
    add(ElementTree.SubElement(root, f"{{{_ATOM}}}author"), "name", _(_AUTHOR))
    for news in entries:
        entry = ElementTree.SubElement(root, f"{{{_ATOM}}}entry")
        add(entry, "title", news.title)
        add(entry, "id", news.id)
        add(entry, "updated", _time(news.updated))
        add(entry, "link", rel="alternate", type="text/html", href=service_url(request, link(news.id)))
        add(entry, "summary", news.text)
    return Response(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True), media_type=ATOM)


def _time(day: date) -> str:
    # Atom requires a time (RFC 4287, section 3.3) and our days have none: midnight UTC.
    return f"{day}T00:00:00Z"


MEDIA_TYPE = "text/calendar"
#: How often a program that follows the calendar should ask again (RFC 7986, section 5.7).
_REFRESH = timedelta(days=1)


def _calendar(store: QueryEngine, request: Request, followed: Followed) -> Response:
    events = appointments(store, followed.whom, today())
    content = _calendar_file(f"{site_name(request)}: {followed.name}", events, service_url(request, ""))
    return Response(content, media_type=MEDIA_TYPE)


def _calendar_file(name: str, events: list[Appointment], root: str) -> bytes:
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
