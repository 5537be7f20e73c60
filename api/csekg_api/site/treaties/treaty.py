"""One treaty: facts, final clauses, parties on a day, articles, links with the resolution."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.quality.corrections import discrepancies
from csekg.answers.status.acts import territorial_acts
from csekg.answers.status.comparisons import bound_spans, years_of_parties
from csekg.answers.status.coverage import declaration_lists
from csekg.answers.status.declarations import declarations
from csekg.answers.status.entry_into_force import sum_of_rule
from csekg.answers.status.status_answers import Standing, standings_of_treaty
from csekg.answers.texts.affected_paragraphs import annotated
from csekg.answers.texts.correspondences import assessments
from csekg.answers.texts.instruments import InstrumentDetail, instrument
from csekg.answers.texts.resolution import citations
from csekg.answers.texts.resolution_requests import requests
from csekg.errors import TooEarlyError, UnknownNameError
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices, Chosen, FormChoices, canonical_redirect, chosen_day
from csekg_api.site.data.corrections import value_in_words
from csekg_api.site.page import page, page_router
from csekg_api.site.resolution.resolution import Resolution
from csekg_api.site.shared.chart import curve
from csekg_api.site.shared.standing_table import PARTIES, standing_table
from csekg_api.site.shared.table_files import table_response
from csekg_api.site.shared.table_view import several, unchosen, view
from csekg_api.site.shared.text_tables import (
    article_table,
    articles_of,
    correspondence_table,
    listed_articles,
    listed_correspondences,
    topics_of,
)
from csekg_api.site.shared.world_map import world_map
from csekg_api.site.states.state import by_kind
from csekg_api.site.treaties.final_clauses import listed_clauses, rule_in_words, text_links
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import root_path
from csekg_api.web.words import _

#: The resolution with which treaties are compared; it has a page of its own.
_RESOLUTION = "ccpcj-16-2"


router = page_router(
    several=lambda store: (
        *several(standing_table(store, PARTIES)),
        *several(article_table((), {})),
        *several(correspondence_table({}, {}, {})),
    )
)


@router.get("/treaties/{key}")
def treaty(
    store: ServedStore, choices: FormChoices, request: Request, key: str, on: Annotated[str, Query()] = ""
) -> Response:
    """Answer `/treaties/{key}`."""
    try:
        about = _about(store, key.lower())
    except UnknownNameError as error:
        raise ProblemError(404, str(error)) from error
    if about.key == _RESOLUTION:
        return RedirectResponse(f"{root_path(request)}/resolution", 303)
    if about.key != key:
        return RedirectResponse(f"{root_path(request)}/treaties/{about.key}", 308)
    if about.kind != "treaty":
        return page(request, "instrument.html", status=200, choices=choices, **shared(store, about.key))
    day = chosen_day(on)
    shown, rows, fault, status = _on_day(store, choices, about, day)
    listed = table_response(
        request,
        standing_table(store, PARTIES),
        rows,
        f"{about.key}-statuses",
        _("Parties and non-parties to the {treaty}", treaty=about.short_title or about.name),
        fault=fault,
        status=status,
    )
    if isinstance(listed, Response):
        return listed
    articles, provisions = listed_articles(store, about.key)
    links, answers = listed_correspondences(store, about.key)
    nobody_chose = (*unchosen(request, articles), *unchosen(request, links))
    if (shorter := canonical_redirect(request, nobody_chose)) is not None:
        return shorter
    return page(
        request,
        "treaty.html",
        status=status,
        on=on,
        fault=fault,
        list=listed,
        listed_articles=view(request, articles, provisions),
        listed_links=view(request, links, answers),
        **shown,
        choices=choices,
        **unchanging(store, about.key),
    )


def _on_day(
    store: QueryEngine, choices: Choices, about: InstrumentDetail, day: Chosen
) -> tuple[dict[str, object], list[Standing], str | None, int]:
    """Return what the page shows about a day, the rows, what is wrong with it, and the status.

    The status is that of HTTP.
    """
    nothing: dict[str, object] = {"summary": None, "map": None, "counts": {}}
    if day.fault:
        return nothing, [], day.fault, 400
    try:
        summary, rows = standings_of_treaty(store, about.key, day.day)
    except TooEarlyError as error:
        return nothing, [], str(error), 404
    shown: dict[str, object] = {
        "summary": summary,
        "map": world_map(rows, choices.numeric_codes),
        "counts": {code: number for code, number in summary.counts.items() if number},
    }
    return shown, rows, None, 200


@remembered_in_order
def _about(store: QueryEngine, key: str) -> InstrumentDetail:
    return instrument(store, key)


@remembered_in_order
def shared(store: QueryEngine, key: str) -> Mapping[str, object]:
    """Return what the pages of treaties and of other instruments show, by template name."""
    about = _about(store, key)
    return MappingProxyType(
        {
            "about": about,
            "document": about.id.partition("/id/")[2],
            "text_links": text_links(store, about),
            "cited": citations(store, instrument=key),
        }
    )


@remembered_in_order
def unchanging(store: QueryEngine, key: str) -> Mapping[str, object]:
    """Return what the page of a treaty shows whatever the day, by template name."""
    about, articles = _about(store, key), articles_of(store, key)
    declared = declarations(store, treaty=key)
    spans, last = bound_spans(store, key), about.status_on or date.max
    return MappingProxyType(
        {
            **shared(store, key),
            "curve": curve((span.since for span in spans), (span.until for span in spans if span.until), last),
            "years": years_of_parties(spans, last),
            "rule_sum": sum_of_rule(about.rule),
            "rule_in_words": rule_in_words(about.rule),
            "clauses": listed_clauses(about.final_clauses),
            "articles": articles,
            "parts_count": sum(len(parts) for _, parts in articles),
            "assessed": assessments(store).get(about.id, ()),
            "requests": [
                request for request in requests(store) if about.id in {each.id for each in request.concerns_instrument}
            ],
            "declarations": declared,
            "remarks": by_kind(annotated(store, declared)),
            "topics": topics_of(store, key),
            "statement_lists": declaration_lists(store, key),
            "territorial": territorial_acts(store, treaty=key),
            "differences": discrepancies(store, treaty=key),
            "terms": Choices(store).terms,
            "words_of": Resolution(store).words,
            "shown": partial(value_in_words, store),
        }
    )
