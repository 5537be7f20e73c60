"""Detects clients that do not read their answer."""

from __future__ import annotations

import asyncio
import socket

from csekg_api.edge.limits import READ_BYTES, READ_SECONDS, UNSENT_BYTES


class Writing:
    """The progress of a client in reading what was written to its connection."""

    def __init__(self, transport: asyncio.WriteTransport) -> None:
        """Take the transport of the connection."""
        self._transport = transport
        # The time of the last check, and the bytes that were waiting to be sent then.
        self._mark: tuple[float, int] | None = None
        # Else the kernel takes up to four megabytes for each connection, and more only when a third
        # of them has been read: no progress would be seen for minutes.
        link: socket.socket = transport.get_extra_info("socket")
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)

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
            return taken < READ_BYTES
        return False
