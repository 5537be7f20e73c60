"""Whether a request is being answered, for work that can wait until none is."""

from __future__ import annotations

import time

from csekg_api.observing.observation import Observation

_LOOK_AGAIN = 0.01


class Traffic:
    """Counts the requests of this process that are being answered."""

    def __init__(self) -> None:
        """Begin without a request."""
        self._answered_now = 0

    def started(self) -> None:
        """Count a request in."""
        self._answered_now += 1

    def ended(self, seen: Observation) -> None:
        """Count a request out."""
        self._answered_now -= 1

    def wait(self, seconds: float) -> None:
        """Return when no request is being answered, or after so many seconds."""
        until = time.monotonic() + seconds
        while self._answered_now and time.monotonic() < until:
            time.sleep(_LOOK_AGAIN)


#: That of this process; servers that share a machine do not wait for one another.
traffic = Traffic()
