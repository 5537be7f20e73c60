"""Detects clients that do not read their answer."""

from __future__ import annotations

import asyncio
import fcntl
import struct
import sys
import termios
from contextlib import suppress

from csekg_api.edge.limits import READ_BYTES, READ_SECONDS


class Writing:
    """The progress of a client in reading what was written to its connection."""

    def __init__(self, transport: asyncio.WriteTransport) -> None:
        """Take the transport of the connection."""
        self._transport = transport
        # The time of the last check, and the bytes that the client had not received then.
        self._mark: tuple[float, int] | None = None

    def progress(self) -> None:
        """Note that the kernel has taken nearly everything."""
        self._mark = None

    def stalled(self, now: float) -> bool:
        """Return whether the client has received too few bytes since the last check."""
        waiting = self._transport.get_write_buffer_size()
        if not waiting:
            self._mark = None
            return False
        waiting += self._in_kernel()
        if self._mark is None:
            self._mark = now, waiting
        elif now - self._mark[0] >= READ_SECONDS:
            received = self._mark[1] - waiting
            self._mark = now, waiting
            return received < READ_BYTES
        return False

    def _in_kernel(self) -> int:
        """Return the bytes that the kernel has taken and the client has not confirmed.

        They are some megabytes, of which it takes more only when a third is gone. Only Linux tells
        their number of a socket; elsewhere it is 0.
        """
        if sys.platform == "linux":
            with suppress(OSError, ValueError):
                descriptor = self._transport.get_extra_info("socket").fileno()
                return struct.unpack("i", fcntl.ioctl(descriptor, termios.TIOCOUTQ, bytes(4)))[0]
        return 0
