"""A connection with limits of size and time, and its refusals in the order of answers (extends uvicorn).

Neither uvicorn nor its parser (httptools) limits the size of a request head; the parser buffers a
field until it is complete. So the bytes are counted before they are parsed.
"""

from __future__ import annotations

import asyncio
import re
import socket
from enum import Enum, auto
from typing import Any

import httptools
from uvicorn import Config
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

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


class ResponseProgress:
    """The progress of a client in reading what was written to its connection."""

    def __init__(self, transport: asyncio.WriteTransport) -> None:
        self._transport = transport
        # The time of the last check, and the bytes that were waiting to be sent then.
        self._mark: tuple[float, int] | None = None
        # Else the kernel takes up to four megabytes for each connection, and more only when a third
        # of them has been read: no progress would be seen for minutes.
        link: socket.socket = transport.get_extra_info("socket")
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, limits.UNSENT_BYTES)

    def progress(self) -> None:
        """Note that the client has read nearly everything."""
        self._mark = None

    def stalled(self, now: float) -> bool:
        """Return whether the client has read too few bytes since the last check."""
        waiting = self._transport.get_write_buffer_size()
        if not waiting:
            self._mark = None
        elif self._mark is None:
            self._mark = now, waiting
        elif now - self._mark[0] >= limits.READ_SECONDS:
            taken = self._mark[1] - waiting
            self._mark = now, waiting
            return taken < limits.READ_BYTES
        return False


class EdgeProtocol(HttpToolsProtocol):
    """A connection; it refuses with 400, 408, 414, 429, 431 or 503, and closes (RFC 9110, 6585)."""

    #: The table of connections of this process; set by a subclass (`edge_protocol`).
    table: Connections

    def __init__(self, config: Config, *arguments: Any, **named: Any) -> None:
        super().__init__(config, *arguments, **named)
        self._phase = Phase.HEAD
        self._refusal: Refusal | None = None
        # When the current head or body began, when the connection was last checked, and the bytes
        # since the beginning.
        self._since = self._looked = self.loop.time()
        self._raw = self._body = 0
        self._head = self._fields = 0
        # The request that the application handles; `cycle` is the last one that was read.
        self._running: RequestResponseCycle | None = None
        # What is still to be said when the earlier requests have been answered.
        self._last: Refusal | None = None

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

    # The connection and its time

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Add the connection to the table, or refuse it if there are too many."""
        super().connection_made(transport)
        self._progress = ResponseProgress(transport)
        refusal = self.table.add(self, self.client[0] if self.client else "")
        if refusal is None:
            return
        if self.table.overflowing():
            self.table.count(refusal)
            self._phase = Phase.REFUSED
            transport.abort()
        else:
            self._refuse(refusal)

    def connection_lost(self, exc: Exception | None) -> None:
        """Remove the connection from the table."""
        self.table.remove(self)
        self._forget_requests()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Start the next request, unless the body of this one is not read yet (RFC 9112, 9.3)."""
        super().on_response_complete()
        if self._last and not self._owes_answer() and not self.transport.is_closing():
            self.transport.write(self._last.answer())
            self._last = None
            self._linger()
        if self._phase is Phase.BODY and not self.pipeline and not self.transport.is_closing():
            self._linger()

    def resume_writing(self) -> None:
        """Note progress, and resume writing."""
        self._progress.progress()
        super().resume_writing()

    def look(self, now: float) -> None:
        """Refuse or close the connection if it is too slow; `now` is the time of the loop."""
        passed, self._looked = now - self._looked, now
        if self._progress.stalled(now):
            self._forget_requests()
            self.transport.abort()
            return
        answering = self._phase is Phase.HEAD and self._owes_answer()
        if self.flow.read_paused or answering or self._last:
            # The client waits for the server: its time does not run.
            self._since += passed
        elapsed = now - self._since
        if self._phase is Phase.REFUSED and elapsed > limits.LINGER_SECONDS:
            self.transport.close()
        elif self._phase is Phase.HEAD and elapsed > limits.HEAD_SECONDS:
            if self._raw:
                detail = f"the head of a request must be here within {limits.HEAD_SECONDS:g} s"
                self._refuse(Refusal(408, detail))
            else:
                self.transport.close()
        elif self._phase is Phase.BODY and elapsed > self._seconds_for_body():
            detail = (
                f"the body of a request has {limits.BODY_SECONDS:g} s and one more for every "
                f"{limits.BODY_RATE:,} bytes: send it faster"
            )
            self._refuse(Refusal(408, detail))

    def _seconds_for_body(self) -> float:
        return limits.BODY_SECONDS + self._body / limits.BODY_RATE

    def waited(self, now: float) -> float:
        """Return the seconds for which the server has waited for the client; 0 if it does not."""
        if self._phase in (Phase.BODY, Phase.REFUSED) or self._owes_answer():
            return 0.0
        return now - self._since

    def make_room(self) -> None:
        """Close the idle connection."""
        self.transport.close()

    def _owes_answer(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _refuse(self, refusal: Refusal) -> None:
        """Send the refusal after the answers to earlier requests, and close.

        If it is about the body of a request whose answer has begun, or waits, close without it.
        """
        self.table.count(refusal)
        unanswered = self._owes_answer()
        if unanswered and self._phase is not Phase.BODY:
            self._enter(Phase.REFUSED)
            self._last = refusal
            return
        begun = bool(self.pipeline) or (unanswered and self.cycle.response_started)
        self._forget_requests()
        if begun:
            self._enter(Phase.REFUSED)
            self.transport.close()
        else:
            self.transport.write(refusal.answer())
            self._linger()

    def _linger(self) -> None:
        """Close the sending side, and read for a moment what the client still sends."""
        self._unset_keepalive_if_required()
        self._enter(Phase.REFUSED)
        self.flow.resume_reading()
        self.transport.write_eof()

    def _forget_requests(self) -> None:
        """Signal a disconnect to the application, and drop pipelined requests.

        Uvicorn signals only the request that was read last, but an earlier one may be running.
        """
        self.pipeline.clear()
        if self._running and not self._running.response_complete:
            self._running.disconnected = True
            self._running.message_event.set()
            self._running.body.clear()


def _too_large() -> Refusal:
    detail = f"the head of a request may have {limits.HEAD_BYTES:,} bytes and {limits.FIELDS} fields"
    return Refusal(431, detail)


def edge_protocol(table: Connections) -> type[EdgeProtocol]:
    """Return the protocol class for the connections of this table."""
    return type("EdgeProtocol", (EdgeProtocol,), {"table": table})
