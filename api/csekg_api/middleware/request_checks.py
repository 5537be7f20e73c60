"""Checks the host, the number of parameters and the body of requests, whatever server reads them."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import ExitStack

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.web.problems import problem_response
from csekg_api.web.request_limits import BODY_BYTES, MOST_FIELDS, client_of, too_many_fields
from csekg_api.web.urls import LIVE
from csekg_api.web.work_limit import busy
from csekg_api.workers.jobs import BusyError
from csekg_api.workers.places import Places

# A name, an IPv4 address or an IPv6 address in brackets, and a port (RFC 9110, section 4.2.1: not
# empty). RFC 3986 allows more characters in names, DNS does not.
_HOST = re.compile(rb"([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{0,5})?")


class HostCheck:
    """Answers 400 unless there is one valid Host (RFC 9112, section 3.2), 421 to an unknown one.

    Links in answers contain the host of the request unless a setting names another: a client that
    could choose any host could poison a shared cache with such links. Too many parameters are 400.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        """Take the application and the allowed host names; empty allows all."""
        self._app, self._allowed = app, allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if (fault := self._fault(scope)) is None:
            await self._app(scope, receive, send)
            return
        # Without the invalid Host, from which no URL can be made.
        headers = [header for header in scope["headers"] if header[0] != b"host"]
        await problem_response(Request({**scope, "headers": headers}), *fault)(scope, receive, send)

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        # HTTP/1.0 has no such header.
        if len(hosts) != 1 and (hosts or scope["http_version"] != "1.0"):
            return 400, f"one header Host is needed, but there are {len(hosts)}"
        for host in hosts:
            if not (match := _HOST.fullmatch(host)):
                return 400, "the header Host must be a name or an address, and a port if need be"
            name = match[1].decode("ascii").lower()
            # Load balancers ask LIVE by the address of the machine; its answers contain no links.
            if self._allowed and name not in self._allowed and scope["path"] not in LIVE:
                # RFC 9110, section 15.5.20.
                return 421, f"no host {name!r} is served here"
        number = scope["query_string"].count(b"&") + 1
        return (400, too_many_fields(number)) if number > MOST_FIELDS else None


#: Bytes of a body for which there is always room.
SMALL = 65_536
#: Larger bodies under way at once in a server process, and those of one client.
LARGE, OF_ONE = 32, 8
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
_TOO_LARGE = f"the body of a request may have {BODY_BYTES:,} bytes at most"
_COME_BACK = {"Retry-After": "2", "Connection": "close"}


class BodyLimit:
    """Answers 413 to a body of more than BODY_BYTES, 415 to one with a Content-Encoding, which no route reads.

    A Content-Length that is too large is refused before the body is read, a body without one while
    it is, by an HTTPException raised from `receive`. A body that is not small needs a place, or is 503.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._places = app, Places(LARGE, OF_ONE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["method"] in _WITHOUT_BODY:
            await self._app(scope, receive, send)
            return
        fields = Request(scope).headers
        coding = ", ".join(fields.getlist("content-encoding")).strip().lower()
        # Closing the connection avoids reading the rest of the body.
        status, detail, headers = 0, _TOO_LARGE, {"Connection": "close"}
        if coding not in ("", "identity"):
            status, headers["Accept-Encoding"] = 415, "identity"
            detail = f"a body with Content-Encoding {coding[:80]!r} is not read: send it as it is"
        elif int(fields.get("content-length", 0)) > BODY_BYTES:
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
                if read > BODY_BYTES:
                    raise HTTPException(413, _TOO_LARGE, {"Connection": "close"})
                if small and read > SMALL:
                    try:
                        held.enter_context(await self._places.take(client_of(scope)))
                    except BusyError as error:
                        raise HTTPException(503, busy(error), _COME_BACK) from None
                return message

            await self._app(scope, receive_limited, send)
