"""`/mcp`: the Model Context Protocol over HTTP, without sessions and streams.

Each POST leaves nothing behind. Any page may ask: the data are public, and no credentials are read.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from starlette.types import Message, Receive, Scope, Send

from csekg.errors import require
from csekg_api.web.request_limits import body_of

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

#: The most bytes of a call: the SDK reads it in the event loop, and takes 4 ms for one of this length.
MOST_BYTES = 16_000


def mcp_router(app: FastAPI) -> APIRouter:
    """Return the route /mcp of a service; it answers 501 where the protocol's SDK is not installed."""
    router = APIRouter(include_in_schema=False)

    @cache
    def server() -> Server[Any]:
        from csekg_api.assistants.server import mcp_server

        return mcp_server(app)

    @router.post("/mcp")
    async def mcp(request: Request) -> Response:
        require("mcp", "/mcp")
        # Read here, where a body that is too large or that breaks off has its answer.
        _type, body = await body_of(request, ["application/json"], "calls", MOST_BYTES)
        # Imported at the first call, in a thread: it takes a second.
        return _Passed(await to_thread.run_sync(server), body)

    return router


class _Passed(Response):
    """The answer of the protocol's server to a request whose body has been read."""

    def __init__(self, server: Server[Any], body: bytes) -> None:
        self._server, self._bodies, self.background = server, [body], None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        async def replay() -> Message:
            return {"type": "http.request", "body": self._bodies.pop()} if self._bodies else await receive()

        # One for each request: what it starts ends with it.
        manager = StreamableHTTPSessionManager(self._server, json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, replay, send)
