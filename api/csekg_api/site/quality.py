"""The quality of the data: measures, findings of the validation, and where sources differ."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from csekg.answers.quality.discrepancies import discrepancies
from csekg.answers.quality.quality import findings, quality
from csekg.days import spelled
from csekg.errors import UnknownNameError, did_you_mean
from csekg.sparql.store import QueryEngine
from csekg_api.prepared import dataset_report
from csekg_api.site.choices import Choices
from csekg_api.site.links import Links
from csekg_api.site.page import page, page_router

#: The severities of SHACL (section 2.1.4) in plain words, the worst first.
_SEVERITIES = {"violation": "violations", "warning": "warnings", "info": "notes"}


def quality_routes(store: QueryEngine, choices: Choices, links: Links) -> APIRouter:
    """Return the route /quality."""
    router = page_router()

    @router.get("/quality")
    def report(
        request: Request,
        severity: Annotated[str, Query()] = "",
        shape: Annotated[str, Query()] = "",
        treaty: Annotated[str, Query()] = "",
    ) -> Response:
        found = dataset_report(store)
        shapes = {row.shape: row.shape_name for row in findings(found)}
        fault, differences = None, discrepancies(store)
        if severity and severity not in _SEVERITIES:
            fault = f"unknown severity {severity!r}. {did_you_mean(severity, _SEVERITIES)}"
        elif shape and shape not in shapes:
            fault = f"no finding of a shape {shape!r}. {did_you_mean(shape, shapes)}"
        else:
            try:
                differences = discrepancies(store, treaty=treaty or None)
            except UnknownNameError as error:
                fault = str(error)
        chosen = {"severity": severity, "shape": shape}
        given = {name: value for name, value in chosen.items() if value}
        return page(
            request,
            "quality.html",
            status=404 if fault else 200,
            choices=choices,
            severity=severity,
            shape=shape,
            treaty=treaty,
            fault=fault,
            severities=_SEVERITIES,
            shapes=shapes,
            quality=quality(store, found),
            findings=[] if fault else findings(found, **{n: v or None for n, v in chosen.items()}),
            shown=_shown,
            differences=[] if fault else differences,
            link=links.of,
            api=f"/api/v1/quality/findings?{urlencode(given)}".rstrip("?"),
            csv=f"/api/v1/quality/findings?{urlencode({**given, 'format': 'csv'})}",
        )

    return router


def _shown(value: str | None) -> str:
    """Return a value for the page: a day in words, any other text itself, `none` for None."""
    try:
        return spelled(date.fromisoformat(value or ""))
    except ValueError:
        return value or "none"
