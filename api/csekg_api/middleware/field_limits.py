"""Limits the header fields and parameters of requests, whatever server the application runs in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from csekg_api.edge.limits import FIELDS, HEAD_BYTES, LIST_MEMBERS
from csekg_api.web.problems import problem_response
from csekg_api.web.query_values import MOST_FIELDS, too_many_fields

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
        """Take the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        status, detail = 431, ""
        if scope["type"] == "http":
            detail = _fault(scope["headers"])
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
    size = sum(len(name) + len(value) for name, value in headers)
    if size > HEAD_BYTES:
        return f"the header of a request may have {HEAD_BYTES:,} bytes, but this one has {size:,}"
    for listing in _LISTS:
        value = b",".join(value for name, value in headers if name == listing)
        field, number = listing.decode("ascii").title(), value.count(b",") + 1
        if number > LIST_MEMBERS:
            return f"the header {field} may list {LIST_MEMBERS} things, but this one lists {number}"
        if len(value) > _LIST_BYTES:
            return f"the header {field} may have {_LIST_BYTES:,} bytes, not {len(value):,}"
    return ""
