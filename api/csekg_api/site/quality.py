"""The quality of the data: measures, findings of the validation, and where sources differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from csekg.answers.quality.discrepancies import Discrepancy, discrepancies
from csekg.answers.quality.quality import FindingRow, findings, quality
from csekg.days import spelled
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine
from csekg_api.prepared import dataset_report
from csekg_api.site.choices import Choices
from csekg_api.site.given import with_query
from csekg_api.site.links import Links
from csekg_api.site.list_files import list_or_file
from csekg_api.site.lists import COLUMNS, Choice, Column, Facet, ListOf
from csekg_api.site.page import page, page_router

#: The severities of SHACL (section 2.1.4) in plain words, the worst first.
_SEVERITIES = {"violation": "violations", "warning": "warnings", "info": "notes"}


def quality_routes(store: QueryEngine, choices: Choices, links: Links) -> APIRouter:
    """Return the route /quality."""
    router = page_router(several=("severity", "shape", COLUMNS))

    @router.get("/quality")
    def report(request: Request, treaty: Annotated[str, Query()] = "") -> Response:
        report = dataset_report(store)
        found = findings(report)
        shown = list_or_file(request, _listing(found), found, "findings", "What the checks find")
        if isinstance(shown, Response):
            return shown
        fault, differences = None, list[Discrepancy]()
        try:
            differences = discrepancies(store, treaty=treaty or None)
        except UnknownNameError as error:
            fault = str(error)
        sent = request.query_params.multi_items()
        given = [(name, value) for name, value in sent if value and name in ("severity", "shape")]
        return page(
            request,
            "quality.html",
            status=404 if fault else 200,
            choices=choices,
            treaty=treaty,
            fault=fault,
            severities=_SEVERITIES,
            quality=quality(store, report),
            list=shown,
            shown=_shown,
            differences=differences,
            link=links.of,
            api=with_query("/api/v1/quality/findings", given),
            csv=with_query("/api/v1/quality/findings", [*given, ("format", "csv")]),
        )

    return router


def _listing(found: Sequence[FindingRow]) -> ListOf[FindingRow]:
    shapes = sorted({(row.shape, row.shape_name) for row in found})
    return ListOf(
        columns=(
            Column("shape", "Rule", lambda row: row.shape),
            Column("severity", "Severity", lambda row: _SEVERITIES[row.severity].removesuffix("s")),
            Column("finding", "Finding", lambda row: row.finding),
            Column("about", "About", lambda row: row.about or None, shown=False),
            Column("asks", "What the rule asks", lambda row: row.shape_name, shown=False),
            Column("found", "Value found", lambda row: row.found, shown=False),
            Column("source", "Source of the rule", lambda row: row.rule, shown=False),
        ),
        facets=(
            Facet("severity", "Severity", lambda row: (row.severity,), [
                Choice(code, words) for code, words in _SEVERITIES.items()
            ]),
            Facet("shape", "Rule", lambda row: (row.shape,), [
                Choice(code, f"{code}: {words}") for code, words in shapes
            ]),
        ),
    )  # fmt: skip


def _shown(value: str | None) -> str:
    """Return a value for the page: a day in words, any other text itself, `none` for None."""
    try:
        return spelled(date.fromisoformat(value or ""))
    except ValueError:
        return value or "none"
