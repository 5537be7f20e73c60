"""A reply of more than a megabyte is received into a temporary file."""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from csekg_api.workers import IN_MEMORY, BusyError, Pool, frames
from tests.csekg_api.workers.test_pool import LINUX, pooled

_HEAD = b"head"


def deleted_files() -> int:
    """The number of open files of this process that have no name."""
    links = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            links.append(os.readlink(entry))
        except FileNotFoundError:
            continue
    return sum(link.endswith("(deleted)") for link in links)


@pooled()
async def test_what_is_larger_than_a_megabyte_is_a_file(pool: Pool) -> None:
    payload = os.urandom(IN_MEMORY)
    assert (await pool.run("echo", payload, 5)).content == payload
    for more in (b"x", os.urandom(3_000_000)):
        reply = await pool.run("echo", payload + more, 5)
        assert not isinstance(reply.content, bytes)
        assert reply.body == payload + more
        assert reply.content.closed


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """Let this process write no file of more bytes, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pooled()
async def test_where_there_is_no_room_the_job_can_be_asked_for_again(pool: Pool) -> None:
    payload = os.urandom(3_000_000)
    with at_most(2_000_000), pytest.raises(BusyError, match="there is no room for the answer"):
        await pool.run("echo", payload, 5)
    assert (await pool.run("echo", payload, 5)).body == payload


@LINUX
@pytest.mark.parametrize("worker_dies", [True, False])
def test_no_file_stays_of_a_job_that_ends_while_its_answer_comes(worker_dies: bool) -> None:
    async def test() -> None:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with ours, theirs:
            start = struct.pack("!cQQ", frames.ANSWER, len(_HEAD), 9_000_000)
            sender = Thread(target=theirs.sendall, args=(start + _HEAD + bytes(2_000_000),))
            sender.start()
            received = asyncio.create_task(frames.exchange(ours, b"job", b""))
            while sender.is_alive():
                await asyncio.sleep(0.01)
            assert deleted_files() == before + 1
            if worker_dies:
                theirs.close()
            else:
                received.cancel()
            with pytest.raises(EOFError if worker_dies else asyncio.CancelledError):
                await received
            assert deleted_files() == before

    before = deleted_files()
    # The collector would close it, too.
    gc.disable()
    try:
        asyncio.run(test())
    finally:
        gc.enable()
