"""Fairness over real processes: which of the jobs that take long compute, and which are stopped."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from csekg_api.workers import LateError, Pool, Reply
from csekg_api.workers.fairness import Times
from tests.csekg_api.workers.test_pool import pools

#: A third of the times of the service: what these tests wait for takes long on a busy machine.
SOON = Times(long=0.05, place_for=0.35, no_claim_after=0.17)
#: Jobs that take long compute only when nobody else wants the processor: not soon, if it is busy.
_SECONDS = 200

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows times of others"),
    pytest.mark.timeout(3 * _SECONDS),
]


@contextmanager
def spinning(pool: Pool, count: int, seconds: float, client: str = "") -> Iterator[list[asyncio.Task[Reply]]]:
    """Have so many jobs in hand that never end; they are late at the end of the block."""
    jobs = [asyncio.create_task(pool.run("spin", b"", seconds, client)) for _ in range(count)]
    yield jobs
    for job in jobs:
        job.cancel()


def states(pool: Pool) -> list[str]:
    """Return the states of the demoted workers, as /proc shows them: T is stopped."""
    found = []
    for worker in pool._fairness._late:
        shown = Path(f"/proc/{worker.pid}/stat").read_text(encoding="ascii")
        found.append(shown.rpartition(")")[2].split()[0])
    return found


async def become(pool: Pool, wanted: str) -> None:
    """Wait until the states are those wanted: a process must be given a moment to stop, too."""
    async with asyncio.timeout(_SECONDS):
        while "".join(sorted(states(pool))) != wanted:
            await asyncio.sleep(0.01)


async def all_late(pool: Pool, count: int) -> None:
    async with asyncio.timeout(_SECONDS):
        while len(pool._fairness._late) < count or pool.workers_idle == 0:
            await asyncio.sleep(0.01)


async def all_have_computed(pool: Pool, count: int, seconds: float) -> None:
    async with asyncio.timeout(_SECONDS):
        while [w.computed() >= seconds for w in pool._fairness._late] != [True] * count:
            await asyncio.sleep(0.01)


def test_only_as_many_run_as_processors_are_free() -> None:
    async def test(pool: Pool) -> None:
        with spinning(pool, 3, 2 * _SECONDS):
            await all_late(pool, 3)
            await become(pool, "RTT")
            await all_have_computed(pool, 3, 0.35)
            short = asyncio.ensure_future(pool.run("sleep", b"600", 2 * _SECONDS))
            await become(pool, "TTT")
            assert not short.done()
            short.cancel()
            await become(pool, "RTT")

    # The short one keeps its place however busy the machine is.
    with pools(warm=1, most=8, times=SOON._replace(place_for=2.0 * _SECONDS)) as run:
        run(test)


def test_who_has_computed_least_goes_on_beside_short_jobs() -> None:
    async def test(pool: Pool) -> None:
        with spinning(pool, 3, 2 * _SECONDS):
            await all_have_computed(pool, 3, 0.35)
            little_longer = asyncio.ensure_future(pool.run("compute", b"0.1", _SECONDS))
            async with asyncio.timeout(_SECONDS):
                while len(pool._fairness._late) < 4:
                    await asyncio.sleep(0.01)

            async def short_ones() -> None:
                while not little_longer.done():
                    await pool.run("compute", b"0.03", _SECONDS)

            # One after the other they never leave the only processor free.
            await asyncio.gather(short_ones(), short_ones(), little_longer)
            assert little_longer.result().body == b"computed"

    with pools(warm=1, most=8, times=SOON) as run:
        run(test)


def test_job_that_ends_is_not_kept_by_those_that_never_do() -> None:
    async def test(pool: Pool) -> None:
        with spinning(pool, 4, 2 * _SECONDS):
            await all_have_computed(pool, 4, 0.35)
            before = {worker.pid: worker.computed() for worker in pool._fairness._late}
            await pool.run("compute", b"0.2", _SECONDS)
            # All that time none of them computed but in the turns at its beginning and its end.
            for worker in pool._fairness._late:
                assert worker.computed() - before[worker.pid] < 0.15

    with pools(warm=1, most=8, times=SOON) as run:
        run(test)


def test_one_of_each_client_runs_before_the_second_of_any() -> None:
    async def test(pool: Pool) -> None:
        with spinning(pool, 1, 2 * _SECONDS, "other"):
            await all_have_computed(pool, 1, 0.5)
            with spinning(pool, 3, 2 * _SECONDS, "many"):
                await all_late(pool, 4)
                await become(pool, "RRTT")
                [of_other] = [late for late in pool._fairness._late if late.client == "other"]
                before = of_other.computed()
                # All of "many" have computed less, but one of them runs at a time.
                async with asyncio.timeout(_SECONDS):
                    while of_other.computed() < before + 0.2:
                        await asyncio.sleep(0.01)
                assert min(late.computed() for late in pool._fairness._late) < before

    with pools(warm=2, most=8, times=SOON) as run:
        run(test)


def test_who_waits_is_not_held() -> None:
    async def test(pool: Pool) -> None:
        waiting = asyncio.ensure_future(pool.run("sleep", b"1", 10))
        await asyncio.sleep(0.5)
        with spinning(pool, 2, 30):
            # Held, it would be late.
            await waiting

    with pools(warm=1, most=8, times=SOON) as run:
        run(test)


def test_held_jobs_end_at_their_deadline_and_leave_the_fairness() -> None:
    async def test(pool: Pool) -> None:
        # Long enough for three workers to begin on a machine that does much else.
        with spinning(pool, 3, 6) as jobs:
            ends = await asyncio.gather(*jobs, return_exceptions=True)
        assert [type(end) for end in ends] == [LateError] * 3
        assert not pool._fairness._late
        assert (await pool.run("echo", b"a", 5)).body == b"a"

    with pools(warm=1, most=8, times=SOON) as run:
        run(test)
