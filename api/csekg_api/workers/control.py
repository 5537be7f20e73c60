"""A server's end of the socket to the keeper: asks for workers."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable

from csekg_api.workers.handle import WorkerHandle

#: What a server sends to have a worker forked, along with the worker's end of a socket pair.
WANT_WORKER = b"w"
#: Size of the answer: the worker's process id as a signed number in network order, or 0 where the
#: system has no room for a further process.
PROCESS_ID = 8


class Control:
    """The connection to the keeper, within the running event loop."""

    def __init__(self, link: socket.socket, on_lost: Callable[[], object]) -> None:
        """Take the socket, and a function to call when the keeper has ended."""
        self._link, self._on_lost = link, on_lost
        self._loop = asyncio.get_running_loop()
        self._asked: deque[asyncio.Future[int]] = deque()
        self._lost = False
        link.setblocking(False)
        self._loop.add_reader(link.fileno(), self._read)

    async def request_worker(self) -> WorkerHandle:
        """Return a new worker; raises OSError where none can be had."""
        if self._lost:
            raise ConnectionError("the keeper has ended")
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        place: asyncio.Future[int] = self._loop.create_future()
        try:
            with theirs:
                socket.send_fds(self._link, [WANT_WORKER], [theirs.fileno()])
            # The keeper answers in the order in which it was asked.
            self._asked.append(place)
            pid = await place
            if not pid:
                raise OSError("no further process can be started")
        except BaseException:
            # A worker that nobody waits for sees its socket close, and ends.
            ours.close()
            raise
        return WorkerHandle(pid, ours)

    def _read(self) -> None:
        try:
            answer = self._link.recv(PROCESS_ID)
        except BlockingIOError:
            return
        except OSError:
            answer = b""
        if not answer:
            self._lose()
            return
        place = self._asked.popleft()
        if not place.done():
            place.set_result(int.from_bytes(answer, "big"))

    def _lose(self) -> None:
        self._lost = True
        self._loop.remove_reader(self._link.fileno())
        for place in self._asked:
            if not place.done():
                place.set_exception(ConnectionError("the keeper has ended"))
        self._on_lost()

    def close(self) -> None:
        """Stop reading; the socket stays open for a pool that starts again."""
        if not self._lost:
            self._loop.remove_reader(self._link.fileno())
