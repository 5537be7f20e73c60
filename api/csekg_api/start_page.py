"""The start page: what this is, what it holds as of when, and how to ask it."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from csekg.store import Store
from csekg_api.examples import Example, examples
from csekg_api.formats import SOLUTIONS
from csekg_api.health import DatasetState
from csekg_api.overview import overview
from csekg_api.pages import render


def start_page_router(store: Store, dataset: DatasetState) -> APIRouter:
    """Return the route / over a store; its figures are asked for once, since they never change."""
    router = APIRouter()
    figures = overview(store)
    shown = [(example, _links(example)) for example in examples()]

    @router.head("/", include_in_schema=False)
    @router.get("/", include_in_schema=False)
    async def start_page(request: Request) -> HTMLResponse:
        return render(
            "start.html",
            request,
            overview=figures,
            dataset=dataset,
            examples=shown,
            example=shown[0][0],
            formats=SOLUTIONS,
        )

    return router


def _links(example: Example) -> dict[str, str]:
    """Return what follows `/sparql?` to have the answer in each format."""
    return {
        format_.name: urlencode({"query": example.query, "format": format_.name})
        for format_ in SOLUTIONS
    }
