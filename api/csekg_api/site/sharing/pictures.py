"""Addresses of pictures: a treaty's map and chart, the network, a State's badge under a treaty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Literal, TypeVar
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from fastapi import Depends, Path, Query, Request
from fastapi.responses import Response

from csekg.answers.common.groups import groups, members
from csekg.answers.common.references import ORDER, SourceRef, actor_ref, find_treaty, list_sources
from csekg.answers.status.comparisons import bound_spans
from csekg.answers.status.question_answers import ask
from csekg.answers.status.questions import PeriodError
from csekg.answers.status.status_answers import Standing, StandingSummary, standings_of_actor, standings_of_treaty
from csekg.days import spelled
from csekg.errors import TooEarlyError, UnknownNameError
from csekg.extras import require
from csekg.languages.current import current
from csekg.languages.forms import comma, direction, semicolon
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices, FormChoices, chosen_day, with_query
from csekg_api.site.page import page_router
from csekg_api.site.questions.ask import AskedFields, Fields, answer_map, counts
from csekg_api.site.resolution.resolution import Resolution, ServedResolution
from csekg_api.site.shared.chart import curve
from csekg_api.site.shared.world_map import WorldMap, map_of_treaty
from csekg_api.site.sharing.raster import WIDTH, WIDTHS, png
from csekg_api.site.sharing.svg import COLOURS, chart_svg, map_svg
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import service_url
from csekg_api.web.words import _, site_name
from csekg_api.web.work_limit import in_thread

SVG, PNG = "image/svg+xml", "image/png"
#: The policy of an SVG that is opened by itself: it may have a style, and load nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
#: A badge stands on pages of others, where nobody reloads it: five minutes, then its tag is asked.
_SHORT = "public, max-age=300, must-revalidate"

T = TypeVar("T")

_Form = Annotated[Literal["svg", "png"], Path()]


def _width(width: Annotated[int, Query()] = WIDTH) -> int:
    if width not in WIDTHS:
        widths = comma().join(map(str, WIDTHS))
        raise ProblemError(422, _("width should be one of {widths} pixels, not {width}", widths=widths, width=width))
    return width


_Width = Annotated[int, Depends(_width)]


router = page_router(several=("state", "treaty", "group", "status"))


@router.get("/treaties/{key}/map.{form}")
async def treaty_map(
    store: ServedStore,
    choices: FormChoices,
    request: Request,
    key: str,
    form: _Form,
    width: _Width,
    on: str = "",
    group: str = "",
) -> Response:
    """Answer `/treaties/{key}/map.{form}`."""
    drawn = await in_thread(request, lambda: _drawn_map(store, choices, request, key, on, group))
    return await _answer(request, drawn, form, width)


@router.get("/ask/map.{form}")
async def ask_map(
    store: ServedStore, choices: FormChoices, request: Request, fields: AskedFields, form: _Form, width: _Width
) -> Response:
    """Answer `/ask/map.{form}`."""
    drawn = await in_thread(request, lambda: _drawn_answer(store, choices, request, fields))
    return await _answer(request, drawn, form, width)


def _drawn_answer(store: QueryEngine, choices: Choices, request: Request, fields: Fields) -> bytes:
    if fields.fault:
        raise ProblemError(400, fields.fault)
    question = _known(fields.question)
    summary, cases = _known(lambda: ask(store, question))
    if not cases:
        raise ProblemError(404, _("there is no such picture: no State is in this answer"))
    world = _bundled(answer_map(store, question, cases))
    named = {source.key: source for each in summary.treaties for source in each.sources}
    source = _source(request, with_query("/ask", fields.chosen), named.values())
    as_of = [each.as_of for each in summary.treaties]
    first, last = spelled(min(as_of)), spelled(max(as_of))
    note = _("data as of {day}", day=last)
    if first != last:
        note = _("data as of {first} to {last}", first=first, last=last)
    return map_svg(world, summary.sentence, note, _legend(choices, counts(cases)), source)


def _drawn_map(store: QueryEngine, choices: Choices, request: Request, key: str, on: str, group: str) -> bytes:
    day = chosen_day(on)
    if day.fault:
        raise ProblemError(400, day.fault)
    only = _known(lambda: members(store, group, day.day)) if group else None
    summary, rows = _known(lambda: standings_of_treaty(store, key, day.day, members=only))
    world = _bundled(map_of_treaty(store, summary, rows, fitted=bool(group)))
    among = next((offered.name for offered in groups(store) if offered.key == group), "")
    note = joined(semicolon(), _notes(summary, among))
    source = _source(request, f"/treaties/{summary.treaty.key}", summary.sources)
    title = _("{treaty}: who is bound", treaty=find_treaty(store, key).title)
    return map_svg(world, title, note, _legend(choices, summary.counts), source)


def _bundled(world: WorldMap | None) -> WorldMap:
    if world is None:
        raise ProblemError(404, _("there is no such picture: this service was set up without its map"))
    return world


def _legend(choices: Choices, numbers: Mapping[str, int]) -> list[tuple[str, str, int]]:
    return [(code, choices.statuses[code].name, numbers[code]) for code in ORDER if numbers.get(code)]


@router.get("/treaties/{key}/parties.{form}")
async def treaty_parties(store: ServedStore, request: Request, key: str, form: _Form, width: _Width) -> Response:
    """Answer `/treaties/{key}/parties.{form}`."""
    drawn = await in_thread(request, lambda: _drawn_parties(store, request, key))
    return await _answer(request, drawn, form, width)


def _drawn_parties(store: QueryEngine, request: Request, key: str) -> bytes:
    info = _known(lambda: find_treaty(store, key))
    spans = bound_spans(store, info.key)
    line = curve(spans, info.status_on)
    if line is None:
        raise ProblemError(
            404, _("there is no such picture: nobody has been bound by the {treaty} yet", treaty=info.short_title)
        )
    title = _("{treaty}: parties over time", treaty=info.title)
    note = _("States and organizations bound, by day; {number} on {day}", number=line.last, day=spelled(info.status_on))
    source = _source(request, f"/treaties/{info.key}", list_sources(store)[info.id])
    return chart_svg(line, title, note, source)


@router.get("/resolution/network.{form}")
async def network(resolution: ServedResolution, request: Request, form: _Form, width: _Width) -> Response:
    """Answer `/resolution/network.{form}`."""
    return await _answer(request, await in_thread(request, lambda: _drawn_network(resolution)), form, width)


def _drawn_network(resolution: Resolution) -> bytes:
    if resolution.about is None:
        raise ProblemError(404, _("there is no such picture: the data do not have the resolution"))
    return resolution.network.file()


@router.get("/badges/{state}/{treaty}.svg")
def badge(store: ServedStore, request: Request, state: str, treaty: str) -> Response:
    """Answer `/badges/{state}/{treaty}.svg`."""
    actor = _known(lambda: actor_ref(store, state))
    info = _known(lambda: find_treaty(store, treaty))
    rows = standings_of_actor(store, actor.key)
    row = next((standing for standing in rows if standing.treaty.key == info.key), None)
    if row is None:
        raise ProblemError(
            404,
            _(
                "there is no such picture: {state} has no status under the {treaty}",
                state=actor.name,
                treaty=info.short_title,
            ),
        )
    answer = _svg(badge_svg(row))
    answer.headers["Cache-Control"] = _SHORT
    return answer


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


def _known(look_up: Callable[[], T]) -> T:
    """Return what is looked up; raises a problem: 404 for an unknown name or too early a day, 400 for no period."""
    try:
        return look_up()
    except PeriodError as error:
        raise ProblemError(400, str(error)) from error
    except (TooEarlyError, UnknownNameError) as error:
        raise ProblemError(404, str(error)) from error


def _source(request: Request, path: str, sources: Iterable[SourceRef]) -> tuple[str, ...]:
    """Return the sentences at the foot of a picture: its sources, and where it is from."""
    named = joined(
        semicolon(), (source.name + (f"{comma()}{spelled(source.as_of)}" if source.as_of else "") for source in sources)
    )
    own = _(
        "{site}, {address} · facts: CC BY 4.0; the depositary is authoritative",
        site=site_name(request),
        address=service_url(request, path),
    )
    return (*([str(_("Sources: {names}", names=named))] if named else ()), own)


async def _answer(request: Request, svg: bytes, form: str, width: int) -> Response:
    if form == "svg":
        return _svg(svg)
    require("briefs", "a picture as PNG")
    return Response(await png(request, svg, width), media_type=PNG)


def _svg(svg: bytes) -> Response:
    return Response(svg, media_type=SVG, headers={"Content-Security-Policy": POLICY})


_HEIGHT, _SIZE, _PAD = 22, 12, 8
# Widths of letters in a sans-serif of 12 pixels; every browser stretches the text to the sum.
_THIN, _BROAD = frozenset("fijlrtI.,:;'()|! "), frozenset("mwMW@%")
_GROUND = "#3a434b"
_FONT = "Verdana, 'DejaVu Sans', sans-serif"


def words_of(row: Standing) -> str:
    """Return where a State stands under a treaty, as `party since 5 Mar 2003`."""
    if row.status in ("party", "contracting-state") and row.day_known:
        day = spelled(row.held_since or row.since)
        if row.status == "party":
            return _("{status}, since {day}", status=row.status_label, day=day)
        return _("{status}, in this status since {day}", status=row.status_label, day=day)
    if row.status == "signatory" and row.signed_on:
        return _("{status}, signed {day}", status=row.status_label, day=spelled(row.signed_on))
    return row.status_label


def badge_svg(row: Standing) -> bytes:
    """Return the badge of a State under a treaty as an SVG file in UTF-8."""
    treaty, status = str(row.treaty.name), words_of(row)
    says = _("{state}: {status}", state=row.actor.name, status=status)
    title = _(
        "{state} under the {treaty}: {status}. Data as of {day}.",
        state=row.actor.name,
        treaty=row.treaty.name,
        status=status,
        day=spelled(row.as_of),
    )
    # The treaty comes first: at the right where the language begins there.
    parts = [(treaty, _GROUND), (says, COLOURS[row.status])]
    if direction(current()) == "rtl":
        parts.reverse()
    (left, dark), (right, bright) = parts
    first, second = _length(left), _length(right)
    split = first + 2 * _PAD
    whole = split + second + 2 * _PAD
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{_HEIGHT}" '
        f'viewBox="0 0 {whole} {_HEIGHT}" role="img" '
        f'aria-label={quoteattr(title)} lang="{current()}">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{whole}" height="{_HEIGHT}" rx="3" fill="{bright}"/>'
        f'<path d="M3 0H{split}V{_HEIGHT}H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3Z" fill="{dark}"/>'
        f'<g fill="#ffffff" font-family="{_FONT}" font-size="{_SIZE}">'
        f"{_text(_PAD, first, left)}{_text(split + _PAD, second, right)}</g></svg>\n"
    ).encode()


def _text(x: int, length: int, words: str) -> str:
    from_right = direction(current()) == "rtl"
    at = f'x="{x + length}" direction="rtl"' if from_right else f'x="{x}"'
    return f'<text {at} y="15.5" textLength="{length}" lengthAdjust="spacingAndGlyphs">{escape(words)}</text>'


def _length(words: str) -> int:
    return round(sum(_letter_width(letter) for letter in words))


def _letter_width(letter: str) -> float:
    if letter in _THIN:
        return 4.4
    if letter in _BROAD:
        return 11
    # A Chinese character is as wide as the line is high (Unicode annex 11).
    return _SIZE if east_asian_width(letter) in "WF" else 7.4
