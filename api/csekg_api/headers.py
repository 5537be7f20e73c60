"""Headers that every answer bears, and the answer to OPTIONS."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.routing import Match, Mount, Router
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

        # A copy, since routing changes the scope.
        asked = dict(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(COMMON_HEADERS)
                if message["status"] == HTTPStatus.METHOD_NOT_ALLOWED:
                    # The framework names the methods of one of the routes of a path only.
                    headers["Allow"] = allowed_methods(self._router, asked)
            await send(message)

        methods = allowed_methods(self._router, asked) if scope["method"] == "OPTIONS" else ""
        answer = _options(methods) if methods else self._app
        await answer(scope, receive, send_with_headers)


def allowed_methods(router: Router, scope: Scope) -> str:
    """Return the methods that a path answers, as in the header Allow; empty if there is no path."""
    found = []
    for method in ("GET", "HEAD", "POST"):
        probe = {**scope, "method": method}
        for route in router.routes:
            # Mounted files match whatever the method is, but can only be read.
            readable = method != "POST" or not isinstance(route, Mount)
            if readable and route.matches(probe)[0] == Match.FULL:
                found.append(method)
                break
    return ", ".join([*found, "OPTIONS"]) if found else ""


def _options(allowed: str) -> Response:
    return Response(
        status_code=204,
        headers={
            "Allow": allowed,
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "86400",
        },
    )
