"""The dataset is built once, kept in the cache of its user, and never read half written."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from csekg.dataset.assemble import Built
from csekg.dataset.cache import (
    cache_file,
    contents_of,
    dataset_bytes,
    files_of,
    fingerprint,
    open_store,
    packed,
    with_checksums,
    write_atomically,
    write_cache,
)
from csekg.errors import CsekgError
from csekg.sparql.oxigraph_store import Store
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


def _keep(n_quads: bytes) -> None:
    write_cache(contents_of(n_quads, Store(n_quads)))


def test_the_cache_lies_where_the_user_keeps_caches(cache: Path) -> None:
    assert cache in cache_file().parents
    assert cache_file().suffix == ".nq"
    assert fingerprint()[:16] in cache_file().name


def test_without_a_cache_the_dataset_is_built_and_kept(
    cache: Path, small_dataset: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = small_data(cache / "facts")
    monkeypatch.setattr("csekg.dataset.cache.data_dir", lambda: facts)
    steps: list[str] = []
    assert dataset_bytes(steps.append) == small_dataset
    assert steps[0] == "reading the facts"
    files = files_of(cache_file())
    written = {file for file in files if file.is_file()}
    assert {file.suffix[1:]: file.read_bytes() for file in written} == with_checksums(
        contents_of(small_dataset, Store(small_dataset))
    )
    assert set(cache_file().parent.iterdir()) == written == {*files} - {files.findings}


def test_what_the_cache_holds_is_not_built_again(cache: Path) -> None:
    _keep(b"<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    steps: list[str] = []
    assert dataset_bytes(steps.append).startswith(b"<urn:s>")
    assert steps == []
    assert open_store().values(COUNT) == [("1",)]


def test_of_other_versions_the_last_few_are_kept(cache: Path) -> None:
    folder = cache_file().parent
    folder.mkdir()
    for day in range(6):
        for file in files_of(folder / f"csekg-{day}.nq"):
            file.write_bytes(b"")
            os.utime(file, (day * 86_400, day * 86_400))
    (folder / "notes.nq").write_bytes(b"")
    _keep(b"<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    kept = [cache_file().stem, "csekg-3", "csekg-4", "csekg-5"]
    of_datasets = {f"{name}.{suffix}" for name in kept for suffix in ("nq", "nt", "json", "checksums")}
    findings = {f"{name}.findings" for name in kept[1:]}
    assert {file.name for file in folder.iterdir()} == {*of_datasets, *findings, "notes.nq"}


def test_the_files_beside_the_dataset_are_read(cache: Path) -> None:
    _keep(SMALL)
    assert open_store().values(COUNT) == [("3",)]
    # Two statements that no graph has: Oxigraph was not asked to merge.
    rest = b"<urn:x> <urn:p> <urn:x> .\n<urn:y> <urn:p> <urn:x> .\n"
    write_cache({**contents_of(SMALL, Store(SMALL)), "nt": rest, "findings": b"[]"})
    store = open_store()
    assert isinstance(store, Store)
    assert store.values(COUNT) == [("2",)]
    # And it was not asked to count.
    assert store.triples() == store.statistics.triples == 3
    assert store.findings_json == "[]"


@pytest.fixture
def small(cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep a small dataset with findings; what this returns grows when it is built anew."""
    builds: list[str] = []

    def build(*_: object) -> Built:
        builds.append("built")
        return Built(SMALL, Store(SMALL))

    monkeypatch.setattr("csekg.dataset.assemble.build_and_load", build)
    write_cache({"findings": b"[]", **contents_of(SMALL, Store(SMALL))})
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


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("ending", ["nq", "nt", "json", "findings", "checksums"])
def test_a_damaged_dataset_is_named_and_built_anew(
    small: list[str], caplog: pytest.LogCaptureFixture, ending: str, damage: Callable[[Path], None]
) -> None:
    right = _answers()
    assert not small
    file = cache_file().with_suffix(f".{ending}")
    damage(file)
    assert _answers() == right
    if damage is _put_a_folder:
        # Nothing can be written there, so that each start says so.
        assert set(small) == {"built"}
        return
    assert small == ["built"]
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith(f"damaged dataset: {cache_file().with_suffix('')}.")
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
    cache_file().write_bytes(SMALL[:-1])
    open_store()
    size = len(SMALL)
    assert capsys.readouterr() == (
        "",
        (f"damaged dataset: {cache_file()} has {size - 1} bytes; {size} were written; another one is read or built\n"),
    )


