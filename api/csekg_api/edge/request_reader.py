"""Reads requests from a connection with limits of size (extends uvicorn's protocol).

Neither uvicorn nor its parser (httptools) limits the size of a request head; the parser buffers a
field until it is complete. So the bytes are counted before they are parsed.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Any

import httptools
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from csekg_api.edge import limits
from csekg_api.edge.connections import NOT_HTTP, Connections, Refusal

# Bytes passed to the parser at once. The slice in which a head begins counts as a whole, so that a
# head may be longer by a slice.
_SLICE = 16_384
_AUTHORITY = re.compile(rb"[a-z][a-z0-9+.-]*://([^/?#]*)", re.IGNORECASE)


class Phase(Enum):
    """The part of a request that the client is sending."""

    BETWEEN = auto()
    HEAD = auto()
    BODY = auto()
    REFUSED = auto()


class _RefusedError(Exception):
    """Raised in callbacks of the parser; `_feed` catches it as HttpParserError."""


class RequestReader(HttpToolsProtocol):
    """A connection with limits of the size of requests."""

    #: The table of connections of this process; set by a subclass (`edge_protocol`).
    table: Connections

    def __init__(self, config: Config, *arguments: Any, **named: Any) -> None:
        """Take the arguments of uvicorn's protocol."""
        super().__init__(config, *arguments, **named)
        self._phase = Phase.HEAD
        self._refusal: Refusal | None = None
        # When the current head or body began, and the bytes since then.
        self._since = self.loop.time()
        self._raw = self._body = 0
        self._head = self._fields = 0

    def data_received(self, data: bytes) -> None:
        """Parse bytes that the client has sent."""
        if self._phase is Phase.REFUSED:
            self._raw += len(data)
            if self._raw > limits.LINGER_BYTES:
                self.transport.abort()
            return
        self._unset_keepalive_if_required()
        if self._phase is Phase.BETWEEN:
            self._enter(Phase.HEAD)
        for start in range(0, len(data), _SLICE):
            self._feed(data[start : start + _SLICE])
            if self._phase is Phase.REFUSED:  # type: ignore[comparison-overlap]
                return

    def _feed(self, part: bytes) -> None:
        try:
            self.parser.feed_data(part)
        except httptools.HttpParserUpgrade:
            # No other protocol is supported: the request is answered, and the parser stops.
            self.cycle.keep_alive = False
        except httptools.HttpParserError:
            self._refuse(self._refusal or NOT_HTTP)
            return
        self._raw += len(part)
        if self._phase is Phase.HEAD and self._raw > limits.HEAD_BYTES + _SLICE:
            self._refuse(_too_large())
        elif self._phase is Phase.BODY and self._raw > self._allowed_in_body():
            self._refuse(Refusal(400, "the chunks of the body take more than what is in them"))

    def _allowed_in_body(self) -> int:
        return limits.FRAMING_BYTES + limits.FRAMING_SHARE * self._body

    def _enter(self, phase: Phase) -> None:
        self._phase, self._since, self._raw = phase, self.loop.time(), 0

    # Callbacks of the parser

    def on_message_begin(self) -> None:
        """Begin a request."""
        if len(self.pipeline) >= limits.PIPELINED:
            self._stop(Refusal(429, "too many requests wait on this connection"))
        self._enter(Phase.HEAD)
        self._head = self._fields = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Count a part of the request target."""
        self._head += len(url)
        if self._head > limits.TARGET_BYTES:
            detail = f"a request target may have {limits.TARGET_BYTES:,} bytes: send a long query with POST"
            self._stop(Refusal(414, detail))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a field of the head; fields after a body (trailers) are dropped."""
        if self._phase is not Phase.HEAD:
            return
        self._fields += 1
        self._head += len(name) + len(value)
        if self._fields > limits.FIELDS or self._head > limits.HEAD_BYTES:
            self._stop(_too_large())
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Start the request."""
        if self.parser.get_http_version() == "1.0" and b"transfer-encoding" in dict(self.headers):
            # RFC 9112, section 6.1: its framing is faulty.
            self._stop(Refusal(400, "HTTP/1.0 has no Transfer-Encoding: send Content-Length"))
        self._enter(Phase.BODY)
        self._body = 0
        authority = _AUTHORITY.match(self.url)
        if authority:
            # RFC 9112, section 3.2.2: the authority in the target replaces Host.
            self.headers[:] = [(name, authority[1] if name == b"host" else value) for name, value in self.headers]
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count a part of the body."""
        self._body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._enter(Phase.BETWEEN)
        super().on_message_complete()

    def _stop(self, refusal: Refusal) -> None:
        self._refusal = refusal
        raise _RefusedError

    def _refuse(self, refusal: Refusal) -> None:
        """Send the refusal and read no more requests."""
        raise NotImplementedError


def _too_large() -> Refusal:
    detail = f"the head of a request may have {limits.HEAD_BYTES:,} bytes and {limits.FIELDS} fields"
    return Refusal(431, detail)
