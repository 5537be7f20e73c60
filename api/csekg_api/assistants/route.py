"""`/mcp`: the Model Context Protocol over HTTP, without sessions and streams.

Each POST is answered by one JSON document and leaves nothing behind: no session to take over or to
fill the memory with. Any page may ask, as it may ask /sparql: the data are public, nothing can be
changed, and no credentials are read; which hosts are answered for says `CSEKG_ALLOWED_HOSTS`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.types import Message, Receive, Scope, Send

from csekg.extras import require
from csekg.sparql.store import QueryEngine
from csekg_api.observing.observation import observation
from csekg_api.settings import Settings
from csekg_api.sparql.job import SPARQL, Answered, decode, encode
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.web.formats import accept_header, parse_accept
from csekg_api.web.job_runner import run_job
from csekg_api.web.problems import ProblemError, cut
from csekg_api.web.request_limits import body_of
from csekg_api.web.work_limit import WorkLimit

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

T = TypeVar("T")

#: The most bytes of a call; the longest query has 20,000 letters. The SDK reads it in the event
#: loop, and takes 7 ms to say that something of this length is no call.
MOST_BYTES = 32_000
_JSON = "application/json"


def mcp_router(store: QueryEngine, work: WorkLimit, settings: Settings) -> APIRouter:
    """Return the route /mcp; it answers 501 where the protocol's SDK is not installed."""
    router = APIRouter(include_in_schema=False)
    exchange = Exchange(store, work, settings)

    @router.post("/mcp")
    async def mcp(request: Request) -> Response:
        require("mcp", "/mcp")
        # Read here, where a body that is too large or that breaks off has its answer.
        _type, body = await body_of(request, [_JSON], "calls", MOST_BYTES)
        # Imported at the first call, in a thread: it takes a second.
        server = await to_thread.run_sync(lambda: exchange.server)
        accept = accept_header(request)
        if not parse_accept(accept).best_match([_JSON]):
            detail = f"calls are answered as {_JSON}: Accept must name it, not {cut(accept)!r}"
            raise ProblemError(406, detail)
        return _Passed(server, body)

    return router


class Exchange:
    """The server of the protocol over a store; made once, at the first call."""

    def __init__(self, store: QueryEngine, work: WorkLimit, settings: Settings) -> None:
        self._store, self._work, self._settings = store, work, settings

    @cached_property
    def server(self) -> Server[Any]:
        """The server; importing it takes a second."""
        from csekg_api.assistants.server import mcp_server

        def desk_of(context: Any) -> RequestDesk:
            return RequestDesk(context.request, self._store, self._work)

        return mcp_server(self._settings.site_name, desk_of)


class RequestDesk:
    """Answers the tools that one HTTP request calls, within the limits of the service."""

    def __init__(self, request: Request, store: QueryEngine, work: WorkLimit) -> None:
        self._request, self._store, self._work = request, store, work

    async def look_up(self, function: Callable[[QueryEngine], T]) -> T:
        """Return what a function says of the dataset, as pages and REST look things up."""
        return await self._work.run(self._request.scope, lambda: function(self._store))

    async def evaluate(self, query: QueryRequest) -> Answered:
        """Return the answer to a query, from the workers and within the limits of /sparql."""
        settings: Settings = self._request.app.state.settings
        observation(self._request.scope).query = query.query
        reply = await run_job(self._request, SPARQL, encode(query), settings.query_timeout)
        return decode(reply)

    def crashed(self, error: Exception) -> None:
        """Log an unhandled exception."""
        self._request.app.state.log.crash(observation(self._request.scope), error)


class _Passed(Response):
    """The answer of the protocol's server to a request whose body has been read."""

    def __init__(self, server: Server[Any], body: bytes) -> None:
        self._server, self._body = server, body
        self.background = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        bodies = [self._body]

        async def replay() -> Message:
            if bodies:
                return {"type": "http.request", "body": bodies.pop(), "more_body": False}
            return await receive()

        # One for each request: what it starts ends with it.
        manager = StreamableHTTPSessionManager(self._server, json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, replay, send)
