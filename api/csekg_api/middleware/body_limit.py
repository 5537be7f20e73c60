"""Limits the size of request bodies."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.web.problems import problem_response


class BodyLimit:
    """Answers 413 (RFC 9110, section 15.5.14) to a body of more than `limit` bytes.

    A Content-Length that is too large is refused before the body is read. A body without one
    (chunked) is refused while it is read, by an HTTPException raised from `receive`.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Take the application and the most bytes of a body."""
        self._app, self._limit = app, limit
        self._detail = f"the body of a request may have {limit:,} bytes at most"

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

        async def receive_limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise HTTPException(413, self._detail, {"Connection": "close"})
            return message

        await self._app(scope, receive_limited, send)


def _content_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        # The server has refused values that are no numbers.
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
