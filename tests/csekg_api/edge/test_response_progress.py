"""Readers that are slow, and readers that do not read."""

from __future__ import annotations

import time

from csekg_api.edge import limits
from tests.csekg_api.edge.conftest import LARGE, Edge, received
from tests.csekg_api.edge.test_heads import CLOSE


def test_progress_is_seen_of_a_reader_with_little_more_than_the_least_speed(edge: Edge) -> None:
    """A kernel that took megabytes would hide it, and the reader would be cut off."""
    # The tests' window is of one second, and the reader makes room in steps of up to 130 kB.
    speed = 5 * limits.READ_BYTES
    with edge.connect() as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n" + CLOSE)
        taken, began = 0, time.monotonic()
        while time.monotonic() < began + 2.5:
            time.sleep(0.05)
            owed = int((time.monotonic() - began) * speed) - taken
            taken += len(connection.recv(max(1, owed)))
        assert taken < LARGE / 5
        assert taken + len(received(connection)) > LARGE
