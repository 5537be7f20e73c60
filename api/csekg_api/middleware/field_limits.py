"""Limits the header fields of requests, whatever server the application runs in."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from csekg_api.edge.limits import FIELDS, HEAD_BYTES, LIST_MEMBERS
from csekg_api.web.problems import problem_response

# The fields whose lists are parsed; content negotiation takes time for each member.
_LISTS = frozenset({b"accept", b"accept-encoding", b"if-none-match", b"range"})


class FieldLimits:
    """Answers 431 (RFC 6585, section 5) to too many fields, bytes or list members.

    RFC 9110, section 5.4: a server answers 4xx to a field larger than it wishes to process. If it
    ignored the field, or a part of it, server and proxy would see different requests.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        detail = _fault(scope["headers"]) if scope["type"] == "http" else ""
        if not detail:
            await self._app(scope, receive, send)
            return
        # The answer is made without the refused fields.
        sane = {**scope, "headers": [], "query_string": b""}
        answer = problem_response(Request(sane), 431, detail, {"Connection": "close"})
        await answer(scope, receive, send)


def _fault(headers: list[tuple[bytes, bytes]]) -> str:
    """Return what is wrong with the fields of a request, empty if nothing is."""
    if len(headers) > FIELDS:
        return f"a request may have {FIELDS} header fields, but this one has {len(headers)}"
    size = sum(len(name) + len(value) for name, value in headers)
    if size > HEAD_BYTES:
        return f"the header of a request may have {HEAD_BYTES:,} bytes, but this one has {size:,}"
    members: Counter[bytes] = Counter()
    for name, value in headers:
        if name in _LISTS:
            members[name] += value.count(b",") + 1
    for name, number in members.items():
        if number > LIST_MEMBERS:
            field = name.decode("ascii").title()
            return f"the header {field} may list {LIST_MEMBERS} things, but this one lists {number}"
    return ""
