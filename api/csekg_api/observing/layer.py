"""The outermost middleware: gives each request an id and notifies listeners of its end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.observing.observation import Observation, observe
from csekg_api.observing.request_ids import request_id

# The status in the log if the client left before an answer; it is never sent.
_CLIENT_GONE = 499


class Listener(Protocol):
    """Receives the start and the end of each request."""

    def started(self) -> None:
        """Note the start of a request."""

    def ended(self, seen: Observation) -> None:
        """Note the end of a request."""


class Observing:
    """Adds X-Request-ID to every answer and reports each request to the listeners."""

    def __init__(self, app: ASGIApp, listeners: Sequence[Listener]) -> None:
        """Take the application and the listeners."""
        self._app, self._listeners = app, listeners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = observe(scope)
        seen.request_id = request_id(scope["headers"])
        identity = (b"x-request-id", seen.request_id.encode("ascii"))

        async def send_observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                message["headers"].append(identity)
            else:
                seen.sent_bytes += len(message.get("body", b""))
            await send(message)

        for listener in self._listeners:
            listener.started()
        try:
            await self._app(scope, receive, send_observed)
        finally:
            seen.seconds = time.perf_counter() - seen.started
            seen.status = seen.status or _CLIENT_GONE
            for listener in self._listeners:
                listener.ended(seen)
