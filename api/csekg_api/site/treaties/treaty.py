"""One treaty: facts, final clauses, parties on a day, articles, links with the resolution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import TypeAlias

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.common.base import Ref
from csekg.answers.common.references import find_treaty, part_number
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.entities.vocabularies import Concept, concepts_by_code
from csekg.answers.pages.links import Links
from csekg.answers.practice.before_and_after import is_assessed
from csekg.answers.practice.recommendations import asked_to_join, recommendations
from csekg.answers.quality.discrepancies import discrepancies
from csekg.answers.status.acts import territorial_acts
from csekg.answers.status.comparisons import bound_spans, years_of_parties
from csekg.answers.status.coverage import declaration_lists
from csekg.answers.status.declarations import declarations
from csekg.answers.status.entry_into_force import sum_of_rule
from csekg.answers.status.matrix import counted
from csekg.answers.status.status_answers import Standing, standings_of_treaty
from csekg.answers.texts.affected_texts import annotated
from csekg.answers.texts.correspondences import STRENGTHS, Correspondence, assessments, correspondences
from csekg.answers.texts.instruments import InstrumentDetail, instrument
from csekg.answers.texts.provisions import Provision, provisions
from csekg.answers.texts.resolution import citations
from csekg.answers.texts.resolution_requests import requests
from csekg.errors import TooEarlyError, UnknownNameError
from csekg.languages.forms import sort_key
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice, Column, Facet, Table
from csekg_api.indexes import treaty_by_name
from csekg_api.site.choices import Choices, Chosen, FormChoices, canonical_redirect, chosen_day
from csekg_api.site.data.sources import value_in_words
from csekg_api.site.page import page, page_router
from csekg_api.site.resolution.resolution import Resolution
from csekg_api.site.shared.chart import curve
from csekg_api.site.shared.sheets import joined_in_cell, statements_sheet, territories_sheet
from csekg_api.site.shared.standing_table import standing_table
from csekg_api.site.shared.table_view import FurtherSheet, several, table_response, unchosen, view
from csekg_api.site.shared.world_map import map_of_treaty
from csekg_api.site.states.state import by_kind
from csekg_api.site.treaties.final_clauses import listed_clauses, rule_in_words, text_links
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.urls import root_path
from csekg_api.web.words import _, pgettext

#: The resolution with which treaties are compared; it has a page of its own.
_RESOLUTION = "ccpcj-16-2"


router = page_router(
    several=lambda store: (
        *several(standing_table(store)),
        *several(article_table((), {})),
        *several(correspondence_table({}, {}, {})),
    )
)


@router.get("/treaties/{key}")
def treaty(store: ServedStore, choices: FormChoices, request: Request, key: str, on: str = "") -> Response:
    try:
        detail = instrument(store, key.lower())
    except UnknownNameError as error:
        try:
            named = treaty_by_name(store, key)
        except UnknownNameError as unknown:
            raise (error if error.nearest else unknown) from None
        return RedirectResponse(f"{root_path(request)}/treaties/{named.key}", 308)
    if detail.key == _RESOLUTION:
        return RedirectResponse(f"{root_path(request)}/resolution", 303)
    if detail.key != key:
        return RedirectResponse(f"{root_path(request)}/treaties/{detail.key}", 308)
    if detail.kind != "treaty":
        return page(request, "instrument.html", status=200, choices=choices, **shared(store, detail.key))
    day = chosen_day(on)
    shown, rows, fault, status = _on_day(store, detail, day)
    listed = table_response(
        request,
        standing_table(store),
        rows,
        f"{detail.key}-statuses",
        _("Parties and non-parties to the {treaty}", treaty=detail.short_title or detail.name),
        fault=fault,
        status=status,
        further=lambda: (
            statements_sheet(store, declarations(store, treaty=detail.key)),
            territories_sheet(territorial_acts(store, treaty=detail.key)),
            _articles_sheet(store, detail.key),
        ),
    )
    if isinstance(listed, Response):
        return listed
    # Those who are not bound come first.
    parts = [(code, list(its_rows)) for code, its_rows in groupby(rows, key=lambda row: row.status)]
    return page(
        request,
        "treaty.html",
        status=status,
        on=on,
        fault=fault,
        by_status=sorted(parts, key=lambda part: part[0] == "party"),
        **shown,
        **unchanging(store, detail.key),
    )


@router.get("/treaties/{key}/articles")
def articles_page(store: ServedStore, request: Request, key: str) -> Response:
    info = treaty_by_name(store, key)
    if info.key != key:
        return RedirectResponse(f"{root_path(request)}/treaties/{info.key}/articles", 308)
    articles, provisions = listed_articles(store, key)
    links, answers = listed_correspondences(store, key)
    nobody_chose = (*unchosen(request, articles), *unchosen(request, links))
    if (shorter := canonical_redirect(request, nobody_chose)) is not None:
        return shorter
    return page(
        request,
        "treaty_articles.html",
        status=200,
        listed_articles=view(request, articles, provisions),
        listed_links=view(request, links, answers),
        **unchanging(store, key),
    )


def _on_day(
    store: QueryEngine, detail: InstrumentDetail, day: Chosen
) -> tuple[dict[str, object], list[Standing], str | None, int]:
    """Return what the page shows about a day, the rows, what is wrong with it, and the status.

    The status is that of HTTP.
    """
    nothing: dict[str, object] = {"summary": None, "map": None, "counts": {}}
    if day.fault:
        return nothing, [], day.fault, 400
    try:
        summary, rows = standings_of_treaty(store, detail.key, day.day)
    except TooEarlyError as error:
        return nothing, [], str(error), 404
    shown: dict[str, object] = {
        "summary": summary,
        "map": map_of_treaty(store, summary, rows),
        "counted": counted(find_treaty(store, detail.key), rows, day.day),
        "counts": {code: number for code, number in summary.counts.items() if number},
    }
    return shown, rows, None, 200


@remembered_in_order
def shared(store: QueryEngine, key: str) -> Mapping[str, object]:
    """Return what the pages of treaties and of other instruments show, by template name."""
    detail = instrument(store, key)
    return MappingProxyType(
        {
            "about": detail,
            "document": detail.id.partition("/id/")[2],
            "text_links": text_links(store, detail),
            "cited": citations(store, instrument=key),
        }
    )


def adoption_day(store: QueryEngine) -> date | None:
    """Return the day on which the resolution was adopted, None for a dataset without it."""
    resolution = Links(store).resolution
    return instrument(store, resolution).adopted_on if resolution else None


@remembered_in_order
def unchanging(store: QueryEngine, key: str) -> Mapping[str, object]:
    """Return what the page of a treaty shows whatever the day, by template name."""
    detail, articles = instrument(store, key), articles_of(store, key)
    declared = declarations(store, treaty=key)
    spans, last = bound_spans(store, key), detail.status_on or date.max
    adopted = adoption_day(store)
    return MappingProxyType(
        {
            **shared(store, key),
            "curve": curve(spans, last, adopted),
            "adopted": adopted,
            "bound_then": adopted and sum(span.holds(adopted) for span in spans),
            "linked": len(correspondences(store, instrument=key)),
            "reserving": frozenset(each.actor.id for each in declared if each.kind == "reservation"),
            "years": years_of_parties(spans, last),
            "rule_sum": sum_of_rule(detail.rule),
            "rule_in_words": rule_in_words(detail.rule),
            "clauses": listed_clauses(detail.final_clauses),
            "articles": articles,
            "parts_count": sum(len(parts) for _, parts in articles),
            "assessed": assessments(store).get(detail.id, ()),
            "requests": [
                request
                for request in requests(store)
                if detail.id in {treaty.id for treaty in request.concerns_instrument}
            ],
            "declarations": declared,
            "remarks": by_kind(annotated(store, declared)),
            "topics": topics_of(store, key),
            "statement_lists": declaration_lists(store, key),
            "territorial": territorial_acts(store, treaty=key),
            "differences": discrepancies(store, treaty=key),
            "compared": is_assessed(store, detail.id),
            "asked": asked_to_join(store, treaty=key),
            "recommended": recommendations(store, treaty=key),
            "terms": Choices(store).terms,
            "words_of": Resolution(store).words,
            "shown": partial(value_in_words, store),
        }
    )


#: An article with its parts.
Article: TypeAlias = tuple[Provision, tuple[Provision, ...]]


@remembered
def articles_of(store: QueryEngine, key: str) -> tuple[Article, ...]:
    """Return the articles of a treaty in their order, each with its parts."""
    wholes: list[tuple[Provision, list[Provision]]] = []
    for provision in provisions(store, key):
        if wholes and provision.id.startswith(f"{wholes[-1][0].id}/"):
            wholes[-1][1].append(provision)
        else:
            wholes.append((provision, []))
    return tuple((article, tuple(parts)) for article, parts in wholes)


@remembered_in_order
def topics_of(store: QueryEngine, key: str) -> tuple[Concept, ...]:
    """Return the topics of the articles of a treaty and of their parts, by name."""
    concepts, articles = concepts_by_code(store, "topic"), articles_of(store, key)
    codes = {code for article, its in articles for provision in (article, *its) for code in provision.topic}
    return tuple(sorted((concepts[code] for code in codes), key=lambda concept: sort_key(concept.name)))


@remembered_in_order
def listed_articles(store: QueryEngine, key: str) -> tuple[Table[Provision], tuple[Provision, ...]]:
    """Return the list of a treaty's articles, and its rows.

    They are the articles, and those of their parts of which there is something to say.
    """
    rows = tuple(
        provision
        for article, parts in articles_of(store, key)
        for provision in (article, *parts)
        if provision is article or provision.description or provision.paragraphs
    )
    return article_table(topics_of(store, key), Resolution(store).words["duty"]), rows


def article_table(topics: Iterable[Concept], duties: Mapping[str, Concept]) -> Table[Provision]:
    """Return the columns of the list, and its facets: topic and duty.

    `topics` are those of the articles, `duties` the concepts by code. The page of a treaty has
    another list: the parameters of this one begin with `article`.
    """

    def duty(row: Provision) -> str | None:
        return duties[row.duty_strength].name if row.duty_strength else None

    return Table(
        name="article",
        anchor=lambda row: row.key,
        columns=(
            Column("number", pgettext("column", "Article"), lambda row: row.order, "integer"),
            Column("says", _("What it says"), lambda row: row.heading or row.description),
            Column("duty", pgettext("column", "Duty"), duty),
            Column("paragraphs", _("Resolution"), lambda row: len(row.paragraphs) or None, "integer"),
        ),
        facets=(
            Facet("topic", _("Topics"), lambda row: row.topic, [Choice(topic.key, topic.name) for topic in topics]),
            Facet(
                "duty",
                pgettext("column", "Duty"),
                lambda row: (row.duty_strength,) if row.duty_strength else (),
                [Choice(code, duty.name) for code, duty in duties.items()],
            ),
        ),
    )


def _articles_sheet(store: QueryEngine, key: str) -> FurtherSheet:
    """Return the sheet of the articles of a treaty and of their parts."""
    duties, topics = Resolution(store).words["duty"], concepts_by_code(store, "topic")
    columns: tuple[Column[Provision], ...] = (
        Column("number", pgettext("column", "Article"), lambda row: row.number),
        Column("heading", _("Heading"), lambda row: row.heading),
        Column("says", _("What it says"), lambda row: row.description),
        Column(
            "duty",
            pgettext("column", "Duty"),
            lambda row: duties[row.duty_strength].name if row.duty_strength else None,
        ),
        Column("topics", _("Topics"), lambda row: joined_in_cell(topics[code].name for code in row.topic)),
        Column("paragraphs", _("Resolution"), lambda row: joined_in_cell(map(_within, row.paragraphs))),
    )
    return FurtherSheet(pgettext("sheet", "Articles"), Table(columns), provisions(store, key))


@remembered_in_order
def listed_correspondences(store: QueryEngine, key: str) -> tuple[Table[Correspondence], tuple[Correspondence, ...]]:
    """Return the list of what corresponds to a treaty, and its rows in the resolution's order."""
    rows = tuple(correspondences(store, instrument=key))
    order = {
        provision.id: provision.order for article, parts in articles_of(store, key) for provision in (article, *parts)
    }
    paragraphs = {row.paragraph.id: row.paragraph for row in rows}
    return correspondence_table(paragraphs, order, Resolution(store).words["strength"]), rows


