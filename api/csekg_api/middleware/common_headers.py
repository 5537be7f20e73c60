"""Adds the headers of every answer, answers OPTIONS and HEAD, and compresses."""

from __future__ import annotations

from http import HTTPStatus

from starlette.middleware.gzip import GZipResponder, IdentityResponder
from starlette.responses import Response
from starlette.routing import Match, Mount, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.web.headers import COMMON_HEADERS, CONTENT_SECURITY_POLICY, takes_gzip
from csekg_api.web.urls import in_its_language

_RAW = [(name.lower().encode(), value.encode()) for name, value in COMMON_HEADERS.items()]
_POLICY = (b"content-security-policy", CONTENT_SECURITY_POLICY.encode())
# Conditions, ranges and names of requests; Accept and plain content types need no permission.
# Those that begin with Mcp are of the Model Context Protocol, whose clients run in browsers, too.
_ALLOWED_HEADERS = (
    "Accept, Content-Type, If-None-Match, If-Range, Mcp-Method, Mcp-Name, Mcp-Protocol-Version, Range, X-Request-ID"
)


class CommonHeaders:
    """Adds the common headers to every answer, errors included.

    A browser hides an answer without CORS headers from the script that sent the request.
    """

    def __init__(self, app: ASGIApp, router: Router) -> None:
        """Take the application and the router, which knows the methods of each path."""
        self._app, self._router = app, router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        # Routing changes the scope.
        spoken = in_its_language(scope)
        routed = {name: spoken[name] for name in _ROUTED_BY if name in spoken}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: list[tuple[bytes, bytes]] = message["headers"]
                headers += _RAW
                if _POLICY[0] not in dict(headers):
                    headers.append(_POLICY)
                if message["status"] == HTTPStatus.METHOD_NOT_ALLOWED:
                    # Starlette lists the methods of only one of the routes of a path.
                    headers[:] = [header for header in headers if header[0] != b"allow"]
                    allow = allowed_methods(self._router, routed)
                    headers.append((b"allow", allow.encode("ascii")))
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Options:
    """Answers OPTIONS requests, among them CORS preflights."""

    def __init__(self, app: ASGIApp, router: Router) -> None:
        """Take the application and the router, which knows the methods of each path."""
        self._app, self._router = app, router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        answer = self._app
        if scope["method"] == "OPTIONS":
            routed = {name: scope[name] for name in _ROUTED_BY if name in scope}
            methods = allowed_methods(self._router, routed)
            if methods:
                answer = _options(methods)
        await answer(scope, receive, send)


_ROUTED_BY = ("type", "method", "path", "root_path", "headers", "query_string", "app")


def allowed_methods(router: Router, scope: Scope) -> str:
    """Return the methods of a path in the form of the header Allow, empty for an unknown path."""
    methods = []
    for method in ("GET", "POST"):
        probe = {**scope, "method": method}
        for route in router.routes:
            # A mount matches any method, but files can only be read.
            readable = method != "POST" or not isinstance(route, Mount)
            if readable and route.matches(probe)[0] == Match.FULL:
                # Every route for GET answers HEAD, too.
                methods += ["GET", "HEAD"] if method == "GET" else [method]
                break
    return ", ".join([*methods, "OPTIONS"]) if methods else ""


def _options(allowed: str) -> Response:
    return Response(
        status_code=204,
        headers={
            "Allow": allowed,
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
            "Access-Control-Max-Age": "86400",
        },
    )


class HeadAsGet:
    """Passes HEAD to the application as GET, and drops the body of the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
            elif not message.get("more_body", False):
                await send({"type": "http.response.body", "body": b""})

        # A copy, since the server reads the method from its own scope.
        await self._app({**scope, "method": "GET"}, receive, send_head)


#: The page of a treaty takes half of the time of level 6, and 5 per cent more bytes.
_LEVEL = 4
# Smaller answers fit into one packet.
_MINIMUM = 1000


class Compression:
    """Sends answers with gzip where the client accepts it and the size warrants it.

    Small answers, parts of files (206) and compressed content are sent unchanged. Long answers are
    compressed in a thread, so that other requests need not wait.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        responder: IdentityResponder
        if takes_gzip(scope["headers"]):
            responder = GZipResponder(self._app, _MINIMUM, _LEVEL)
        else:
            # It adds Vary, since caches must know that there is another representation.
            responder = IdentityResponder(self._app, _MINIMUM)
        await responder(scope, receive, send)