def test_findings_that_the_checksums_do_not_list_are_not_read(small: list[str]) -> None:
    write_cache(contents_of(SMALL, Store(SMALL)))
    assert files_of(cache_file()).findings.is_file()
    store = open_store()
    assert isinstance(store, Store)
    assert store.findings_json is None
    assert not small


@pytest.fixture
def wheel(small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a wheel has the small dataset packed; the cache is empty."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    contents = with_checksums({"findings": b"[1]", **contents_of(SMALL, Store(SMALL))})
    for ending, content in packed(contents).items():
        (shipped / f"{cache_file().stem}.{ending}").write_bytes(content)
    for file in files_of(cache_file()):
        file.unlink()
    monkeypatch.setattr("csekg.dataset.cache.shipped_datasets_dir", lambda: shipped)
    return shipped


def test_the_dataset_in_the_wheel_is_unpacked_into_the_cache_once(small: list[str], wheel: Path) -> None:
    store = open_store()
    assert isinstance(store, Store)
    assert (store.values(COUNT), store.findings_json) == ([("3",)], "[1]")
    assert {file.suffix[1:]: file.read_bytes() for file in files_of(cache_file())} == (
        with_checksums({"findings": b"[1]", **contents_of(SMALL, Store(SMALL))})
    )
    for file in wheel.iterdir():
        file.unlink()
    assert open_store().values(COUNT) == [("3",)]
    assert small == []


def test_what_is_damaged_in_the_cache_is_unpacked_again(
    small: list[str], wheel: Path, caplog: pytest.LogCaptureFixture
) -> None:
    right = _answers()
    files_of(cache_file()).merge.write_bytes(b"")
    assert _answers() == right
    assert len(caplog.records) == 1
    assert files_of(cache_file()).merge.read_bytes() != b""
    assert small == []


def test_what_is_packed_is_the_same_whenever_that_is_done() -> None:
    contents = with_checksums(contents_of(SMALL, Store(SMALL)))
    assert packed(contents) == packed(contents)
    assert packed(contents)["nq.gz"][4:8] == bytes(4), "no time of day"


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("ending", ["nq.gz", "json", "findings", "checksums"])
def test_a_damaged_dataset_in_the_wheel_is_named_and_built_into_the_cache(
    small: list[str], wheel: Path, caplog: pytest.LogCaptureFixture, ending: str, damage: Callable[[Path], None]
) -> None:
    file = wheel / f"{cache_file().stem}.{ending}"
    damage(file)
    for _ in range(2):
        assert open_store().values(COUNT) == [("3",)]
    assert small == ["built"]
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith(f"damaged dataset: {wheel}/")
    assert cache_file().read_bytes() == SMALL


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
    assert small == ([] if is_packed else ["built"])


def test_damaged_and_in_a_folder_that_cannot_be_written(
    small: list[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(cache_file()))

    right = _answers()[:-1]
    files_of(cache_file()).merge.write_bytes(b"")
    monkeypatch.setattr("csekg.dataset.cache.write_cache", refuse)
    steps: list[str] = []
    assert open_store(progress=steps.append).values(COUNT) == right[1]
    assert steps[-1].startswith("not kept for the next start, since ")
    # Said once, though the damaged file stays.
    assert len(caplog.records) == 1


def test_two_that_write_at_once_disturb_nobody(small: list[str], caplog: pytest.LogCaptureFixture) -> None:
    contents = contents_of(SMALL, Store(SMALL))
    both = contents, {"findings": b"[]", **contents}
    with ThreadPoolExecutor(2) as pool:
        writing = [pool.submit(write_cache, both[number % 2]) for number in range(40)]
        while not all(job.done() for job in writing):
            assert open_store().values(COUNT) == [("3",)]
        assert not any(job.exception() for job in writing)
    assert not small
    assert not caplog.records


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
