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
# Bytes of an answer that are read at a time.
_SMALL = 1 << 16

REQUEST = b"q"
#: An answer after which the worker waits for the next job, and an answer after which it ends.
ANSWER = b"a"
LAST_ANSWER = b"l"
#: The job raised an exception: the head is its traceback, and the worker ends.
CRASH = b"c"


def send(link: socket.socket, kind: bytes, head: bytes, body: bytes) -> None:
    """Write a frame to a blocking socket."""
    start = _PREFIX.pack(kind, len(head), len(body)) + head
    if len(body) < _SMALL:
        # In one packet, else the other side wakes up for the first and waits for the second.
        link.sendall(start + body)
    else:
        link.sendall(start)
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


async def exchange(
    link: socket.socket, head: bytes, body: bytes
) -> tuple[bytes, bytes, bytes | IO[bytes]]:
    """Send a request over a non-blocking socket; return kind, head and body of its answer.

    A body of more than `IN_MEMORY` bytes is a temporary file. Raises EOFError or OSError if the
    other side dies, BusyError where there is no room for the file.
    """
    request = _PREFIX.pack(REQUEST, len(head), len(body)) + head + body
    await asyncio.get_running_loop().sock_sendall(link, request)
    # Most answers come whole with the first packet.
    first, buffer = b"", memoryview(bytearray(_SMALL))
    while len(first) < _PREFIX.size:
        first += buffer[: await _read_some(link, buffer)]
    kind, of_head, of_body = _PREFIX.unpack_from(first)
    first = first[_PREFIX.size :]
    if of_body <= IN_MEMORY:
        rest = await _read_rest(link, first, of_head + of_body)
        return kind, bytes(rest[:of_head]), bytes(rest[of_head:])
    rest = await _read_rest(link, first, max(of_head, len(first)))
    return kind, bytes(rest[:of_head]), await _read_into_file(link, rest[of_head:], of_body)


async def _read_rest(link: socket.socket, first: bytes, size: int) -> bytes | memoryview:
    """Return `size` bytes, of which the first ones have been read already."""
    if len(first) == size:
        return first
    content = memoryview(bytearray(size))
    content[: len(first)] = first
    missing = content[len(first) :]
    while missing:
        missing = missing[await _read_some(link, missing) :]
    return content


async def _read_into_file(link: socket.socket, first: bytes | memoryview, size: int) -> IO[bytes]:
    """Return a temporary file with `size` bytes, of which the first ones have been read already."""
    buffer = memoryview(bytearray(IN_MEMORY))
    try:
        with ExitStack() as unless_complete:
            file = unless_complete.enter_context(TemporaryFile())
            missing = size - file.write(first)
            while missing:
                count = await _read_some(link, buffer[:missing])
                # In a thread, since a disk may be slow.
                missing -= await to_thread.run_sync(file.write, buffer[:count])
            file.seek(0)
            unless_complete.pop_all()
            return file
    except OSError as error:
        raise BusyError(f"there is no room for the answer ({error.strerror})") from None


async def _read_some(link: socket.socket, buffer: memoryview) -> int:
    """Read into a buffer and return how many bytes; raises EOFError if the other side dies."""
    try:
        count = await asyncio.get_running_loop().sock_recv_into(link, buffer)
    except ConnectionError:
        count = 0
    if not count:
        raise EOFError
    return count
