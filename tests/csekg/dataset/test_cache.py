"""The dataset is built once, kept in the cache of its user, and never read half written."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BufferedReader
from itertools import product
from pathlib import Path

import pytest

from csekg.dataset.assemble import Built
from csekg.dataset.cache import (
    CHECKSUMS,
    N_QUADS,
    STATISTICS,
    changeable,
    contents_of,
    dataset_bytes,
    dataset_name,
    fingerprint,
    kept_folder,
    open_store,
    read_contents,
    write_atomically,
    write_cache,
    write_contents,
)
from csekg.errors import CsekgError
from csekg.sparql.oxigraph_store import Store
from tests.command import environment
from tests.small_facts import small_data

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
#: Three triples in two graphs, one of them in both.
SMALL = b"".join(
    sorted(
        b"<urn:%b> <urn:p> <urn:o> <urn:%b> .\n" % pair
        for pair in ((b"a", b"g"), (b"a", b"h"), (b"b", b"g"), (b"c", b"h"))
    )
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def _contents(n_quads: bytes) -> Mapping[str, bytes]:
    return contents_of(n_quads, Store(n_quads))


def _keep(n_quads: bytes) -> None:
    write_cache(_contents(n_quads))


def test_the_cache_lies_where_the_user_keeps_caches(cache: Path) -> None:
    assert cache in kept_folder().parents
    assert fingerprint()[:16] in kept_folder().name


def test_without_a_cache_the_dataset_is_built_and_kept(
    cache: Path, small_dataset: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = small_data(cache / "facts")
    monkeypatch.setattr("csekg.dataset.cache.data_dir", lambda: facts)
    steps: list[str] = []
    assert dataset_bytes(steps.append) == small_dataset
    assert (steps[0], steps[-1]) == ("reading the facts", "writing the store")
    assert read_contents(kept_folder()) == _contents(small_dataset)
    # No part is left over.
    assert {place.name for place in kept_folder().parent.iterdir()} == {dataset_name(), "lock"}
    assert {place.name for place in kept_folder().iterdir()} == {N_QUADS, STATISTICS, CHECKSUMS, "store"}


def test_what_the_cache_holds_is_not_built_again(cache: Path) -> None:
    _keep(b"<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    steps: list[str] = []
    assert dataset_bytes(steps.append).startswith(b"<urn:s>")
    assert steps == []
    assert open_store().values(COUNT) == [("1",)]


def test_a_dataset_that_cannot_be_linked_or_lies_in_memory_is_changed_as_well(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("a privilege is needed for links")

    _keep(SMALL)
    monkeypatch.setattr(Path, "symlink_to", refuse)
    for store in (open_store(), Store(SMALL)):
        engine = changeable(store)
        for quad in [*engine.quads_for_pattern(None, None, None, None)]:
            engine.remove(quad)
        assert store.values(COUNT) == [("3",)]


def _age(place: Path, day: int) -> None:
    os.utime(place, (day * 86_400, day * 86_400))


def test_of_other_versions_the_last_few_are_kept(cache: Path) -> None:
    folder = cache / "csekg"
    for day in range(6):
        (folder / f"csekg-{day}").mkdir(parents=True)
        _age(folder / f"csekg-{day}", day)
    # What earlier versions of csekg wrote, and what one that was stopped has left.
    for name, day in (("csekg-a.nq", 1), ("csekg-a.nt", 1), ("csekg-b.nq", 9), ("csekg-5.x.part", 0), ("notes.nq", 0)):
        (folder / name).write_bytes(b"")
        _age(folder / name, day)
    _keep(SMALL)
    kept = {dataset_name(), "lock", "csekg-b.nq", "csekg-5", "csekg-4", "notes.nq"}
    assert {file.name for file in folder.iterdir()} == kept


def test_a_version_that_somebody_has_open_is_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in range(6):
        monkeypatch.setattr("csekg.dataset.cache.dataset_name", f"csekg-{version}".strip)
        _keep(SMALL)
        _age(kept_folder(), version)
        if not version:
            opened = open_store()
    folders = {place.name for place in kept_folder().parent.iterdir() if place.is_dir()}
    assert folders == {f"csekg-{version}" for version in (0, 2, 3, 4, 5)}
    assert opened.values(COUNT) == [("3",)]


def test_what_lies_beside_the_dataset_is_read(cache: Path) -> None:
    counted = Store(SMALL + b"<urn:x> <urn:p> <urn:x> <urn:g> .\n")
    write_cache(contents_of(SMALL, counted))
    store = open_store()
    assert isinstance(store, Store)
    assert store.values(COUNT) == [("3",)]
    # It was not counted again.
    assert store.triples() == store.statistics.triples == 4
    assert len(list(store.quads(store.named_graphs()[0]))) == 2


@pytest.fixture
def small(cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep a small dataset; what this returns grows when it is built anew."""
    builds: list[str] = []

    def build(*_: object) -> Built:
        builds.append("built")
        return Built(SMALL, Store(SMALL))

    monkeypatch.setattr("csekg.dataset.assemble.build_and_load", build)
    write_cache(_contents(SMALL))
    return builds


