"""Limits the size of request bodies, and how many large ones are under way at once."""

from __future__ import annotations

from contextlib import AsyncExitStack

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.web.clients import client_of
from csekg_api.web.problems import problem_response
from csekg_api.web.work_limit import busy
from csekg_api.workers import BusyError
from csekg_api.workers.places import Places

#: Bytes of a body for which there is always room.
SMALL = 65_536
#: Larger bodies under way at once in a server process, and those of one client.
LARGE, OF_ONE = 32, 8
_COME_BACK = {"Retry-After": "2", "Connection": "close"}


class BodyLimit:
    """Answers 413 (RFC 9110, section 15.5.14) to a body of more than `limit` bytes.

    A Content-Length that is too large is refused before the body is read. A body without one
    (chunked) is refused while it is read, by an HTTPException raised from `receive`. Of a body that
    is not small so many bytes are read before it has a place; one that gets none is answered 503.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Take the application and the most bytes of a body."""
        self._app, self._limit = app, limit
        self._detail = f"the body of a request may have {limit:,} bytes at most"
        self._places = Places(LARGE, OF_ONE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] == "GET":
            await self._app(scope, receive, send)
            return
        if _content_length(scope) > self._limit:
            # Closing the connection avoids reading the rest of the body.
            answer = problem_response(Request(scope), 413, self._detail, {"Connection": "close"})
            await answer(scope, receive, send)
            return
        read = 0
        async with AsyncExitStack() as held:

            async def receive_limited() -> Message:
                nonlocal read
                message = await receive()
                small = read <= SMALL
                read += len(message.get("body", b""))
                if read > self._limit:
                    raise HTTPException(413, self._detail, {"Connection": "close"})
                if small and read > SMALL:
                    try:
                        await held.enter_async_context(self._places.of(client_of(scope)))
                    except BusyError as error:
                        raise HTTPException(503, busy(error), _COME_BACK) from None
                return message

            await self._app(scope, receive_limited, send)


def _content_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        # The server has refused values that are no numbers.
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
