"""The protocol of a connection with limits of time, and its refusals in the order of answers."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from uvicorn import Config
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from csekg_api.edge import limits
from csekg_api.edge.connections import Connections, Refusal
from csekg_api.edge.request_reader import Phase, RequestReader


class ResponseProgress:
    """The progress of a client in reading what was written to its connection."""

    def __init__(self, transport: asyncio.WriteTransport) -> None:
        """Take the transport of the connection."""
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


class EdgeProtocol(RequestReader):
    """A connection; it refuses with 400, 408, 414, 429, 431 or 503, and closes (RFC 9110, 6585)."""

    def __init__(self, config: Config, *arguments: Any, **named: Any) -> None:
        """Take the arguments of uvicorn's protocol."""
        super().__init__(config, *arguments, **named)
        # When the connection was last checked.
        self._looked = self._since
        # The request that the application handles; `cycle` is the last one that was read.
        self._running: RequestResponseCycle | None = None
        # What is still to be said when the earlier requests have been answered.
        self._last: Refusal | None = None

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


def edge_protocol(table: Connections) -> type[EdgeProtocol]:
    """Return the protocol class for the connections of this table."""
    return type("EdgeProtocol", (EdgeProtocol,), {"table": table})