def _answers() -> list[object]:
    """What the dataset is, by each way to it."""
    store = open_store()
    assert isinstance(store, Store)
    figures = [store.values(COUNT), len(store.named_graphs()), store.statistics.to_json()]
    return [dataset_bytes(), *figures]


def _cut_at_a_line_end(file: Path) -> None:
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))


def _cut_within_a_line(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _braces(file: Path) -> None:
    file.write_bytes(b"{}\n")


def _alter(file: Path) -> None:
    """Replace one byte by another that is as good."""
    content = bytearray(file.read_bytes())
    place = max(content.rfind(byte) for byte in b"123abc[")
    content[place] += 1
    file.write_bytes(content)


def _overwrite(file: Path) -> None:
    file.write_bytes(b"\x00\xff" * (file.stat().st_size // 2 + 1))


def _remove(file: Path) -> None:
    file.unlink()


def _put_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES = [_cut_at_a_line_end, _cut_within_a_line, _empty, _braces, _alter, _overwrite, _remove, _put_a_folder]


def _largest(store: Path) -> Path:
    return max(store.glob("*.sst"), key=lambda file: file.stat().st_size)


PLACES: dict[str, Callable[[Path], Path]] = {
    N_QUADS: lambda folder: folder / N_QUADS,
    STATISTICS: lambda folder: folder / STATISTICS,
    CHECKSUMS: lambda folder: folder / CHECKSUMS,
    "sst": lambda folder: _largest(folder / "store"),
    "MANIFEST": lambda folder: next((folder / "store").glob("MANIFEST*")),
    "CURRENT": lambda folder: folder / "store" / "CURRENT",
}


def _all(places: Iterable[str]) -> list[tuple[str, Callable[[Path], None]]]:
    # A checksum that is wrong is seen when the bytes are read again.
    return [pair for pair in product(places, DAMAGES) if pair != (CHECKSUMS, _alter)]


@pytest.mark.parametrize(("place", "damage"), _all(PLACES))
def test_a_damaged_dataset_is_named_and_built_anew(
    small: list[str], caplog: pytest.LogCaptureFixture, place: str, damage: Callable[[Path], None]
) -> None:
    right = _answers()
    assert not small
    damage(PLACES[place](kept_folder()))
    assert _answers() == right
    assert small == ["built"]
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith(f"damaged dataset: {kept_folder()}/")
    assert "\n" not in line
    caplog.clear()
    # Once only: what was built is kept.
    assert _answers() == right
    assert small == ["built"]
    assert not caplog.records


def test_standard_error_names_the_file_and_what_is_wrong(
    small: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a program that sets up no logging of its own.
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    file = kept_folder() / N_QUADS
    size = file.stat().st_size
    _cut_within_a_line(file)
    open_store()
    assert capsys.readouterr() == (
        "",
        (f"damaged dataset: {file} has {size - 2} bytes; {size} were written; another one is read or built\n"),
    )


def test_bytes_are_read_again_once_a_day(small: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    digest = hashlib.file_digest

    def note(stream: BufferedReader, name: str) -> object:
        read.append(Path(stream.name).name)
        return digest(stream, name)

    def opened() -> set[str]:
        """The files whose bytes are read at an opening."""
        read.clear()
        open_store()
        return set(read)

    monkeypatch.setattr("csekg.dataset.cache.hashlib.file_digest", note)
    checksums = kept_folder() / CHECKSUMS
    # Written within a tick of the clock of the file system, perhaps.
    time.sleep(0.02)
    os.utime(checksums)
    assert opened() == set()
    for hours in (25, -1):
        then = time.time() - hours * 3600
        os.utime(checksums, (then, then))
        assert {N_QUADS, "CURRENT"} < opened()
        time.sleep(0.02)
        os.utime(checksums)
        assert opened() == set()
    (kept_folder() / "store" / "CURRENT").touch()
    assert {N_QUADS, "CURRENT"} < opened()


@pytest.fixture
def wheel(small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a wheel has the small dataset packed; the cache is empty."""
    shipped = tmp_path / "shipped"
    folder = shipped / dataset_name()
    folder.mkdir(parents=True)
    write_contents(folder, _contents(SMALL))
    shutil.rmtree(kept_folder())
    monkeypatch.setattr("csekg.dataset.cache.shipped_datasets_dir", lambda: shipped)
    return folder


def test_the_dataset_in_the_wheel_comes_into_the_cache_once(small: list[str], wheel: Path) -> None:
    store = open_store()
    assert isinstance(store, Store)
    assert store.values(COUNT) == [("3",)]
    assert read_contents(kept_folder()) == _contents(SMALL)
    shutil.rmtree(wheel)
    assert open_store().values(COUNT) == [("3",)]
    assert small == []


def test_what_is_damaged_in_the_cache_is_made_again_from_the_wheel(
    small: list[str], wheel: Path, caplog: pytest.LogCaptureFixture
) -> None:
    right = _answers()
    _empty(_largest(kept_folder() / "store"))
    assert _answers() == right
    assert len(caplog.records) == 1
    assert small == []


def test_what_is_packed_is_the_same_whenever_that_is_done() -> None:
    assert _contents(SMALL) == _contents(SMALL)
    assert _contents(SMALL)[N_QUADS][4:8] == bytes(4), "no time of day"


@pytest.mark.parametrize(("name", "damage"), _all([N_QUADS, STATISTICS, CHECKSUMS]))
def test_a_damaged_dataset_in_the_wheel_is_named_and_built_into_the_cache(
    small: list[str], wheel: Path, caplog: pytest.LogCaptureFixture, name: str, damage: Callable[[Path], None]
) -> None:
    damage(wheel / name)
    for _ in range(2):
        assert open_store().values(COUNT) == [("3",)]
    assert small == ["built"]
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith(f"damaged dataset: {wheel}/")
    assert dataset_bytes() == SMALL


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_cache_that_cannot_be_written_stops_nobody(
    small: list[str], wheel: Path, tmp_path: Path, is_packed: bool
) -> None:
    if not is_packed:
        shutil.rmtree(wheel)
    shutil.rmtree(tmp_path / "csekg")
    (tmp_path / "csekg").write_text("a file where the folder should be", encoding="utf-8")
    steps: list[str] = []
    assert open_store(progress=steps.append).values(COUNT) == [("3",)]
    assert steps[-1].startswith("not kept for the next start, since ")
    assert steps[-1].endswith("; set XDG_CACHE_HOME to a folder that can be")
    assert small == ([] if is_packed else ["built"])


def test_damaged_and_in_a_folder_that_cannot_be_written(
    small: list[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(kept_folder()))

    right = _answers()[1]
    _empty(kept_folder() / STATISTICS)
    monkeypatch.setattr("csekg.dataset.cache.make", refuse)
    steps: list[str] = []
    assert open_store(progress=steps.append).values(COUNT) == right
    assert steps[-1].startswith("not kept for the next start, since ")
    # Said once, though the damaged file stays.
    assert len(caplog.records) == 1


def test_a_full_disk_leaves_nothing_behind_and_stops_nobody(
    small: list[str], wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, _n_quads: bytes) -> None:
        folder.mkdir()
        (folder / "000010.sst").write_bytes(b"a part")
        raise OSError("IO error: No space left on device: While appending to file")

    monkeypatch.setattr("csekg.dataset.cache.write_on_disk", full)
    steps: list[str] = []
    assert open_store(progress=steps.append).values(COUNT) == [("3",)]
    assert "No space left on device" in steps[-1]
    assert not [place for place in kept_folder().parent.iterdir() if place.is_dir()]


def test_a_folder_that_cannot_be_written_is_read(small: list[str]) -> None:
    folders = (kept_folder(), kept_folder() / "store", kept_folder().parent)
    then = time.time() - 2 * 86_400
    os.utime(kept_folder() / CHECKSUMS, (then, then))
    try:
        for folder in folders:
            folder.chmod(0o555)
        assert open_store().values(COUNT) == [("3",)]
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert not small


def test_two_that_write_at_once_disturb_nobody(small: list[str], caplog: pytest.LogCaptureFixture) -> None:
    both = _contents(SMALL), contents_of(SMALL, Store(SMALL), 9)
    with ThreadPoolExecutor(2) as pool:
        writing = [pool.submit(write_cache, both[number % 2]) for number in range(10)]
        while not all(job.done() for job in writing):
            assert open_store().values(COUNT) == [("3",)]
        assert not any(job.exception() for job in writing)
    assert not small
    assert not caplog.records


_OPEN = """
from csekg.dataset import assemble, cache
from csekg.sparql.oxigraph_store import Store
lines = {lines!r}
def build(*_):
    print("built")
    return assemble.Built(lines, Store(lines))
assemble.build_and_load = build
print(cache.open_store().values({count!r}))
"""


def test_several_programs_that_start_at_once_make_it_once(cache: Path) -> None:
    script = _OPEN.format(lines=SMALL, count=COUNT)
    running = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment())
        for _ in range(4)
    ]
    said = [program.communicate(timeout=60)[0] for program in running]
    assert sorted(said) == ["[('3',)]\n"] * 3 + ["built\n[('3',)]\n"]


def test_what_is_replaced_or_removed_is_read_on(small: list[str]) -> None:
    store = open_store()
    _keep(b"<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    assert open_store().values(COUNT) == [("1",)]
    assert store.values(COUNT) == [("3",)]
    shutil.rmtree(kept_folder())
    assert store.values(COUNT) == [("3",)]


def test_a_dataset_file_is_asked_instead(tmp_path: Path) -> None:
    file = tmp_path / "other.nq"
    file.write_text("<urn:s> <urn:p> <urn:o> <urn:g> .\n", encoding="utf-8")
    assert open_store(file).values(COUNT) == [("1",)]
    with pytest.raises(CsekgError, match="cannot read"):
        open_store(tmp_path / "missing.nq")


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(OSError, match="folder"):
        write_atomically(target, b"content")
    assert list(tmp_path.iterdir()) == [target]


def test_content_is_on_the_disk_before_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[str, str]] = []
    sync, replace = os.fsync, Path.replace

    def note_sync(handle: int) -> None:
        sync(handle)
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        steps.append(("synced", path.read_text() if path.is_file() else path.name))

    def note_replace(file: Path, target: Path) -> Path:
        steps.append(("named", target.name))
        return replace(file, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "replace", note_replace)
    write_atomically(tmp_path / "folder" / "d.nq", b"content")
    assert steps == [("synced", "content"), ("named", "d.nq"), ("synced", "folder")]


def test_a_written_file_replaces_the_old_one_for_all_readers(tmp_path: Path) -> None:
    file = tmp_path / "new" / "d.nq"
    write_atomically(file, b"old")
    with file.open("rb") as reader:
        write_atomically(file, b"new")
        assert reader.read() == b"old"
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o644
