"""Pictures to share: a treaty's map and chart, the map of an answer, the network; a treaty's map in a frame.

Only the frame may be framed by other sites. Its page has no script, no form and no cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, NamedTuple, TypeAlias

from fastapi import Depends, Path, Query, Request
from fastapi.responses import Response

from csekg.answers.common.groups import groups, members
from csekg.answers.common.references import ORDER, SourceRef, find_treaty, list_sources
from csekg.answers.status.comparisons import bound_spans
from csekg.answers.status.question_answers import ask
from csekg.answers.status.status_answers import StandingSummary, standings_of_treaty
from csekg.errors import require
from csekg.languages.days import spelled
from csekg.languages.forms import comma, semicolon
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices, FormChoices, chosen_day, with_query
from csekg_api.site.page import page, page_router
from csekg_api.site.questions.joined import AskedFields, Fields, answer_map, counts
from csekg_api.site.resolution.resolution import Resolution, ServedResolution
from csekg_api.site.shared.chart import curve
from csekg_api.site.shared.world_map import WorldMap, map_of_treaty
from csekg_api.site.sharing.drawing import chart_svg, map_svg
from csekg_api.site.sharing.raster import WIDTH, WIDTHS, png
from csekg_api.site.treaties.treaty import adoption_day
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.headers import CONTENT_SECURITY_POLICY
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import service_url
from csekg_api.web.words import _, site_name
from csekg_api.web.work_limit import in_thread

SVG, PNG = "image/svg+xml", "image/png"
#: The policy of an SVG that is opened by itself: it may have a style, and load nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


class PictureFile(NamedTuple):
    """The file that is asked for: its form, and its width in pixels where the form has one."""

    form: str
    width: int


async def _file(form: Annotated[Literal["svg", "png"], Path()], width: Annotated[int, Query()] = WIDTH) -> PictureFile:
    if width not in WIDTHS:
        widths = comma().join(map(str, WIDTHS))
        raise ProblemError(422, _("width should be one of {widths} pixels, not {width}", widths=widths, width=width))
    return PictureFile(form, width)


#: The file that is asked for, for a route whose address ends with `.{form}`.
WantedFile: TypeAlias = Annotated[PictureFile, Depends(_file)]


async def picture_answer(request: Request, wanted: PictureFile, draw: Callable[[], bytes]) -> Response:
    """Return the picture that is drawn as SVG, in the form that is asked for."""
    svg = await in_thread(request, draw)
    if wanted.form == "svg":
        return svg_answer(svg)
    require("briefs", "a picture as PNG")
    return Response(await png(request, svg, wanted.width), media_type=PNG)


def svg_answer(svg: bytes) -> Response:
    """Return an SVG file."""
    return Response(svg, media_type=SVG, headers={"Content-Security-Policy": POLICY})


def day_of(text: str) -> date | None:
    """Return the day that a parameter gives, None for ''; raises a 400 problem for another text."""
    day = chosen_day(text)
    if day.fault:
        raise ProblemError(400, day.fault)
    return day.day


def data_days(as_of: Collection[date]) -> str:
    """Return the days on which the data stand, in words."""
    first, last = spelled(min(as_of)), spelled(max(as_of))
    if first != last:
        return _("data as of {first} to {last}", first=first, last=last)
    return _("data as of {day}", day=last)


def source_notes(request: Request, path: str, sources: Iterable[SourceRef]) -> tuple[str, ...]:
    """Return the sentences at the foot of a picture: its sources, and where it is from."""
    names = (source.name + (f"{comma()}{spelled(source.as_of)}" if source.as_of else "") for source in sources)
    # Several sources may have one name.
    named = joined(semicolon(), dict.fromkeys(names))
    own = _(
        "{site}, {address} · facts: CC BY 4.0; the depositary is authoritative",
        site=site_name(request),
        address=service_url(request, path),
    )
    return (*([str(_("Sources: {names}", names=named))] if named else ()), own)


router = page_router(several=("state", "treaty", "group", "status"))


@router.get("/treaties/{key}/{picture}.{form}")
async def treaty_picture(
    store: ServedStore,
    choices: FormChoices,
    request: Request,
    key: str,
    picture: Literal["map", "parties"],
    wanted: WantedFile,
    on: str = "",
    group: str = "",
) -> Response:
    def draw() -> bytes:
        if picture == "parties":
            return _drawn_parties(store, request, key)
        return _drawn_map(store, choices, request, key, on, group)

    return await picture_answer(request, wanted, draw)


@router.get("/joined/map.{form}")
async def joined_map(
    store: ServedStore, choices: FormChoices, request: Request, fields: AskedFields, wanted: WantedFile
) -> Response:
    return await picture_answer(request, wanted, lambda: _drawn_answer(store, choices, request, fields))


def _drawn_answer(store: QueryEngine, choices: Choices, request: Request, fields: Fields) -> bytes:
    if fields.fault:
        raise ProblemError(400, fields.fault)
    if choices.first_treaty:
        fields = fields.completed(choices.first_treaty)
    question = fields.question()
    summary, cases = ask(store, question)
    if not cases:
        raise ProblemError(404, _("there is no such picture: no State is in this answer"))
    world = _bundled(answer_map(store, question, cases))
    named = {source.key: source for each in summary.treaties for source in each.sources}
    source = source_notes(request, with_query("/joined", fields.chosen), named.values())
    note = data_days([each.as_of for each in summary.treaties])
    return map_svg(world, summary.sentence, [note], _legend(choices, counts(cases)), source)


def _drawn_map(store: QueryEngine, choices: Choices, request: Request, key: str, on: str, group: str) -> bytes:
    day = day_of(on)
    only = members(store, group, day) if group else None
    summary, rows = standings_of_treaty(store, key, day, members=only)
    world = _bundled(map_of_treaty(store, summary, rows, fitted=bool(group)))
    among = next((offered.name for offered in groups(store) if offered.key == group), "")
    note = joined(semicolon(), _notes(summary, among))
    source = source_notes(request, f"/treaties/{summary.treaty.key}", summary.sources)
    title = _("{treaty}: who is bound", treaty=find_treaty(store, key).title)
    return map_svg(world, title, [note], _legend(choices, summary.counts), source)


def _bundled(world: WorldMap | None) -> WorldMap:
    if world is None:
        raise ProblemError(404, _("there is no such picture: this service was set up without its map"))
    return world


def _legend(choices: Choices, numbers: Mapping[str, int]) -> list[tuple[str, str, int]]:
    return [(code, choices.statuses[code].name, numbers[code]) for code in ORDER if numbers.get(code)]


def _drawn_parties(store: QueryEngine, request: Request, key: str) -> bytes:
    info = find_treaty(store, key)
    spans = bound_spans(store, info.key)
    line = curve(spans, info.status_on, adoption_day(store))
    if line is None:
        raise ProblemError(
            404, _("there is no such picture: nobody has been bound by the {treaty} yet", treaty=info.short_title)
        )
    title = _("{treaty}: parties over time", treaty=info.title)
    note = _("States and organizations bound, by day; {number} on {day}", number=line.last, day=spelled(info.status_on))
    source = source_notes(request, f"/treaties/{info.key}", list_sources(store)[info.id])
    return chart_svg(line, title, [note], source)


@router.get("/resolution/network.{form}")
async def network(resolution: ServedResolution, request: Request, wanted: WantedFile) -> Response:
    return await picture_answer(request, wanted, lambda: _drawn_network(resolution))


def _drawn_network(resolution: Resolution) -> bytes:
    if resolution.about is None:
        raise ProblemError(404, _("there is no such picture: the data do not have the resolution"))
    return resolution.network.file()


def _notes(summary: StandingSummary, among: str) -> Iterator[str]:
    """Yield what stands below the title of a map; `among` is the name of the group shown, or ''."""
    on, as_of = spelled(summary.on), spelled(summary.as_of)
    if among:
        yield _("Status on {day}, {group}", day=on, group=among)
    else:
        yield _("Status on {day}", day=on)
    if summary.beyond_data:
        yield _("the data stand for {day}, what happened later may be missing", day=as_of)
    elif summary.on != summary.as_of:
        yield _("the data stand for {day}", day=as_of)
    if not summary.complete and not summary.beyond_data:
        yield _("no complete list of parties has been read")


#: The policy of all pages, with other ancestors and without forms.
FRAME_POLICY = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *").replace(
    "form-action 'self'", "form-action 'none'"
)


frame_router = page_router()


@frame_router.get("/embed/treaties/{key}/map")
def treaty_frame(store: ServedStore, choices: FormChoices, request: Request, key: str, on: str = "") -> Response:
    summary, rows = standings_of_treaty(store, key, day_of(on))
    answer = page(
        request,
        "embed.html",
        title=_("Who is bound by the {treaty}", treaty=summary.treaty.name),
        summary=summary,
        map=map_of_treaty(store, summary, rows),
        statuses=choices.statuses,
    )
    answer.headers["Content-Security-Policy"] = FRAME_POLICY
    return answer
