"""The files of a version are made once, and the default graph in each form is one of them."""

from __future__ import annotations

import asyncio
import errno
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pyoxigraph as ox
import pytest
from fastapi import Request
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.downloads import contents
from csekg_api.downloads.contents import downloads_job
from csekg_api.downloads.files import DatasetFiles
from csekg_api.web.formats import GRAPHS
from csekg_api.web.problems import ProblemError
from csekg_api.workers.jobs import BusyError, LateError, Reply

GRAPH = "/rdf-graph-store?default"


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


@pytest.mark.parametrize("fingerprint", ["abc123", None])
def test_each_form_of_the_default_graph_is_made_once(
    small_store: Store, written: list[str], fingerprint: str | None
) -> None:
    expected = {quad.triple for quad in small_store.quads()}
    with TestClient(create_app(small_store, fingerprint)) as client:
        for _ in range(2):
            for form in GRAPHS:
                # Another Accept each time, so that no answer comes from the cache of answers.
                accept = {"Accept": f"a/b{len(written)}"}
                answer = client.get(f"{GRAPH}&format={form.name}", headers=accept)
                assert answer.headers["content-type"].startswith(form.media_types[0])
                assert isinstance(form.writer, ox.RdfFormat)
                assert {quad.triple for quad in ox.parse(answer.content, form.writer)} == expected
    assert sorted(written) == ["jsonld", "nt", "rdf", "ttl"]


def test_processes_and_later_starts_share_it(small_store: Store, written: list[str]) -> None:
    for _ in range(2):
        with TestClient(create_app(small_store, "abc123")) as client:
            assert client.get(f"{GRAPH}&format=nt").status_code == 200
    assert written == ["nt"]


def test_as_turtle_it_is_the_file_for_download(small_store: Store, written: list[str]) -> None:
    with TestClient(create_app(small_store, "abc123")) as client:
        alone = client.get(GRAPH, headers={"Accept": "text/turtle"})
        file = client.get("/api/v1/downloads/csekg.ttl")
        assert client.get(GRAPH, headers={"Accept": "text/turtle,a/b"}).content == file.content
    assert alone.content == file.content
    with TestClient(create_app(small_store, "other")) as client:
        file = client.get("/api/v1/downloads/csekg.ttl")
        assert client.get(GRAPH, headers={"Accept": "text/turtle"}).content == file.content
    assert written == ["ttl", "all", "all"]


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
        # What else is made is not held up.
        with await files.default_graph(request(engine), "nt") as file:
            assert file.read()
        assert engine.runs == 2
        await asyncio.sleep(0.4)
        assert await files.entries(request(engine))
        assert engine.runs == 3

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
