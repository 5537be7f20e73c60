"""Limits request bodies: their coding, their size, and how many large ones are under way."""

from __future__ import annotations

from contextlib import ExitStack

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
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
_COME_BACK = {"Retry-After": "2", "Connection": "close"}


class BodyLimit:
    """Answers 413 (RFC 9110, section 15.5.14) to a body of more than `limit` bytes.

    It answers 415 to one with a Content-Encoding, which no route reads. A Content-Length that is
    too large is refused before the body is read, a body without one (chunked) while it is, by an
    HTTPException raised from `receive`. Of a body that is not small so many bytes are read before
    it has a place; one that gets none is answered 503.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Take the application and the most bytes of a body."""
        self._app, self._limit = app, limit
        self._detail = f"the body of a request may have {limit:,} bytes at most"
        self._places = Places(LARGE, OF_ONE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] in _WITHOUT_BODY:
            await self._app(scope, receive, send)
            return
        found = Request(scope).headers
        coding = ", ".join(found.getlist("content-encoding")).strip().lower()
        # Closing the connection avoids reading the rest of the body.
        status, detail, headers = 0, self._detail, {"Connection": "close"}
        if coding not in ("", "identity"):
            status, headers["Accept-Encoding"] = 415, "identity"
            detail = f"a body with Content-Encoding {coding[:80]!r} is not read: send it as it is"
        elif int(found.get("content-length", 0)) > self._limit:
            status = 413
        if status:
            await problem_response(Request(scope), status, detail, headers)(scope, receive, send)
            return
        read = 0
        with ExitStack() as held:

            async def receive_limited() -> Message:
                nonlocal read
                message = await receive()
                small = read <= SMALL
                read += len(message.get("body", b""))
                if read > self._limit:
                    raise HTTPException(413, self._detail, {"Connection": "close"})
                if small and read > SMALL:
                    try:
                        held.enter_context(await self._places.take(client_of(scope)))
                    except BusyError as error:
                        raise HTTPException(503, busy(error), _COME_BACK) from None
                return message

            await self._app(scope, receive_limited, send)
