"""The pool over real processes: every way in which a job can end, large replies, nothing left."""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, TypeAlias

import pytest

from csekg_api.workers import frames
from csekg_api.workers.jobs import IN_MEMORY, BusyError, JobCrashError, Jobs, LateError, NoProcessError, WorkerLostError
from csekg_api.workers.launching import Launcher
from csekg_api.workers.pool import Pool, Times
from tests.csekg_api.workers.jobs import jobs

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows and limits this")
TestOfPool: TypeAlias = Callable[[Pool], Awaitable[None]]


def run(test: TestOfPool, *, warm: int = 1, most: int = 4, memory_mb: int = 64, **options: Any) -> None:
    """Run a test in an event loop with a fresh pool."""

    async def whole() -> None:
        async with Pool(Launcher(jobs, memory_mb), warm, most, **{"of_one": most, **options}) as pool:
            assert isinstance(pool, Pool)
            await test(pool)

    asyncio.run(whole())


def pooled(**options: Any) -> Callable[[TestOfPool], Callable[[], None]]:
    """Give a coroutine function a fresh pool, as a test."""

    def decorate(test: TestOfPool) -> Callable[[], None]:
        def run_with_pool() -> None:
            run(test, **options)

        return run_with_pool

    return decorate


async def gone(pid: int) -> bool:
    """Tell whether a process ends and is reaped: soon, but one that has stepped back waits for a processor."""
    for _ in range(2000):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        await asyncio.sleep(0.01)
    return False


async def pid_of_a_worker(pool: Pool) -> int:
    return int((await pool.run("echo", b"", 60)).head)


@pooled()
async def test_replies_come_back_whole(pool: Pool) -> None:
    for payload in (b"", b"x", os.urandom(3_000_000)):
        assert (await pool.run("echo", payload, 60)).body == payload


@pooled(warm=2, most=30)
async def test_jobs_take_turns_with_few_workers(pool: Pool) -> None:
    first = await pid_of_a_worker(pool)
    # Both are there before the jobs come; else the first may be done with all of them.
    while pool.workers_idle < 2:
        await asyncio.sleep(0.01)
    replies = await asyncio.gather(*(pool.run("echo", b"", 60) for _ in range(30)))
    pids = {int(reply.head) for reply in replies}
    assert len(pids) == 2
    assert first in pids
    assert pool.workers_idle == 2


def test_pool_that_ends_can_start_again() -> None:
    async def test() -> None:
        pool = Pool(Launcher(jobs, 64), 3, 4, 4)
        for _ in range(2):
            async with pool:
                await pid_of_a_worker(pool)

    asyncio.run(test())


@pooled(times=Times(place_for=0.2))
async def test_job_that_occupies_its_worker_for_long_loses_its_place(pool: Pool) -> None:
    started = time.perf_counter()
    asleep = [asyncio.ensure_future(pool.run("sleep", b"60", 100)) for _ in range(2)]
    await asyncio.sleep(0)
    assert (await pool.run("echo", b"a", 100)).body == b"a"
    # Each of them had its place for its time, and goes on without it.
    assert time.perf_counter() - started >= 2 * 0.2
    assert not any(job.done() for job in asleep)
    for job in asleep:
        job.cancel()
    await asyncio.gather(*asleep, return_exceptions=True)


@pooled()
async def test_late_job_is_killed(pool: Pool) -> None:
    pid = await pid_of_a_worker(pool)
    started = time.perf_counter()
    with pytest.raises(LateError, match="1 seconds"):
        await pool.run("spin", b"", 1)
    assert time.perf_counter() - started >= 1
    assert await gone(pid)
    assert pool.jobs_running == 0
    assert (await pool.run("echo", b"a", 60)).body == b"a"


@pooled(warm=2, most=2)
async def test_beyond_the_limit_jobs_wait_and_are_then_refused(pool: Pool) -> None:
    pool._short._patience = 0.1
    running = [asyncio.ensure_future(pool.run("sleep", b"60", 100)) for _ in range(2)]
    await asyncio.sleep(0.05)
    with pytest.raises(BusyError, match="under way"):
        await pool.run("echo", b"", 60)
    assert not any(job.done() for job in running)
    for job in running:
        job.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await pool.run("echo", b"", 60)


@pooled(warm=2, most=64, of_one=4, times=Times(long=0.05, place_for=0.2))
async def test_endless_jobs_of_one_client_do_not_delay_those_of_another(pool: Pool) -> None:
    endless = [asyncio.ensure_future(pool.run("spin", b"", 30, "a")) for _ in range(60)]
    await asyncio.sleep(0.2)
    for _ in range(5):
        # A place is free in time, even if endless jobs get no processor time.
        assert (await pool.run("echo", b"x", 60, "b")).body == b"x"
    # Those of one client that run take memory; the others wait.
    assert len(pool._fairness._late) <= 4
    for job in endless:
        job.cancel()
    await asyncio.gather(*endless, return_exceptions=True)
    assert pool.jobs_running == 0


@pooled(alone={"spin": "drawing", "echo": "drawing", "sleep": "validating"})
async def test_a_kind_of_jobs_takes_no_place_of_another_nor_the_last_of_its_own(pool: Pool) -> None:
    drawing = [asyncio.ensure_future(pool.run("spin", b"", 30, "a")) for _ in range(3)]
    await asyncio.sleep(0.1)
    assert (await pool.run("sleep", b"0", 60, "a")).body == b"slept"
    assert (await pool.run("compute", b"0", 60, "a")).body == b"computed"
    assert (await pool.run("echo", b"x", 60, "b")).body == b"x"
    assert not any(job.done() for job in drawing)
    for places in pool._alone.values():
        places._patience = 0.1
    with pytest.raises(BusyError):
        await pool.run("echo", b"x", 60, "a")
    for job in drawing:
        job.cancel()
    await asyncio.gather(*drawing, return_exceptions=True)


