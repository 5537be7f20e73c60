"""Releases are opened one at a time, and three asked in turn cost no more than two."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import httpx2 as httpx
import pytest

from csekg.releases.folder import MANIFEST, N_QUADS, FileEntry, Manifest, Release
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.downloads.release_store import PAUSE, ReleaseStore
from csekg_api.settings import Settings
from csekg_api.web.problems import ProblemError

FIRST, SECOND, THIRD, FOURTH = VERSIONS = [f"2026.11.{number}" for number in range(4)]
#: Within a test, no pause of this length ends.
HOUR = 3600.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four releases of one statement each."""
    folder = tmp_path_factory.mktemp("releases")
    for version, previous in zip(VERSIONS, ["", *VERSIONS], strict=False):
        content = f"<urn:{version}> <urn:p> <urn:o> <urn:g> .\n".encode()
        entry = FileEntry(
            file=N_QUADS,
            media_type="application/n-quads",
            contents="all",
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        about = Manifest(
            version=version,
            released_on=date(2026, 11, 1),
            previous=previous,
            doi="",
            program="0",
            as_of=date(2026, 11, 1),
            quads=1,
            files=(entry,),
        )
        (folder / version).mkdir()
        (folder / version / N_QUADS).write_bytes(content)
        manifest = about.model_dump_json(by_alias=True)
        (folder / version / MANIFEST).write_text(manifest, encoding="utf-8")
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The releases whose statements have been read, in order."""
    read, seen = Release.read, []

    def note(release: Release, name: str) -> bytes:
        seen.append(release.version)
        return read(release, name)

    monkeypatch.setattr(Release, "read", note)
    return seen


def refusal(use: Callable[[], object]) -> tuple[str, int]:
    """What is said while no store may be opened, and the seconds after which one may be."""
    with pytest.raises(ProblemError) as caught:
        use()
    assert caught.value.status == 503
    assert caught.value.headers
    seconds = caught.value.headers["Retry-After"]
    assert caught.value.detail.endswith(f": ask again in {seconds} s")
    return caught.value.detail, int(seconds)


def test_three_releases_asked_in_turn_cost_no_more_than_two(folder: Path, reads: list[str]) -> None:
    held = ReleaseStore(folder, HOUR)
    for _ in range(5):
        for version in (FIRST, SECOND):
            assert held.store(version).values("SELECT ?s { ?s ?p ?o }") == [(f"urn:{version}",)]
        detail, seconds = refusal(lambda: held.store(THIRD))
        assert detail.startswith(f"release {THIRD} is not open here, and another one has just been")
        assert HOUR - 60 < seconds <= HOUR
    assert reads == [FIRST, SECOND]


def test_after_the_pause_a_further_one_takes_the_place_of_the_one_asked_longest_ago(
    folder: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    clock = SimpleNamespace(monotonic=lambda: now)
    monkeypatch.setattr("csekg_api.downloads.release_store.time", clock)
    held = ReleaseStore(folder)
    for version in (FIRST, SECOND, FIRST):
        held.store(version)
    now += PAUSE - 0.5
    assert refusal(lambda: held.store(THIRD))[1] == 1
    now += 0.5
    held.store(THIRD)
    held.store(FIRST)
    assert refusal(lambda: held.store(SECOND))[1] == PAUSE
    now += PAUSE
    held.store(SECOND)
    assert reads == [FIRST, SECOND, THIRD, SECOND]


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """A second release takes until the second event is set; the first one tells of its start."""
    begun, ready, read = Event(), Event(), Release.read

    def wait(release: Release, name: str) -> bytes:
        if release.version == SECOND:
            begun.set()
            assert ready.wait(60)
        return read(release, name)

    monkeypatch.setattr(Release, "read", wait)
    yield begun, ready
    ready.set()


def test_while_one_is_opened_others_are_refused_at_once_and_open_ones_answer(
    folder: Path, slowly: tuple[Event, Event]
) -> None:
    begun, ready = slowly
    held = ReleaseStore(folder, HOUR)
    first = held.store(FIRST)
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(held.store, SECOND)
        assert begun.wait(60)
        for version in (SECOND, THIRD):
            detail, seconds = refusal(partial(held.store, version))
            assert detail.startswith(f"release {SECOND} is being opened here, and only one at a ")
            assert seconds == 3
        assert held.store(FIRST) is first
        ready.set()
        assert opening.result(60) is held.store(SECOND)


def test_a_release_that_cannot_be_read_keeps_no_other_one_waiting(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, read = ReleaseStore(folder, HOUR), Release.read
    with monkeypatch.context() as patch:
        patch.setattr(Release, "read", lambda release, _: read(release, "missing"))
        with pytest.raises(ProblemError, match="cannot be read here at the moment"):
            held.store(FIRST)
    for version in (SECOND, FIRST):
        held.store(version)


def test_who_waits_for_a_release_keeps_no_place_from_others(
    folder: Path, slowly: tuple[Event, Event], small_store: Store
) -> None:
    begun, ready = slowly
    settings = Settings(releases=str(folder), log_format="none", page_timeout=60)
    app = create_app(small_store, "f" * 64, settings)

    def client(address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://localhost")

    async def ask() -> None:
        path = "/api/v1/states?release="
        async with client("192.0.2.1") as one, client("192.0.2.2") as other:
            opening = asyncio.ensure_future(one.get(path + SECOND))
            assert await asyncio.to_thread(begun.wait, 60)
            for number in range(20):
                refused = await other.get(path + VERSIONS[number % 4])
                assert refused.status_code == 503
                assert refused.headers["retry-after"] == "3"
                assert refused.headers["content-type"] == "application/problem+json"
                assert "is being opened here" in refused.json()["detail"]
            assert (await other.get("/api/v1/states")).status_code == 200
            assert not opening.done()
            ready.set()
            # Whoever asked first waits for it, and then it is at hand for all.
            assert (await opening).status_code == 200
            assert (await other.get(path + SECOND)).status_code == 200

    asyncio.run(ask())


def test_what_follows_each_other_is_compared_once_however_many_other_pairs_are_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []

    def note(before: Release, after: Release) -> list[object]:
        compared.append((before.version, after.version))
        return []

    monkeypatch.setattr("csekg_api.downloads.release_store.differences", note)
    held = ReleaseStore(folder)
    following = [*pairwise(VERSIONS)]
    others = [(a, b) for a in VERSIONS for b in VERSIONS if (a, b) not in following]
    assert len(others) > 8
    for pair in (*following, *others, *following, *others[-8:], *others[:1]):
        assert held.differences(*pair) == ()
    # The first of the others has made way.
    assert compared == [*following, *others, others[0]]
