"""What all pictures share: the file that is asked for, the sentences around it, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Annotated, Literal, NamedTuple, TypeAlias

from fastapi import Depends, Path, Query, Request
from fastapi.responses import Response

from csekg.answers.common.references import SourceRef
from csekg.errors import require
from csekg.languages.days import spelled
from csekg.languages.forms import comma, semicolon
from csekg.languages.texts import joined
from csekg_api.site.choices import chosen_day
from csekg_api.site.sharing.raster import WIDTH, WIDTHS, png
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
