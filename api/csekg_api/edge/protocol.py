"""HTTP/1.1 on one connection: uvicorn's protocol, with limits to what a client may send and when.

Neither uvicorn nor its parser (httptools) limits the size or the time of a request head; the parser
keeps what it has of a field until the field is complete. So the bytes are counted as they come.
"""

from __future__ import annotations

import asyncio
import re
from enum import Enum, auto
from typing import Any

import httptools
from uvicorn import Config
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from csekg_api.edge import limits
from csekg_api.edge.connections import Connections
from csekg_api.edge.refusal import NOT_HTTP, Refusal
from csekg_api.edge.writing import Writing

# What is fed to the parser at once. The part in which a head begins counts whole, hence so many
# bytes are allowed on top.
_SLICE = 16_384
_AUTHORITY = re.compile(rb"[a-z][a-z0-9+.-]*://([^/?#]*)", re.IGNORECASE)


class _Phase(Enum):
    """Where in a request the client is."""

    BETWEEN = auto()
    HEAD = auto()
    BODY = auto()
    REFUSED = auto()


class _RefusedError(Exception):
    """Raised within the parser's callbacks, which end up in `_feed`."""


class EdgeProtocol(HttpToolsProtocol):
    """One connection. Refuses with 400, 408, 414, 429, 431 or 503, and closes (RFC 9110, 6585)."""

    #: The table of this process's connections; a subclass has it (`edge_protocol`).
    table: Connections

    def __init__(self, config: Config, *arguments: Any, **named: Any) -> None:
        """Take what uvicorn gives a protocol."""
        super().__init__(config, *arguments, **named)
        self._phase = _Phase.HEAD
        self._refusal: Refusal | None = None
        # When the head or the body began, when that was last looked at, and the bytes since then.
        self._since = self._looked = self.loop.time()
        self._raw = self._body = 0
        self._head = self._fields = 0
        # The request that the application is at; `cycle` is the last one that was read.
        self._running: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, unless there are too many connections."""
        super().connection_made(transport)
        self._writing = Writing(transport)
        refusal = self.table.add(self, self.client[0] if self.client else "")
        if refusal is None:
            return
        if self.table.overflowing():
            self.table.count(refusal)
            self._phase = _Phase.REFUSED
            transport.abort()
        else:
            self._refuse(refusal)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.table.remove(self)
        self._release_body()
        self._forget_requests()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what the client has sent."""
        if self._phase is _Phase.REFUSED:
            self._raw += len(data)
            if self._raw > limits.LINGER_BYTES:
                self.transport.abort()
            return
        self._unset_keepalive_if_required()
        if self._phase is _Phase.BETWEEN:
            self._enter(_Phase.HEAD)
        for start in range(0, len(data), _SLICE):
            self._feed(data[start : start + _SLICE])
            if self._phase is _Phase.REFUSED:  # type: ignore[comparison-overlap]
                return

    def _feed(self, part: bytes) -> None:
        try:
            self.parser.feed_data(part)
        except httptools.HttpParserUpgrade:
            # No other protocol is spoken here: the request is answered, and the parser stops.
            self.cycle.keep_alive = False
        except httptools.HttpParserError:
            self._refuse(self._refusal or NOT_HTTP)
            return
        self._raw += len(part)
        if self._phase is _Phase.HEAD and self._raw > limits.HEAD_BYTES + _SLICE:
            self._refuse(_too_large())
        elif self._phase is _Phase.BODY and self._raw > self._allowed_in_body():
            self._refuse(Refusal(400, "the chunks of the body take more than what is in them"))

    def _allowed_in_body(self) -> int:
        return limits.FRAMING_BYTES + limits.FRAMING_SHARE * self._body

    def _enter(self, phase: _Phase) -> None:
        self._phase, self._since, self._raw = phase, self.loop.time(), 0

    # Callbacks of the parser

    def on_message_begin(self) -> None:
        """Begin a request."""
        if len(self.pipeline) >= limits.PIPELINED:
            self._stop(Refusal(429, "too many requests wait on this connection"))
        self._enter(_Phase.HEAD)
        self._head = self._fields = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a part of the request target."""
        self._head += len(url)
        if self._head > limits.TARGET_BYTES:
            detail = (
                f"a request target may have {limits.TARGET_BYTES:,} bytes: send a long query with "
                "POST"
            )
            self._stop(Refusal(414, detail))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of the head; those after a body (trailers) are dropped."""
        if self._phase is not _Phase.HEAD:
            return
        self._fields += 1
        self._head += len(name) + len(value)
        if self._fields > limits.FIELDS or self._head > limits.HEAD_BYTES:
            self._stop(_too_large())
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Start the request."""
        self._release_body()
        self._enter(_Phase.BODY)
        self._body = 0
        authority = _AUTHORITY.match(self.url)
        if authority:
            # RFC 9112, section 3.2.2: the authority in the target stands in place of Host.
            self.headers[:] = [
                (name, authority[1] if name == b"host" else value) for name, value in self.headers
            ]
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._body += len(body)
        if not self.table.hold_body(len(body)):
            detail = "too many bodies of requests are under way: try again"
            self._stop(Refusal(503, detail, retry_after=2))
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._enter(_Phase.BETWEEN)
        super().on_message_complete()

    def _stop(self, refusal: Refusal) -> None:
        self._refusal = refusal
        raise _RefusedError

    # What the answer and the table of connections ask for

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Go on to the next request, unless the body of this one still comes (RFC 9112, 9.3)."""
        if not self.pipeline:
            self._release_body()
        super().on_response_complete()
        if self._phase is _Phase.BODY and not self.pipeline and not self.transport.is_closing():
            self._linger()

    def resume_writing(self) -> None:
        """Go on writing."""
        self._writing.progress()
        super().resume_writing()

    def look(self, now: float) -> None:
        """End what is too slow; `now` is the time of the loop."""
        passed, self._looked = now - self._looked, now
        if self._writing.stalled(now):
            self._forget_requests()
            self.transport.abort()
            return
        if self.flow.read_paused or (self._phase is _Phase.HEAD and self._owes_answer()):
            # It is the client that waits.
            self._since += passed
        elapsed = now - self._since
        if self._phase is _Phase.REFUSED and elapsed > limits.LINGER_SECONDS:
            self.transport.close()
        elif self._phase is _Phase.HEAD and elapsed > limits.HEAD_SECONDS:
            if self._raw:
                detail = f"the head of a request must be here within {limits.HEAD_SECONDS:g} s"
                self._refuse(Refusal(408, detail))
            else:
                self.transport.close()
        elif self._phase is _Phase.BODY and elapsed > self._seconds_for_body():
            detail = (
                f"the body of a request has {limits.BODY_SECONDS:g} s and one more for every "
                f"{limits.BODY_RATE:,} bytes: send it faster"
            )
            self._refuse(Refusal(408, detail))

    def _seconds_for_body(self) -> float:
        return limits.BODY_SECONDS + self._body / limits.BODY_RATE

    def waited(self, now: float) -> float:
        """Return the seconds for which only the client has been waited for; 0 if it is not."""
        if self._phase in (_Phase.BODY, _Phase.REFUSED) or self._owes_answer():
            return 0.0
        return now - self._since

    def make_room(self) -> None:
        """Close the connection, which is waited for."""
        self.transport.close()

    def _owes_answer(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _refuse(self, refusal: Refusal) -> None:
        """Answer with the refusal, where no other answer comes before it, and close."""
        self.table.count(refusal)
        own = self._phase is _Phase.BODY
        unanswered = self._owes_answer()
        earlier = bool(self.pipeline) or (unanswered and (not own or self.cycle.response_started))
        self._forget_requests()
        self._release_body()
        if earlier:
            self._enter(_Phase.REFUSED)
            self.transport.close()
        else:
            self.transport.write(refusal.answer())
            self._linger()

    def _linger(self) -> None:
        """Send no more, and read for a moment what the client still sends."""
        self._unset_keepalive_if_required()
        self._enter(_Phase.REFUSED)
        self.flow.resume_reading()
        self.transport.write_eof()

    def _forget_requests(self) -> None:
        """Have the application see that the client is gone, and start no further request.

        Uvicorn tells the request that was read last; it may be an earlier one that is running.
        """
        self.pipeline.clear()
        if self._running and not self._running.response_complete:
            self._running.disconnected = True
            self._running.message_event.set()
            self._running.body.clear()

    def _release_body(self) -> None:
        self.table.hold_body(-self._body)
        self._body = 0


def _too_large() -> Refusal:
    detail = (
        f"the head of a request may have {limits.HEAD_BYTES:,} bytes and {limits.FIELDS} fields"
    )
    return Refusal(431, detail)


def edge_protocol(table: Connections) -> type[EdgeProtocol]:
    """Return the protocol class whose connections stand in this table."""
    return type("EdgeProtocol", (EdgeProtocol,), {"table": table})
