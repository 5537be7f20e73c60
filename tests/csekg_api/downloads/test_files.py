"""The files of a version are made once."""

from __future__ import annotations

import asyncio
import errno
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import Request
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.downloads import contents
from csekg_api.downloads.contents import downloads_job
from csekg_api.downloads.files import DatasetFiles
from csekg_api.web.problems import ProblemError
from csekg_api.workers.jobs import BusyError, LateError, Reply


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "csekg" / "downloads"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the folders that are written."""
    names, write = list[str](), contents.write_files

    def noted(files: Any, folder: Path) -> None:
        names.append(folder.name)
        write(files, folder)

    monkeypatch.setattr(contents, "write_files", noted)
    return names


@pytest.mark.parametrize(("fingerprint", "times"), [("abc123", 1), (None, 2)])
def test_processes_and_later_starts_share_the_files(
    small_store: Store, written: list[str], fingerprint: str | None, times: int
) -> None:
    for _ in range(2):
        with TestClient(create_app(small_store, fingerprint)) as client:
            for ending in ("ttl", "nq"):
                assert client.get(f"/api/v1/downloads/csekg.{ending}").status_code == 200
    # Without the name of a version they are for one service alone.
    assert written == ["all"] * times


class Engine:
    """Runs the job of the files in this thread, or fails as it is told."""

    def __init__(self, store: Store) -> None:
        self._job, self.fails = downloads_job(store), list[Exception]()
        self.runs = 0

    async def run(self, _job: str, payload: bytes, _timeout: float, _client: str) -> Reply:
        self.runs += 1
        if self.fails:
            raise self.fails.pop(0)
        return self._job(payload)


def request(engine: Engine) -> Request:
    return cast(Request, SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(engine=engine))))


async def problem(files: DatasetFiles, engine: Engine) -> ProblemError:
    with pytest.raises(ProblemError) as raised:
        await files.entries(request(engine))
    assert raised.value.status == 503
    return raised.value


def test_a_full_disk_is_not_tried_again_at_once(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def test() -> None:
        files, engine = DatasetFiles("abc123", pause=0.4), Engine(small_store)
        with monkeypatch.context() as patch:
            patch.setattr(contents, "write_files", full)
            for _ in range(3):
                refusal = await problem(files, engine)
                assert refusal.headers
                assert refusal.headers["Retry-After"] == "1"
                assert "No space left on device: ask again in 1 second" in refusal.detail
        assert engine.runs == 1
        await asyncio.sleep(0.4)
        assert await files.entries(request(engine))
        assert engine.runs == 2

    asyncio.run(test())


def test_a_worker_that_is_lost_is_a_failure_and_a_busy_pool_is_not(small_store: Store) -> None:
    async def test() -> None:
        files, engine = DatasetFiles("abc123"), Engine(small_store)
        engine.fails = [BusyError("others are served"), LateError("not done"), LateError("")]
        assert "others are served" in (await problem(files, engine)).detail
        for _ in range(3):
            assert "could not be made" in (await problem(files, engine)).detail
        assert engine.runs == 2

    asyncio.run(test())
