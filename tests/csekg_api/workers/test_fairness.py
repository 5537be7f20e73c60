"""Which of the jobs that take long compute: the rule, and that real processes follow it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from csekg_api.workers.jobs import LateError, Reply
from csekg_api.workers.launching import WorkerHandle
from csekg_api.workers.pool import Pool, Times, to_stop
from tests.csekg_api.workers.test_pool import LINUX, pooled

TIMES = Times(long=0.1, no_claim_after=0.5)
#: Jobs that take long compute only when nobody else wants the processor: not soon, if it is busy.
_SECONDS = 100


class Late(WorkerHandle):
    """A demoted worker, with the seconds that it has computed."""

    def __init__(self, client: str, seconds: float) -> None:
        self.client, self._seconds = client, seconds

    def computed(self) -> float:
        return self._seconds


@pytest.mark.parametrize(
    ("late", "free", "running"),
    [
        pytest.param([("a", 3), ("b", 1), ("c", 2)], 2, [1, 2], id="as many as processors are free, the least first"),
        pytest.param([("a", 9), ("b", 8), ("c", 0.2)], 1, [2], id="one that may end before those that never do"),
        pytest.param([("many", 1), ("many", 2), ("other", 5)], 2, [0, 2], id="one of each client before a second"),
        pytest.param([("many", 2), ("many", 1)], 3, [0, 1], id="several of one client where nobody else waits"),
        pytest.param([("a", 0.4), ("b", 0.3)], 0, [1], id="the least goes on where none is free"),
        pytest.param([("a", 0.6), ("b", 0.7)], 0, [], id="no longer once it has had its share"),
    ],
)
def test_who_computes(late: list[tuple[str, float]], free: int, running: list[int]) -> None:
    workers = [Late(client, seconds) for client, seconds in late]
    stopped = to_stop(workers, free, TIMES)
    assert [place for place, worker in enumerate(workers) if worker not in stopped] == running


@contextmanager
def spinning(pool: Pool, count: int, seconds: float) -> Iterator[list[asyncio.Task[Reply]]]:
    """Have so many jobs in hand that never end; they are stopped at the end of the block."""
    jobs = [asyncio.create_task(pool.run("spin", b"", seconds)) for _ in range(count)]
    yield jobs
    for job in jobs:
        job.cancel()


async def become(pool: Pool, states: str) -> None:
    """Wait until the demoted workers have these states, as /proc names them: T is stopped."""

    def state(worker: WorkerHandle) -> str:
        return Path(f"/proc/{worker.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]

    async with asyncio.timeout(_SECONDS):
        while "".join(sorted(map(state, pool._fairness._late))) != states:
            await asyncio.sleep(0.005)


# The short job keeps its place however busy the machine is.
SOON = Times(long=0.02, place_for=2.0 * _SECONDS, no_claim_after=0.05)


@LINUX
@pytest.mark.timeout(3 * _SECONDS)
@pooled(most=8, times=SOON)
async def test_only_as_many_run_as_processors_are_free(pool: Pool) -> None:
    with spinning(pool, 3, 2 * _SECONDS):
        await become(pool, "RTT")
        async with asyncio.timeout(_SECONDS):
            while any(worker.computed() < SOON.no_claim_after for worker in pool._fairness._late):
                await asyncio.sleep(0.005)
        short = asyncio.ensure_future(pool.run("sleep", b"600", 2 * _SECONDS))
        await become(pool, "TTT")
        assert not short.done()
        short.cancel()
        await become(pool, "RTT")


@LINUX
@pooled(most=8, times=SOON)
async def test_stopped_jobs_end_at_their_deadline_and_leave_the_fairness(pool: Pool) -> None:
    with spinning(pool, 3, 1) as jobs:
        ends = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(end) for end in ends] == [LateError] * 3
    assert not pool._fairness._late
    assert (await pool.run("echo", b"a", 60)).body == b"a"


@LINUX
@pooled(times=SOON._replace(place_for=0.05))
async def test_a_job_that_has_waited_gives_up_its_place_and_no_more(pool: Pool) -> None:
    waiting = asyncio.ensure_future(pool.run("sleep", b"2", 60))
    while pool._short.free:
        await asyncio.sleep(0.01)
    while not pool._short.free:
        await asyncio.sleep(0.01)
    assert not waiting.done()
    assert not pool._fairness._late
    assert (await waiting).body == b"slept"
