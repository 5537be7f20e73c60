"""The HTTP response of a server: the first megabyte is read at once, the rest on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import IO, cast

import httpx2

from csekg.sparql.remote.quoting import quoted

#: Bytes that are read at once, so that most answers are complete before somebody reads them.
AT_ONCE = 1 << 20

# Some servers send a few hundred bytes at a time.
_PIECE = 1 << 16

#: A context that turns transport errors into EndpointError and lets the allowance's clock run.
Waiting = Callable[[], AbstractContextManager[None]]


class Answer:
    """Status, headers and body of an answer.

    Dropping the object closes the connection, so that unread bytes are not transferred.
    """

    def __init__(self, response: httpx2.Response, waiting: Waiting) -> None:
        """Read the beginning of the body; raises what `waiting` makes of an error."""
        self.status = response.status_code
        self.headers = response.headers
        self.media_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        self._waiting = waiting
        self._rest = response.iter_raw(_PIECE)
        pieces, length = [], 0
        while length < AT_ONCE and (piece := self._next()):
            pieces.append(piece)
            length += len(piece)
        self._beginning = b"".join(pieces)
        #: Whether the whole body has been read.
        self.is_whole = length < AT_ONCE

    def pieces(self) -> Iterator[bytes]:
        """Yield the body, once; raises EndpointError where the connection ends too early."""
        yield self._beginning
        while piece := self._next():
            yield piece

    def _next(self) -> bytes:
        """Return the next bytes, empty at the end."""
        with self._waiting():
            return next((piece for piece in self._rest if piece), b"")

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def reason(self) -> str:
        """The status with its name, such as `404 Not Found`."""
        known = HTTPStatus(self.status).phrase if self.status in _STATUSES else ""
        return f"{self.status} {known}".rstrip()

    @property
    def explanation(self) -> str:
        """The beginning of the server's error text after a colon; empty for a web page.

        For the operator only: the text may hold anything, secrets of the server too.
        """
        if "html" in self.media_type:
            return ""
        text = quoted(self._beginning.decode(errors="replace"))
        return f": {text}" if text else ""


_STATUSES = {status.value for status in HTTPStatus}


def as_file(pieces: Iterator[bytes]) -> IO[bytes]:
    """Return a file over pieces of bytes; a piece is requested when it is read."""
    return cast("IO[bytes]", _File(pieces))


class _File:
    """The one method of a file that Oxigraph's parsers call."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, empty at the end."""
        while not self._piece:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._piece = memoryview(piece)
        part, self._piece = bytes(self._piece[:size]), self._piece[size:]
        return part
