"""Limits the rate of requests of one client address, if the operator sets a limit."""

from __future__ import annotations

import math
import time

from cachetools import LRUCache
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.web.clients import client_of
from csekg_api.web.problems import problem_response

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
# Monitoring must see the service while it is busy.
_EXEMPT = frozenset({"/healthz", "/readyz", "/metrics"})
# The most addresses stored, about 20 MB; the least recently seen is dropped first.
_ADDRESSES = 100_000


class RateLimit:
    """Answers 429 (RFC 6585, section 4) to an address that sends too many requests.

    A token bucket for each address: it holds `amount` tokens, each request takes one, and `amount`
    tokens are added per `window` of seconds, so that the burst of a page with its files is allowed.
    Answers state the remaining tokens in the fields of the IETF draft "RateLimit header fields for
    HTTP". Each server process counts by itself.
    """

    def __init__(self, app: ASGIApp, limit: str) -> None:
        """Take the application and the limit, as `100/minute`."""
        amount, _, unit = limit.partition("/")
        self._app = app
        self._amount, self._window = int(amount), _SECONDS[unit]
        self._policy = f'"address";q={self._amount};w={self._window}'.encode()
        # For each address, its tokens and the time of the last request.
        self._buckets: LRUCache[str, tuple[float, float]] = LRUCache(_ADDRESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["path"] in _EXEMPT:
            await self._app(scope, receive, send)
            return
        tokens = self._take(client_of(scope), time.monotonic())
        wait = math.ceil(-tokens * self._window / self._amount)
        left = max(0, math.floor(tokens))
        refill = math.ceil((self._amount - left) * self._window / self._amount)

        async def send_limits(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((b"ratelimit-policy", self._policy))
                message["headers"].append((b"ratelimit", b'"address";r=%d;t=%d' % (left, refill)))
            await send(message)

        if tokens >= 0:
            await self._app(scope, receive, send_limits)
            return
        detail = f"this address may make {self._amount} requests in {self._window} seconds"
        retry = {"Retry-After": str(wait)}
        answer = problem_response(Request(scope), 429, f"{detail}; come back in {wait} s", retry)
        await answer(scope, receive, send_limits)

    def _take(self, address: str, now: float) -> float:
        """Return the tokens left after this request; below 0, minus the missing part of one."""
        tokens, since = self._buckets.get(address, (float(self._amount), now))
        tokens = min(self._amount, tokens + (now - since) * self._amount / self._window)
        if tokens >= 1:
            tokens -= 1
            self._buckets[address] = (tokens, now)
            return tokens
        self._buckets[address] = (tokens, now)
        return tokens - 1
