"""Headers that every answer bears, and the answer to OPTIONS."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.routing import Match, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Any site may read what is served (the data are open), and no page of ours loads foreign things.
COMMON_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}


class CommonHeaders:
    """Adds the common headers to every answer and answers OPTIONS, so also CORS preflights.

    A browser hides an answer without CORS headers from the script that asked, error text included.
    """

    def __init__(self, app: ASGIApp, router: Router) -> None:
        """Take the application and the router that knows which methods a path has."""
        self._app, self._router = app, router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(COMMON_HEADERS)
            await send(message)

        methods = self._methods(scope) if scope["method"] == "OPTIONS" else set()
        answer = _options(methods) if methods else self._app
        await answer(scope, receive, send_with_headers)

    def _methods(self, scope: Scope) -> set[str]:
        """Return the methods of the path, none if there is no such path."""
        found: set[str] = set()
        for route in self._router.routes:
            if route.matches(scope)[0] != Match.NONE:
                found |= getattr(route, "methods", None) or {"GET", "HEAD"}
        return found


def _options(methods: set[str]) -> Response:
    allowed = ", ".join(sorted(methods | {"OPTIONS"}))
    return Response(
        status_code=204,
        headers={
            "Allow": allowed,
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "86400",
        },
    )
