"""What /healthz and /readyz say: a service that is busy is ready, one that answers nothing is not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from csekg import __version__
from csekg_api import health
from csekg_api.health import Readiness
from csekg_api.workers.jobs import (
    BusyError,
    JobCrashError,
    LateError,
    NoProcessError,
    Reply,
    WorkerLostError,
    WorkerPool,
)

pytestmark = pytest.mark.anyio


def test_health_describes_the_dataset(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "status": "ok",
        "version": __version__,
        # Four quads, of which two are the same triple in two graphs.
        "dataset": {"triples": 3, "graphs": 2, "fingerprint": "abc123"},
    }
    assert client.head("/healthz").content == b""


ANSWER = Reply(b'["application/json", []]', b"true")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Scripted:
    """A pool whose jobs end as a script says: with an error, or with an answer after a time."""

    layers = ()

    def __init__(self, *script: BaseException | float, idle: bool = False) -> None:
        self.script: Iterator[BaseException | float] = iter(script)
        self.jobs = 0
        self._idle = idle

    async def __aenter__(self) -> WorkerPool:
        return self

    async def __aexit__(self, *exception: object) -> None:
        pass

    def idle(self) -> bool:
        return self._idle

    async def run(self, job: str, payload: bytes, timeout: float, client: str = "") -> Reply:
        self.jobs += 1
        step = next(self.script)
        if isinstance(step, BaseException):
            raise step
        await asyncio.sleep(step)
        return ANSWER


async def test_idle_worker_is_enough() -> None:
    engine = Scripted(idle=True)
    assert await Readiness(engine, elsewhere=False).fault() == ""
    assert engine.jobs == 0


async def test_with_the_data_elsewhere_a_query_is_tried() -> None:
    assert await Readiness(Scripted(0, idle=True), elsewhere=True).fault() == ""
    fault = await Readiness(Scripted(60, idle=True), elsewhere=True).fault()
    assert "has not answered yet" in fault


async def test_full_pool_leaves_the_finding_as_it_was() -> None:
    assert await Readiness(Scripted(BusyError("full")), elsewhere=False).fault() == ""
    late = Readiness(Scripted(LateError("late"), BusyError("full"), 0), elsewhere=False)
    assert "within 5 seconds" in await late.fault()
    assert "within 5 seconds" in await late.fault()
    assert await late.fault() == ""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoProcessError("no further process can be started"), "no further process"),
        (WorkerLostError("the worker died"), "die"),
        (JobCrashError("Traceback of http://10.0.0.1"), "the simplest query fails"),
    ],
)
async def test_what_answers_nothing_is_not_ready(error: Exception, words: str) -> None:
    fault = await Readiness(Scripted(error), elsewhere=False).fault()
    assert words in fault
    assert "10.0.0.1" not in fault


async def test_nobody_waits_and_one_query_serves_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_SOON", 0.05)
    engine = Scripted(2.0)
    ready = Readiness(engine, elsewhere=False)
    started = time.monotonic()
    assert await asyncio.gather(*(ready.fault() for _ in range(50))) == [""] * 50
    assert time.monotonic() - started < 1.5
    assert engine.jobs == 1
