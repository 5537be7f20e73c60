"""The treaties by legal basis, and the other instruments around them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg.answers.texts.instruments import Instrument, instruments
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices
from csekg_api.site.page import page, page_router

#: The headings of the kinds of other instruments, in their order.
_KINDS = {
    "resolution": "Resolutions",
    "commitment": "Political commitments",
    "mandate": "Mandates",
    "report": "Reports",
    "guidelines": "Guidelines",
}


def treaties_routes(store: QueryEngine, choices: Choices) -> APIRouter:
    """Return the route /treaties."""
    router = page_router()

    @router.get("/treaties")
    def treaties(request: Request) -> Response:
        known = {each.key: each for each in instruments(store)}
        groups: dict[str, list[Instrument]] = {}
        for info in choices.treaties:
            groups.setdefault(info.legal_basis, []).append(known[info.key])
        others = [
            (title, sorted(found, key=lambda each: (each.adopted_on is None, each.adopted_on)))
            for kind, title in _KINDS.items()
            if (found := [each for each in known.values() if each.kind == kind])
        ]
        return page(
            request, "treaties.html", choices=choices, groups=groups, others=others,
            api="/api/v1/instruments", csv="/api/v1/instruments?format=csv",
        )  # fmt: skip

    return router
