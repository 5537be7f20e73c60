"""An optional limit to the requests of one client address."""

from __future__ import annotations

import math
import time

from cachetools import LRUCache
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.edge.clients import counted_as
from csekg_api.web.problems import problem_response

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
# Whoever watches the service must see it also while it is busy.
_EXEMPT = frozenset({"/healthz", "/readyz", "/metrics"})
# Addresses remembered at once: some 20 MB at most. The one longest silent is forgotten first.
_ADDRESSES = 100_000


class RateLimit:
    """Answers 429 (RFC 6585, section 4) where an address asks too often.

    Each address owns `amount` tokens, spends one for a request and gains `amount` in each `window`
    of seconds (token bucket), so that a page with its files is no offence. Answers tell what is
    left as the IETF draft "RateLimit header fields for HTTP" has it. Each server process counts
    for itself.
    """

    def __init__(self, app: ASGIApp, limit: str) -> None:
        """Take the application and the limit, as `100/minute`."""
        amount, _, unit = limit.partition("/")
        self._app = app
        self._amount, self._window = int(amount), _SECONDS[unit]
        self._policy = f'"address";q={self._amount};w={self._window}'.encode()
        # For each address, the tokens it had and when that was.
        self._buckets: LRUCache[str, tuple[float, float]] = LRUCache(_ADDRESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["path"] in _EXEMPT:
            await self._app(scope, receive, send)
            return
        tokens = self._take(_address(scope), time.monotonic())
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
        """Return the tokens left after this request; below 0, what is missing to one for it."""
        tokens, since = self._buckets.get(address, (float(self._amount), now))
        tokens = min(self._amount, tokens + (now - since) * self._amount / self._window)
        if tokens >= 1:
            tokens -= 1
            self._buckets[address] = (tokens, now)
            return tokens
        self._buckets[address] = (tokens, now)
        return tokens - 1


def _address(scope: Scope) -> str:
    """Return whom to count a request for.

    The address is the client's own, or what a proxy that the server trusts says of it.
    """
    return counted_as(str((scope.get("client") or ("", 0))[0]))
