"""Answers to GET: 304 before anything is computed, and a memory of what was answered before."""

from __future__ import annotations

from dataclasses import dataclass

from cachetools import LRUCache
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.middleware import caching_headers
from csekg_api.middleware.validators import Asked, Tags, asked, matching, quoted
from csekg_api.observing.observation import observation
from csekg_api.web.routing import route_template

# What tells of this process at this moment.
_LIVE = frozenset({"/healthz", "/readyz", "/metrics"})
# The largest part of the memory that one answer may take.
_SHARE = 8
# Bytes that an entry takes beside its body, its path and its query: objects and headers.
_OVERHEAD = 2000
_KNOWN_ROUTES = 10_000

Key = tuple[tuple[bytes, ...], bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """A complete answer of status 200, and the route that made it."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    tag: bytes
    route: str
    size: int


class ResponseCache:
    """Gives answers to GET their validators, answers 304, and keeps answers.

    The dataset never changes within a process, so that an answer stays right as long as it is
    kept. Handlers say `Cache-Control: no-store` where that is not so.
    """

    def __init__(self, app: ASGIApp, fingerprint: str | None, cache_bytes: int) -> None:
        """Take the application, the dataset's fingerprint (None: no validators) and the memory."""
        self._app = app
        self._tags = Tags(fingerprint) if fingerprint else None
        self._limit = cache_bytes // _SHARE
        self._kept: LRUCache[Key, Kept] = LRUCache(cache_bytes, getsizeof=lambda kept: kept.size)
        # Which route a path took, for the metrics of answers that are made without asking it.
        self._routes: LRUCache[bytes, str] = LRUCache(_KNOWN_ROUTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["method"] != "GET" or scope["path"] in _LIVE:
            await self._pass(scope, receive, send)
        else:
            await self._get(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_live(message: Message) -> None:
            if message["type"] == "http.response.start":
                caching_headers.never_stored(message)
            await send(message)

        try:
            await self._app(scope, receive, send_live)
        finally:
            observation(scope).route = route_template(scope)

    async def _get(self, scope: Scope, receive: Receive, send: Send) -> None:
        what, seen = asked(scope), observation(scope)
        kept = None if what.is_range else self._kept.get((what.parts, what.gzip))
        tag = kept.tag if kept else self._tags.tag(what) if self._tags else b""
        match = matching(tag, what.if_none_match, exists=kept is not None) if tag else None
        if match:
            seen.route = self._routes.get(what.parts[0], "")
            await _send(send, caching_headers.not_modified(match), b"")
        elif kept is not None:
            seen.kept, seen.route = True, kept.route
            # A list of its own, since the layers outside add to it.
            start = {"type": "http.response.start", "status": 200, "headers": [*kept.headers]}
            await _send(send, start, kept.body)
        else:
            seen.kept = False
            await self._answer(_unconditional(scope, what, tag), receive, send, what, tag)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, what: Asked, tag: bytes
    ) -> None:
        """Have the application answer, and keep what it says if that may be kept."""
        headers: tuple[tuple[bytes, bytes], ...] = ()
        chunks: list[bytes] | None = []
        size, unmodified = 0, False

        async def send_kept(message: Message) -> None:
            nonlocal headers, chunks, size, unmodified
            if message["type"] == "http.response.start":
                shared = not observation(scope).names_any_host
                if not caching_headers.complete(message, tag, shared=shared):
                    chunks = None
                elif tag and what.if_none_match.strip() == b"*":
                    chunks, unmodified = None, True
                    message = caching_headers.not_modified(quoted(tag, b""))
                headers = tuple(message["headers"])
            elif chunks is not None:
                chunks.append(message["body"])
                size += len(message["body"])
                if size > self._limit or what.is_range:
                    chunks = None
                elif not message.get("more_body", False):
                    self._keep(scope, what, headers, b"".join(chunks), tag)
            elif unmodified:
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, receive, send_kept)
        finally:
            observation(scope).route = route_template(scope)

    def _keep(
        self,
        scope: Scope,
        what: Asked,
        headers: tuple[tuple[bytes, bytes], ...],
        body: bytes,
        tag: bytes,
    ) -> None:
        route = route_template(scope)
        self._routes[what.parts[0]] = route
        # The time that it took then says nothing of later answers.
        kept = tuple(header for header in headers if header[0] not in _NOT_KEPT)
        kept = (*kept, (b"content-length", b"%d" % len(body)))
        size = len(body) + sum(map(len, what.parts)) + _OVERHEAD
        if size <= self._kept.maxsize:
            self._kept[what.parts, what.gzip] = Kept(kept, body, tag, route, size)


_NOT_KEPT = frozenset({b"content-length", b"server-timing"})


def _unconditional(scope: Scope, what: Asked, tag: bytes) -> Scope:
    """Return the scope without its conditions: they are decided here, where the tags are known."""
    if not tag:
        return scope
    decided = {b"if-none-match", b"if-range", b"if-modified-since"}
    if what.if_range and what.if_range != quoted(tag, b""):
        # RFC 9110, section 13.1.5: the client's part is of other bytes, so that it gets the whole.
        decided.add(b"range")
    headers = [header for header in scope["headers"] if header[0] not in decided]
    scope["headers"] = headers
    return scope


async def _send(send: Send, start: Message, body: bytes) -> None:
    await send(start)
    await send({"type": "http.response.body", "body": body})
