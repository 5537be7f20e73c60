"""The answer of a server: its beginning is there at once, the rest is fetched as it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import IO, cast

import httpx2

from csekg.sparql.remote.quoting import quoted

#: Bytes that are fetched at once, so that most answers are whole before anyone reads them.
AT_ONCE = 1 << 20

# Some servers send a few hundred bytes at a time.
_PIECE = 1 << 16

#: Makes an EndpointError of what goes wrong inside, and lets the server's time run.
Waiting = Callable[[], AbstractContextManager[None]]


class Answer:
    """Status, headers and body of an answer.

    Whoever drops it hangs up: what is not read never crosses the network.
    """

    def __init__(self, response: httpx2.Response, waiting: Waiting) -> None:
        """Fetch the beginning of the body; raises what `waiting` makes of an error."""
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
        #: Whether all of the body is there.
        self.is_whole = length < AT_ONCE

    def pieces(self) -> Iterator[bytes]:
        """Yield the body, once; raises EndpointError where the server breaks off."""
        yield self._beginning
        while piece := self._next():
            yield piece

    def _next(self) -> bytes:
        """Return the next bytes, none at the end."""
        with self._waiting():
            return next((piece for piece in self._rest if piece), b"")

    @property
    def is_success(self) -> bool:
        """Tell whether the status is one of success."""
        return 200 <= self.status < 300

    @property
    def reason(self) -> str:
        """Return the status with its name, as `404 Not Found`."""
        known = HTTPStatus(self.status).phrase if self.status in _STATUSES else ""
        return f"{self.status} {known}".rstrip()

    @property
    def explanation(self) -> str:
        """Return what the server says of a failure, in short, after a colon; "" for a web page.

        It is for the operator: a server may say anything here, its own secrets too.
        """
        if "html" in self.media_type:
            return ""
        text = quoted(self._beginning.decode(errors="replace"))
        return f": {text}" if text else ""


_STATUSES = {status.value for status in HTTPStatus}


def as_file(pieces: Iterator[bytes]) -> IO[bytes]:
    """Return pieces of bytes as a file to read from; none is asked for before it is read."""
    return cast("IO[bytes]", _File(pieces))


class _File:
    """As much of a file as a parser of the engine wants."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, none at the end."""
        while not self._piece:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._piece = memoryview(piece)
        part, self._piece = bytes(self._piece[:size]), self._piece[size:]
        return part
