"""Facts about one request that log, metrics and headers of the answer need.

The outermost middleware gathers them, and notifies listeners of the end of each request.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KEY = "csekg.observation"


@dataclass(slots=True)
class Observation:
    """One request and its answer; durations are seconds, `status` is 0 until the answer begins.

    Handlers of queries set the members that begin with `query`: the text, the duration and the
    outcome (`ok`, `error`, `timeout`, `busy` or `lost`).
    """

    request_id: str = ""
    method: str = ""
    path: str = ""
    started: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0
    #: The path of the matched route as declared (`/states/{key}`), empty if none matched.
    route: str = ""
    status: int = 0
    sent_bytes: int = 0
    #: Whether the answer came from the cache; None if the cache was not searched.
    kept: bool | None = None
    #: Whether the answer contains the Host of the request while no setting lists allowed hosts.
    names_any_host: bool = False
    query: str = ""
    query_seconds: float | None = None
    query_outcome: str = ""


def observe(scope: Scope) -> Observation:
    """Return a new observation of a request, and store it in the scope."""
    seen = Observation(method=scope["method"], path=_path(scope))
    scope[_KEY] = seen
    return seen


def observation(scope: Scope) -> Observation:
    """Return the observation in the scope, or an unused new one if there is none."""
    seen = scope.get(_KEY)
    return seen if isinstance(seen, Observation) else Observation()


def _path(scope: Scope) -> str:
    """Return the path as sent: percent-encoded, so that it fits on one line of the log."""
    raw = scope.get("raw_path") or scope["path"].encode("utf-8", "backslashreplace")
    return str(raw.decode("ascii", "backslashreplace"))


# The characters of tracing headers and UUIDs; none can break a log line or a header.
_SANE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:/+=@-]{0,127}")


def request_id(headers: list[tuple[bytes, bytes]]) -> str:
    """Return the X-Request-ID of a request if it is valid, or a new random one."""
    for name, value in headers:
        if name == b"x-request-id" and _SANE.fullmatch(value):
            return value.decode("ascii")
    return secrets.token_hex(16)


# The status in the log if the client left before an answer; it is never sent.
_CLIENT_GONE = 499


class Listener(Protocol):
    """Receives the start and the end of each request."""

    def started(self) -> None:
        """Note the start of a request."""

    def ended(self, seen: Observation) -> None:
        """Note the end of a request."""


class ObservationMiddleware:
    """Adds X-Request-ID to every answer and reports each request to the listeners."""

    def __init__(self, app: ASGIApp, listeners: Sequence[Listener]) -> None:
        self._app, self._listeners = app, listeners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
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
