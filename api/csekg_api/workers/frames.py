"""The protocol between a server and a worker: frames of two byte strings over a stream socket.

A frame is a kind (one byte), the lengths of head and body (eight bytes each, network order), head
and body. In a request the head is the name of the job and the body its payload.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO

from anyio import to_thread

from csekg_api.workers.jobs import IN_MEMORY, BusyError

_PREFIX = struct.Struct("!cQQ")

REQUEST = b"q"
#: An answer after which the worker waits for the next job, and an answer after which it ends.
ANSWER = b"a"
LAST_ANSWER = b"l"
#: The job raised an exception: the head is its traceback, and the worker ends.
CRASH = b"c"
#: The worker has found no data to open: the answer to whatever is asked, sent before that.
WITHOUT_DATA = b"d"


def send(link: socket.socket, kind: bytes, head: bytes, body: bytes) -> None:
    """Write a frame to a blocking socket."""
    link.sendall(_PREFIX.pack(kind, len(head), len(body)) + head)
    link.sendall(body)


def receive(link: socket.socket) -> tuple[bytes, bytes, bytes] | None:
    """Return kind, head and body from a blocking socket, or None if the other side has ended."""
    try:
        kind, head, body = _PREFIX.unpack(_read(link, _PREFIX.size))
        return kind, _read(link, head), _read(link, body)
    except EOFError:
        return None


def _read(link: socket.socket, size: int) -> bytes:
    content = bytearray(size)
    view = memoryview(content)
    while view:
        count = link.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return bytes(content)


async def exchange(link: socket.socket, head: bytes, body: bytes) -> tuple[bytes, bytes, bytes | IO[bytes]]:
    """Send a request over a non-blocking socket; return kind, head and body of its answer.

    A body of more than `IN_MEMORY` bytes is a temporary file. Raises EOFError or OSError if the
    other side dies, BusyError where there is no room for the file.
    """
    request = _PREFIX.pack(REQUEST, len(head), len(body)) + head + body
    await asyncio.get_running_loop().sock_sendall(link, request)
    kind, head_size, body_size = _PREFIX.unpack(await _read_exactly(link, _PREFIX.size))
    answer_head = bytes(await _read_exactly(link, head_size))
    if body_size > IN_MEMORY:
        return kind, answer_head, await _read_into_file(link, body_size)
    return kind, answer_head, bytes(await _read_exactly(link, body_size))


async def _read_into_file(link: socket.socket, size: int) -> IO[bytes]:
    try:
        with ExitStack() as unless_complete:
            file = unless_complete.enter_context(TemporaryFile())
            for begin in range(0, size, IN_MEMORY):
                part = await _read_exactly(link, min(size - begin, IN_MEMORY))
                # In a thread, since a disk may be slow.
                await to_thread.run_sync(file.write, part)
            file.seek(0)
            unless_complete.pop_all()
            return file
    except OSError as error:
        raise BusyError(f"there is no room for the answer ({error.strerror})") from None


async def _read_exactly(link: socket.socket, size: int) -> bytearray:
    """Return so many bytes of a non-blocking socket; raises EOFError if the other side dies."""
    content = bytearray(size)
    missing = memoryview(content)
    while missing:
        try:
            count = await asyncio.get_running_loop().sock_recv_into(link, missing)
        except ConnectionError:
            count = 0
        if not count:
            raise EOFError
        missing = missing[count:]
    return content
