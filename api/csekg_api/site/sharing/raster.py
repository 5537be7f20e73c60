"""Makes PNG of SVG, with letters of its own: the same bytes on every machine.

The renderer holds Python's lock for some tenths of a second, in which a server answers nobody. So
it runs as a job, in a worker process.
"""

from __future__ import annotations

import re
from importlib.resources import files

from fastapi import Request

from csekg_api.settings import Settings
from csekg_api.web.job_runner import run_job
from csekg_api.workers.jobs import Reply

#: The name of the job.
PICTURE = "picture"

#: The width of a picture in pixels unless another is asked for, and those that can be: few, so that
#: pictures are kept for those who ask again.
WIDTH = 1600
WIDTHS = (200, 400, 800, 1200, WIDTH, 2400, 3200)

_FAMILY = "Source Sans Pro"
_LETTERS = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf")
#: Fonts for letters that these have not, by what the letters are; they are large, so that a picture
#: without such letters does not load them.
_OTHERS = (
    (re.compile("[\u0600-\u06ff]"), "fontpkg_amiri", "files/Amiri-Regular.ttf"),
    (re.compile("[\u4e00-\u9fff]"), "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
)
# The renderer knows neither custom properties nor media queries.
_DARK = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_PROPERTY = re.compile(r"(--[a-z-]+):\s*([^;}]+);")
_FROM_RIGHT, _UNANCHORED = ' direction="rtl"', re.compile(r"<text (?![^>]*text-anchor)([^>]*>)")
#: Begins a text that runs from right to left, also where it has words of Latin letters (UAX 9).
_ISOLATE = "\N{RIGHT-TO-LEFT ISOLATE}"
#: Texts with arrows or signs of mathematics, which the font of Arabic letters has not.
_SIGNED, _SIGN = re.compile("<text ([^>]*)>([^<]*[\u2190-\u22ff][^<]*)</text>"), re.compile("[\u2190-\u22ff]")
_USE = re.compile(r"var\((--[a-z-]+)\)")


async def png(request: Request, svg: bytes, width: int) -> bytes:
    """Return a picture as PNG of a width in pixels, in its light colours.

    Raises 503 and 504 problems as other jobs do.
    """
    settings: Settings = request.app.state.settings
    payload = b"%d\n%b" % (width, svg)
    reply = await run_job(request, PICTURE, payload, settings.page_timeout, what="picture")
    return reply.body


def picture_job(payload: bytes) -> Reply:
    """Return a reply with the PNG; the payload is a width, a line feed, and an SVG of our own."""
    width, _feed, svg = payload.partition(b"\n")
    return Reply(b"", drawn(svg, int(width)))


def drawn(svg: bytes, width: int) -> bytes:
    """Return an SVG of our own as PNG of a width in pixels, in its light colours."""
    # Imported here: the service starts without it.
    import resvg_py

    picture = _anchored(_in_light(svg.decode()))
    return resvg_py.svg_to_bytes(
        svg_string=picture,
        width=width,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=_letters(picture),
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
        serif_family=_FAMILY,
    )


def _in_light(svg: str) -> str:
    """Return an SVG with the values of its custom properties in place of their names."""
    light = _DARK.sub("", svg)
    values = dict(_PROPERTY.findall(light))
    return _USE.sub(lambda use: values.get(use[1], use[0]), light)


def _anchored(svg: str) -> str:
    """Return an SVG whose texts stand left of their points where its language begins at the right.

    The renderer does not know the attribute `direction`: the start is always at the left.
    """
    if _FROM_RIGHT not in svg:
        return svg
    # Where letters join, the renderer cannot take those of one text from two fonts unless the text says so.
    sign = rf'<tspan font-family="{_FAMILY}">\g<0></tspan>'
    svg = _SIGNED.sub(lambda text: f'<text font-family="Amiri" {text[1]}>{_SIGN.sub(sign, text[2])}</text>', svg)
    return _UNANCHORED.sub(rf'<text text-anchor="end" \1{_ISOLATE}', svg)


def _letters(svg: str) -> list[str]:
    """Return the files of fonts that have the letters of a picture."""
    others = (str(files(place) / name) for seen, place, name in _OTHERS if seen.search(svg))
    folder = files("font_source_sans_pro") / "files"
    return [*(str(folder / name) for name in _LETTERS), *others]
