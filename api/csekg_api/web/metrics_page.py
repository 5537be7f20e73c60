"""The route /metrics: figures for the operator."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg_api.observing.metrics import Metrics
from csekg_api.web.problems import ProblemError


def metrics_router(metrics: Metrics, token: str) -> APIRouter:
    """Return the route /metrics, for the operator; it is not part of the public API.

    Requests need `token` as a bearer token (RFC 6750, section 2.1); without a token there is no
    route.
    """
    router = APIRouter()
    if not token:
        return router
    expected = f"Bearer {token}".encode()

    @router.get("/metrics", include_in_schema=False)
    def show(request: Request) -> Response:
        sent = request.headers.get("authorization", "").encode("latin-1")
        if not hmac.compare_digest(sent, expected):
            detail = "the figures are for the operator: send the token as Authorization: Bearer"
            raise ProblemError(401, detail, {"WWW-Authenticate": 'Bearer realm="metrics"'})
        content, media_type = metrics.exposition(request.headers.get("accept", ""))
        # As a header, since Starlette would add a second charset to a media type.
        return Response(content, headers={"Content-Type": media_type})

    return router
