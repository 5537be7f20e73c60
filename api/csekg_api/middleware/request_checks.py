"""Checks the Host, the header fields and the body of requests, whatever server reads them."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import ExitStack

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.edge.limits import FIELDS, HEAD_BYTES, LIST_MEMBERS
from csekg_api.web.problems import problem_response
from csekg_api.web.request_limits import MOST_FIELDS, client_of, too_many_fields
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
    could choose any host could poison a shared cache with such links.
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
        answer = problem_response(Request({**scope, "headers": headers}), *fault)
        await answer(scope, receive, send)

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if not hosts:
            missing = "the header Host is missing: it names the host that is asked"
            return None if scope["http_version"] == "1.0" else (400, missing)
        if len(hosts) > 1:
            return 400, f"one header Host is needed, but there are {len(hosts)}"
        if not (match := _HOST.fullmatch(hosts[0])):
            return 400, "the header Host must be a name or an address, and a port if need be"
        name = match[1].decode("ascii").lower()
        # Load balancers ask LIVE by the address of the machine; its answers contain no links.
        if self._allowed and name not in self._allowed and scope["path"] not in LIVE:
            # RFC 9110, section 15.5.20.
            return 421, f"no host {name!r} is served here"
        return None


# The fields whose lists are parsed; content negotiation takes time for each member and byte.
_LISTS = frozenset({b"accept", b"accept-encoding", b"accept-language", b"if-none-match", b"range"})
_LIST_BYTES = 8_192


class FieldLimits:
    """Answers 431 (RFC 6585, section 5) to too many fields, bytes or list members.

    400 to too many parameters. RFC 9110, section 5.4: a server answers 4xx to a field larger than
    it wishes to process. If it ignored the field, or a part of it, server and proxy would see
    different requests.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        status, detail = 431, _fault(scope["headers"])
        number = scope["query_string"].count(b"&") + 1
        if not detail and number > MOST_FIELDS:
            status, detail = 400, too_many_fields(number)
        if not detail:
            await self._app(scope, receive, send)
            return
        # The answer is made without the refused fields.
        sane = {**scope, "headers": [], "query_string": b""}
        answer = problem_response(Request(sane), status, detail, {"Connection": "close"})
        await answer(scope, receive, send)


def _fault(headers: list[tuple[bytes, bytes]]) -> str:
    """Return what is wrong with the fields of a request, empty if nothing is."""
    if len(headers) > FIELDS:
        return f"a request may have {FIELDS} header fields, but this one has {len(headers)}"
    size, lists = 0, dict[bytes, bytes]()
    for name, value in headers:
        size += len(name) + len(value)
        if name in _LISTS:
            lists[name] = lists[name] + b"," + value if name in lists else value
    if size > HEAD_BYTES:
        return f"the header of a request may have {HEAD_BYTES:,} bytes, but this one has {size:,}"
    for name, value in lists.items():
        field, number = name.decode("ascii").title(), value.count(b",") + 1
        if number > LIST_MEMBERS:
            return f"the header {field} may list {LIST_MEMBERS} things, but this one lists {number}"
        if len(value) > _LIST_BYTES:
            return f"the header {field} may have {_LIST_BYTES:,} bytes, not {len(value):,}"
    return ""


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
        self._app, self._limit = app, limit
        self._detail = f"the body of a request may have {limit:,} bytes at most"
        self._places = Places(LARGE, OF_ONE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["method"] in _WITHOUT_BODY:
            await self._app(scope, receive, send)
            return
        fields = Request(scope).headers
        coding = ", ".join(fields.getlist("content-encoding")).strip().lower()
        # Closing the connection avoids reading the rest of the body.
        status, detail, headers = 0, self._detail, {"Connection": "close"}
        if coding not in ("", "identity"):
            status, headers["Accept-Encoding"] = 415, "identity"
            detail = f"a body with Content-Encoding {coding[:80]!r} is not read: send it as it is"
        elif int(fields.get("content-length", 0)) > self._limit:
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
