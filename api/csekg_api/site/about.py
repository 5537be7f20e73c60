"""About and contact: what this is, who makes it, and the form that writes the report of an error."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from csekg_api.health import ServedFigures
from csekg_api.site.home import overview
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.templates import LONGEST_FIELD, Reporter

_FIELDS = ("about", "page", "shown", "right", "source")

router = page_router(longer=dict.fromkeys(_FIELDS, LONGEST_FIELD))


@router.get("/about")
def about(
    store: ServedStore,
    dataset: ServedFigures,
    request: Request,
    fact: Annotated[str, Query(alias="about")] = "",
    address: Annotated[str, Query(alias="page")] = "",
    shown: str = "",
    right: str = "",
    source: str = "",
) -> Response:
    """Answer `/about`: with what is right or a source, the text of a report and where to send it."""
    report = Reporter(request)
    text = report.text(fact, address, shown, right, source) if right or source else ""
    return page(
        request,
        "about.html",
        dataset=dataset(),
        overview=overview(store),
        fields={"about": fact, "page": address, "shown": shown, "right": right, "source": source},
        text=text,
        send=report.send(fact, text) if text else "",
        contact=report.address,
    )