@pooled()
async def test_cancelled_job_is_killed(pool: Pool) -> None:
    pid = await pid_of_a_worker(pool)
    running = asyncio.ensure_future(pool.run("spin", b"", 60))
    await asyncio.sleep(0.05)
    running.cancel()
    assert await gone(pid)
    assert pool.jobs_running == 0
    assert await pid_of_a_worker(pool) != pid


@pooled()
async def test_crash_is_told_with_its_traceback(pool: Pool) -> None:
    with pytest.raises(JobCrashError, match=r"(?s)in _crash.*ValueError: what was wrong"):
        await pool.run("crash", b"what was wrong", 60)
    assert (await pool.run("echo", b"a", 60)).body == b"a"


def test_death_of_a_worker_is_noticed_and_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    async def test(pool: Pool) -> None:
        with pytest.raises(WorkerLostError):
            await pool.run("die", b"", 60)
        # One that waits, killed from outside.
        pid = await pid_of_a_worker(pool)
        os.kill(pid, signal.SIGKILL)
        assert await gone(pid)
        assert not pool.idle()
        assert (await pool.run("echo", b"a", 60)).body == b"a"
        assert pool.idle()

    run(test)
    assert capfd.readouterr() == ("", "")


@LINUX
@pooled()
async def test_memory_is_limited(pool: Pool) -> None:
    with pytest.raises(WorkerLostError):
        await pool.run("grow", b"400", 30)
    assert (await pool.run("grow", b"10", 60)).body == str(10 << 20).encode()


@pooled(memory_mb=512)
async def test_bloated_worker_serves_no_more(pool: Pool) -> None:
    lean = await pid_of_a_worker(pool)
    for megabytes, same in ((b"5", True), (b"200", True), (b"1", False)):
        assert (int((await pool.run("grow", megabytes, 60)).head) == lean) is same


@LINUX
@pooled(times=Times(long=0.02))
async def test_long_computation_steps_back_and_its_worker_is_not_used_again(pool: Pool) -> None:
    pid = await pid_of_a_worker(pool)
    running = asyncio.ensure_future(pool.run("compute", b"1", 100))
    fresh = os.getpriority(os.PRIO_PROCESS, pid)
    assert fresh > os.getpriority(os.PRIO_PROCESS, 0)
    while os.getpriority(os.PRIO_PROCESS, pid) == fresh:
        await asyncio.sleep(0.005)
        assert not running.done()
    assert int((await running).head) == pid
    assert await gone(pid)


@LINUX
@pooled(times=Times(long=0.05))
async def test_waiting_is_no_computation(pool: Pool) -> None:
    pid = await pid_of_a_worker(pool)
    await pool.run("sleep", b"0.2", 60)
    assert await pid_of_a_worker(pool) == pid


@LINUX
def test_worker_holds_nothing_but_its_socket(tmp_path: Path) -> None:
    async def test(pool: Pool) -> None:
        found = (await pool.run("descriptors", b"", 60)).body.decode().splitlines()
        assert found.count("socket") == 1
        found.remove("socket")
        # All others are taken, and lead nowhere.
        assert set(found) == {str(os.stat(os.devnull).st_rdev)}

    with (tmp_path / "open").open("w"):
        run(test)


def parent_of(pid: int) -> int:
    shown = subprocess.run(["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, check=True)
    return int(shown.stdout)


@LINUX
@pooled()
async def test_a_forkserver_that_is_killed_takes_its_workers_along_and_is_replaced(pool: Pool) -> None:
    pid = await pid_of_a_worker(pool)
    running = asyncio.ensure_future(pool.run("spin", b"", 100))
    while not pool._working:
        await asyncio.sleep(0.01)
    os.kill(parent_of(pid), signal.SIGKILL)
    with pytest.raises(WorkerLostError):
        await running
    assert await pid_of_a_worker(pool) != pid


@pooled()
async def test_a_pool_that_is_stopped_says_so_of_the_jobs_under_way(pool: Pool) -> None:
    running = asyncio.ensure_future(pool.run("spin", b"", 100))
    while not pool._working:
        await asyncio.sleep(0.01)
    pool.stop()
    with pytest.raises(BusyError, match="the service is being stopped"):
        await running


def nothing_there() -> Jobs:
    raise FileNotFoundError


def test_a_worker_without_data_is_not_idle_and_says_so() -> None:
    async def test() -> None:
        async with Pool(Launcher(nothing_there, 64), 1, 4, 4) as pool:
            with pytest.raises(NoProcessError, match="the files of the dataset are gone"):
                await pool.run("echo", b"", 60)
            while pool.workers_idle == 0:  # type: ignore[attr-defined]
                await asyncio.sleep(0.01)
            while pool.idle():
                await asyncio.sleep(0.01)

    asyncio.run(test())


def test_where_no_process_can_be_had_the_job_can_be_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_process: object) -> None:
        raise OSError

    async def test(pool: Pool) -> None:
        with pytest.raises(NoProcessError, match="no further process"):
            await pool.run("echo", b"", 60)

    monkeypatch.setattr("csekg_api.workers.launching._CONTEXT.Process.start", refuse)
    run(test)


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
    assert (await pool.run("echo", payload, 60)).content == payload
    for more in (b"x", os.urandom(3_000_000)):
        reply = await pool.run("echo", payload + more, 60)
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
        await pool.run("echo", payload, 60)
    assert (await pool.run("echo", payload, 60)).body == payload


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
