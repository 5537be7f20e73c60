"""Answers as workbooks: the list, and a sheet that says what was asked and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from csekg.answers.common.references import SourceRef, by_name
from csekg.answers.common.tables import heading
from csekg.answers.quality.dataset import StatedRelease
from csekg.languages.words import later
from csekg.tables.as_workbook import Sheet, TooManyRowsError, to_workbook
from csekg.tables.table import Value
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import own_path, service_url
from csekg_api.web.words import _, pgettext, site_name

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Parameters that say how an answer is given, not what is asked.
_FORM = frozenset({"format", "limit", "offset", "bom"})
_NOTICE = later(
    "Not an official record: for signatures, ratifications, reservations and dates, the record of "
    "the treaty's depositary is authoritative."
)
_LICENCE = later("Facts: CC BY 4.0")


def as_workbook(
    request: Request,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Iterable[Value]],
    basis: Iterable[object] = (),
    question: str | None = None,
    further: Sequence[Sheet] = (),
) -> Response:
    """Return rows as a workbook; `name` is the name of its file.

    `basis` are the things with sources and as-of days that the rows rest on. `question` is what
    they answer, the summary of the route unless given. After `further` sheets comes one of the
    sources. Raises a 422 problem for too many rows.
    """
    if question is None:
        route = request.scope["route"]
        assert isinstance(route, APIRoute)
        question = route.summary or ""
    days, sources = _evidence(basis)
    notes = _about(request, question, days, sources)
    if further:
        headings_of = (pgettext("column", "Source"), pgettext("column", "As of"), pgettext("column", "Key"))
        listed = [(source.name, source.as_of, source.key) for source in sources]
        further = (*further, Sheet(pgettext("sheet", "Sources"), headings_of, listed))
    try:
        content = to_workbook(question, headings, rows, notes, further)
    except TooManyRowsError as error:
        raise ProblemError(422, str(error)) from error
    answer = Response(content, media_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def _about(
    request: Request, question: str, days: set[date], sources: Sequence[SourceRef]
) -> Iterable[tuple[str, Value]]:
    release: StatedRelease = request.app.state.release()
    yield _("Question"), question
    for name, value in (*request.path_params.items(), *request.query_params.multi_items()):
        if name not in _FORM:
            yield heading(name), value
    query = request.url.query
    path = service_url(request, own_path(request))
    yield _("Asked of"), site_name(request)
    yield _("Asked at"), path + (f"?{query}" if query else "")
    if days:
        yield _("Data as of"), min(days)
        if max(days) > min(days):
            yield pgettext("day", "to"), max(days)
    if release.version:
        yield _("Data release"), release.version
    if release.released_on:
        yield _("Released on"), release.released_on
    if release.doi:
        yield "DOI", release.doi
    for number, source in enumerate(sources):
        if source.as_of:
            named = _("{source}, as of {day} ({key})", source=source.name, day=source.as_of, key=source.key)
        else:
            named = f"{source.name} ({source.key})"
        yield "" if number else _("Sources"), named
    if not sources:
        yield _("Sources"), _("listed at {address}", address=service_url(request, "/sources"))
    yield _("Licence"), _(_LICENCE)
    yield _("Please note"), _(_NOTICE)


def _evidence(basis: Iterable[Any]) -> tuple[set[date], list[SourceRef]]:
    """Return the as-of days and the sources of things, the sources once and by name."""
    days: set[date] = set()
    sources: set[SourceRef] = set()
    for thing in basis:
        day = getattr(thing, "as_of", None)
        if isinstance(day, date):
            days.add(day)
        named = getattr(thing, "sources", ())
        sources |= {source for source in named if isinstance(source, SourceRef)}
    return days, sorted(sources, key=by_name)
