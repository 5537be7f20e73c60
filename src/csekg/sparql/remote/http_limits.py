"""Limits the time and the size of a whole answer; the HTTP client limits each read alone.

A server that sends one byte per second stays within every limit for a single read, in the headers
as in the body.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import httpcore2
import httpx2


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that Retry-After asks for, as a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


class TooMuchError(Exception):
    """A server sends more bytes than the answer to a request may have."""


class Allowance:
    """The seconds and the bytes that one request may use, retries included.

    The clock runs only while this process waits for the server: a reader of rows may pause.
    """

    def __init__(self, seconds: float, most_bytes: int) -> None:
        """Take the limits; the clock does not run yet."""
        self._left, self._bytes_left = seconds, most_bytes
        self._until: float | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let the clock run within this block."""
        self._until = time.monotonic() + self._left
        try:
            yield
        finally:
            self._left, self._until = self.left(), None

    def left(self) -> float:
        """Return the remaining seconds, 0 or less where none remain."""
        return self._left if self._until is None else self._until - time.monotonic()

    def take(self, count: int) -> None:
        """Count received bytes; raises TooMuchError beyond the limit."""
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise TooMuchError

    def extension(self, connect: float) -> dict[str, Any]:
        """Return the request extension `timeout`: this allowance for each read and write.

        `connect` is the most seconds that connecting may take.
        """
        connect = max(0.001, min(connect, self.left()))
        return {"connect": connect, "pool": connect, "read": self, "write": self}


def heed_allowances(client: httpx2.Client) -> None:
    """Make the connections of a client accept an Allowance as the timeout of a read or a write.

    httpx2 has no parameter for a network backend; this replaces the one of its connection pools.
    """
    for transport in (client._transport, *client._mounts.values()):
        if isinstance(transport, httpx2.HTTPTransport):
            transport._pool._network_backend = _Backend(transport._pool._network_backend)


class _Backend(httpcore2.NetworkBackend):
    def __init__(self, backend: httpcore2.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        connect = self._backend.connect_tcp
        return _Stream(connect(host, port, timeout, local_address, socket_options))


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: Any = None) -> bytes:
        content = self._stream.read(max_bytes, _seconds(timeout, httpcore2.ReadTimeout))
        if isinstance(timeout, Allowance):
            timeout.take(len(content))
        return content

    def write(self, buffer: bytes, timeout: Any = None) -> None:
        self._stream.write(buffer, _seconds(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _seconds(timeout: float | Allowance | None, late: type[Exception]) -> float | None:
    """Return the seconds that a read or a write may take; raises `late` where none remain."""
    if not isinstance(timeout, Allowance):
        return timeout
    left = timeout.left()
    if left <= 0:
        raise late("the request has no time left")
    return left
