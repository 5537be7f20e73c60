"""Refuses request bodies that are compressed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from csekg_api.web.problems import problem_response

_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


class ContentCoding:
    """Answers 415 to a body with a Content-Encoding (RFC 9110, section 15.5.16).

    No route decompresses bodies; `Accept-Encoding: identity` in the answer says what is accepted.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        coding = ""
        if scope["type"] == "http" and scope["method"] not in _WITHOUT_BODY:
            coding = ", ".join(Request(scope).headers.getlist("content-encoding")).strip().lower()
        if coding in ("", "identity"):
            await self._app(scope, receive, send)
            return
        detail = f"a body with Content-Encoding {coding[:80]!r} is not read: send it as it is"
        headers = {"Accept-Encoding": "identity", "Connection": "close"}
        answer = problem_response(Request(scope), 415, detail, headers)
        await answer(scope, receive, send)
