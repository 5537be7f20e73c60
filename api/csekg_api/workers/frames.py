"""The protocol between a server and a worker: frames of two byte strings over a stream socket.

A frame is a kind (one byte), the lengths of head and body (eight bytes each, network order), head
and body. In a request the head is the name of the job and the body its payload.
"""

from __future__ import annotations

import asyncio
import socket
import struct

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


async def exchange(link: socket.socket, head: bytes, body: bytes) -> tuple[bytes, bytes, bytes]:
    """Send a request over a non-blocking socket; return kind, head and body of its answer.

    Raises EOFError or OSError if the other side dies.
    """
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(link, _PREFIX.pack(REQUEST, len(head), len(body)) + head + body)
    # Most answers come whole with the first packet.
    first = b""
    while len(first) < _PREFIX.size:
        chunk = await loop.sock_recv(link, _SMALL)
        if not chunk:
            raise EOFError
        first += chunk
    kind, of_head, of_body = _PREFIX.unpack_from(first)
    rest = await _read_rest(loop, link, first[_PREFIX.size :], of_head + of_body)
    return kind, bytes(rest[:of_head]), bytes(rest[of_head:])


async def _read_rest(
    loop: asyncio.AbstractEventLoop, link: socket.socket, first: bytes, size: int
) -> bytes | memoryview:
    """Return `size` bytes, of which the first ones have been read already."""
    if len(first) == size:
        return first
    content = memoryview(bytearray(size))
    content[: len(first)] = first
    missing = content[len(first) :]
    while missing:
        count = await loop.sock_recv_into(link, missing)
        if not count:
            raise EOFError
        missing = missing[count:]
    return content
