"""The recommendations of the Universal Periodic Review, filtered by State, treaty, topic and response."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.references import concept_refs, paragraph_refs
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.practice.recommendations import JOINING, Recommendation, recommendations
from csekg.answers.texts.topics import from_broad_to_narrow
from csekg.languages.forms import list_comma
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice, Column, Facet, Table
from csekg_api.site.choices import Choices, api_links, of_treaties, rows_or_fault
from csekg_api.site.page import page_router
from csekg_api.site.shared.table_view import several, table_page
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _, pgettext

#: The most rows that a page lists.
_MOST = 600


@remembered_in_order
def _table(store: QueryEngine) -> Table[Recommendation]:
    names = {iri.partition("/vocab/")[2]: ref.name for iri, ref in concept_refs(store).items()}
    every = recommendations(store)
    topics = {one.key for row in every for one in row.topics}

    def choice(scheme: str, *codes: str) -> list[Choice]:
        # A dataset that is not ours may have none of these vocabularies.
        return [Choice(code, names[f"{scheme}/{code}"]) for code in codes if f"{scheme}/{code}" in names]

    def what(row: Recommendation) -> str:
        about = [
            f"{each.asked_treaty.name if each.asked_treaty else names[f'treaty-group/{each.asked_treaty_group}']}: "
            f"{names[f'recommended-act/{each.asked_act}']}"
            for each in row.asked
        ]
        return joined(list_comma(), about or [one.name for one in row.measures])

    def treaties_asked_about(row: Recommendation) -> Iterator[str]:
        return (each.asked_treaty.key for each in row.asked if each.asked_treaty)

    shown_topics = [
        Choice(each.key, each.name)
        for _broad, narrow in from_broad_to_narrow(store)
        for each in narrow
        if each.key in topics
    ]
    paragraphs = [Choice(each.key, each.name) for each in paragraph_refs(store).values() if each.key[:2] == "op"]
    years = [Choice(str(year), str(year)) for year in sorted({row.year for row in every})]
    responses = choice("review-response", "accepted", "noted", "pledge")
    return Table(
        columns=(
            Column("state", pgettext("column", "State"), lambda row: row.state.name),
            Column(
                "by",
                pgettext("of a recommendation", "By"),
                lambda row: row.recommended_by.name if row.recommended_by else None,
            ),
            Column("day", _("Reviewed on"), lambda row: row.review_day, "day"),
            Column("what", _("What is asked"), what),
            Column(
                "about",
                pgettext("column", "About"),
                lambda row: joined(list_comma(), [one.name for one in row.subjects]) or None,
            ),
            Column("response", _("Response"), lambda row: names[f"review-response/{row.response}"]),
            Column(
                "place",
                pgettext("column", "Where"),
                lambda row: row.report and f"{row.report} {row.report_paragraph or ''}",
            ),
        ),
        facets=(
            Facet("treaty", _("Treaty"), treaties_asked_about, of_treaties(Choices(store))),
            Facet(
                "act",
                _("What is asked about a treaty"),
                lambda row: (each.asked_act for each in row.asked),
                choice("recommended-act", *JOINING, "withdraw-reservation", "implement", "other"),
            ),
            Facet("response", _("Response"), lambda row: (row.response,), responses),
            Facet("topic", _("Topic"), lambda row: (one.key for one in row.topics), shown_topics),
            Facet(
                "paragraph",
                _("Paragraph of the resolution"),
                lambda row: (one.key for one in row.paragraphs),
                paragraphs,
            ),
            Facet("year", _("Year"), lambda row: (str(row.year),), years),
        ),
    )


router = page_router(several=lambda store: several(_table(store)))


@router.get("/recommendations")
def listed(store: ServedStore, request: Request, state: str = "") -> Response:
    rows, fault = rows_or_fault(lambda: recommendations(store, state=state.strip() or None))
    table = _table(store)
    narrowed = len(rows) <= _MOST or any(
        request.query_params.get(name) for name in ("treaty", "topic", "paragraph", "year")
    )
    return table_page(
        request,
        "recommendations.html",
        table,
        rows,
        "recommendations",
        _("Recommendations of the Universal Periodic Review"),
        fault=fault,
        state=state,
        few=narrowed,
        **api_links("/api/v1/recommendations", [("state", state.strip())] if state.strip() else []),
    )
