"""Addresses of pictures: a treaty's map and chart, the map of an answer, the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.groups import groups, members
from csekg.answers.common.references import ORDER, find_treaty, list_sources
from csekg.answers.status.comparisons import bound_spans
from csekg.answers.status.question_answers import ask
from csekg.answers.status.status_answers import StandingSummary, standings_of_treaty
from csekg.languages.days import spelled
from csekg.languages.forms import semicolon
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices, FormChoices, with_query
from csekg_api.site.page import page_router
from csekg_api.site.questions.ask import AskedFields, Fields, answer_map, counts
from csekg_api.site.resolution.resolution import Resolution, ServedResolution
from csekg_api.site.shared.chart import curve
from csekg_api.site.shared.world_map import WorldMap, map_of_treaty
from csekg_api.site.sharing.drawing import chart_svg, map_svg
from csekg_api.site.sharing.picture_answer import WantedFile, data_days, day_of, picture_answer, source_notes
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.words import _

router = page_router(several=("state", "treaty", "group", "status"))


@router.get("/treaties/{key}/map.{form}")
async def treaty_map(
    store: ServedStore,
    choices: FormChoices,
    request: Request,
    key: str,
    wanted: WantedFile,
    on: str = "",
    group: str = "",
) -> Response:
    return await picture_answer(request, wanted, lambda: _drawn_map(store, choices, request, key, on, group))


@router.get("/ask/map.{form}")
async def ask_map(
    store: ServedStore, choices: FormChoices, request: Request, fields: AskedFields, wanted: WantedFile
) -> Response:
    return await picture_answer(request, wanted, lambda: _drawn_answer(store, choices, request, fields))


def _drawn_answer(store: QueryEngine, choices: Choices, request: Request, fields: Fields) -> bytes:
    if fields.fault:
        raise ProblemError(400, fields.fault)
    question = fields.question()
    summary, cases = ask(store, question)
    if not cases:
        raise ProblemError(404, _("there is no such picture: no State is in this answer"))
    world = _bundled(answer_map(store, question, cases))
    named = {source.key: source for each in summary.treaties for source in each.sources}
    source = source_notes(request, with_query("/ask", fields.chosen), named.values())
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


@router.get("/treaties/{key}/parties.{form}")
async def treaty_parties(store: ServedStore, request: Request, key: str, wanted: WantedFile) -> Response:
    return await picture_answer(request, wanted, lambda: _drawn_parties(store, request, key))


def _drawn_parties(store: QueryEngine, request: Request, key: str) -> bytes:
    info = find_treaty(store, key)
    spans = bound_spans(store, info.key)
    line = curve(spans, info.status_on)
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
