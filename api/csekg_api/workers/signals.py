"""Makes signals readable, so that a selector can wait for them."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from csekg_api.workers.processes import HANDLED

_STOP = (signal.SIGTERM, signal.SIGINT)


class Signals:
    """Within this context, signals to stop and the end of a child wake a selector.

    `stop` is the last signal to stop that has been read.
    """

    def __init__(self) -> None:
        """Make the pair of sockets that signals come through."""
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self.stop: signal.Signals | None = None

    def __enter__(self) -> Signals:
        """Install the handlers."""
        self._wakeup = signal.set_wakeup_fd(self._write.fileno())
        self._handlers = {number: signal.signal(number, _ignore) for number in HANDLED}
        return self

    def __exit__(self, *exception: object) -> None:
        """Restore the handlers of before."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        self.close()

    def close(self) -> None:
        """Close the sockets; for a child, which does not need them."""
        self._read.close()
        self._write.close()

    def fileno(self) -> int:
        """Return the descriptor that is readable when a signal has come."""
        return self._read.fileno()

    def read(self) -> None:
        """Read the signals that have come."""
        for number in self._read.recv(4096):
            if number in _STOP:
                self.stop = signal.Signals(number)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: Python writes the byte for a signal only where a handler is installed."""
