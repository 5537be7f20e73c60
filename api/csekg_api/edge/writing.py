"""Detects clients that do not read their answer."""

from __future__ import annotations

import asyncio

from csekg_api.edge.limits import READ_RATE, READ_SECONDS


class Writing:
    """The progress of a client in reading what was written to its connection."""

    def __init__(self, transport: asyncio.WriteTransport) -> None:
        """Take the transport of the connection."""
        self._transport = transport
        # The time of the last check, and the bytes that were waiting to be sent then.
        self._mark: tuple[float, int] | None = None

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
        elif now - self._mark[0] >= READ_SECONDS:
            taken = self._mark[1] - waiting
            self._mark = now, waiting
            return taken < READ_RATE * READ_SECONDS
        return False