def correspondence_table(
    paragraphs: Mapping[str, Ref], order: Mapping[str, int], strengths: Mapping[str, Concept]
) -> Table[Correspondence]:
    """Return the columns of the list, and its facets: paragraph and strength.

    `paragraphs` are those of the rows in their order, by IRI, `order` is the place of a provision
    in the treaty, `strengths` are the concepts by code. The parameters begin with `link`, since the
    page of a treaty has other lists.
    """
    places = {iri: place for place, iri in enumerate(paragraphs)}
    return Table(
        name="link",
        columns=(
            Column("paragraph", pgettext("column", "Paragraph"), lambda row: places[row.paragraph.id]),
            Column("provision", _("Provision"), lambda row: order.get(row.provision.id)),
            Column("strength", _("Strength"), lambda row: STRENGTHS.index(row.strength)),
            Column("readings", _("Readings"), lambda row: row.reading_count),
            Column("reason", _("Reason"), lambda row: row.rationale),
        ),
        facets=(
            Facet(
                "paragraph",
                pgettext("column", "Paragraph"),
                lambda row: (row.paragraph.key,),
                [Choice(paragraph.key, _within(paragraph.key)) for paragraph in paragraphs.values()],
            ),
            Facet(
                "strength",
                _("Strength"),
                lambda row: (row.strength,),
                [Choice(code, strengths[code].name) for code in STRENGTHS if code in strengths],
            ),
        ),
    )


def _within(key: str) -> str:
    """Return what a paragraph is called within the resolution."""
    if key.startswith("pp/"):
        return _("preambular paragraph {number}", number=part_number(key))
    return _("operative paragraph {number}", number=part_number(key))
