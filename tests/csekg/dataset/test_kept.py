"""The dataset is built once, kept in the cache of its user, and never read half written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from csekg.dataset.files import contents_of, files_of
from csekg.dataset.fingerprint import fingerprint
from csekg.dataset.kept import cache_file, dataset_bytes, keep, open_store, write_atomically
from csekg.errors import CsekgError
from csekg.sparql.embedded import Store

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def _keep(n_quads: bytes) -> None:
    keep(contents_of(n_quads, Store(n_quads)))


def test_the_cache_lies_where_the_user_keeps_caches(cache: Path) -> None:
    assert cache in cache_file().parents
    assert cache_file().suffix == ".nq"
    assert fingerprint()[:16] in cache_file().name


def test_without_a_cache_the_dataset_is_built_and_kept(cache: Path, dataset: bytes) -> None:
    steps: list[str] = []
    assert dataset_bytes(steps.append) == dataset
    assert steps[0] == "reading the facts"
    files = files_of(cache_file())
    written = {file for file in files if file.is_file()}
    assert {file.suffix[1:]: file.read_bytes() for file in written} == contents_of(
        dataset, Store(dataset)
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
    of_datasets = {f"{name}.{suffix}" for name in kept for suffix in ("nq", "nt", "json")}
    findings = {f"{name}.findings" for name in kept[1:]}
    assert {file.name for file in folder.iterdir()} == {*of_datasets, *findings, "notes.nq"}


def test_the_files_beside_the_dataset_are_read(cache: Path) -> None:
    _keep(b"<urn:s> <urn:p> <urn:o> <urn:g1> .\n<urn:s> <urn:p> <urn:o> <urn:g2> .\n")
    assert open_store().values(COUNT) == [("1",)]
    files = files_of(cache_file())
    # Two statements that no graph has: Oxigraph was not asked to merge.
    files.rest.write_bytes(b"<urn:a> <urn:p> <urn:x> .\n<urn:b> <urn:p> <urn:x> .\n")
    store = open_store()
    assert isinstance(store, Store)
    assert store.values(COUNT) == [("2",)]
    # And it was not asked to count.
    assert store.triples() == store.statistics.properties["urn:p"].triples == 1


def test_a_dataset_without_the_files_beside_it_is_built_anew(cache: Path, dataset: bytes) -> None:
    _keep(b"<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    files_of(cache_file()).statistics.unlink()
    steps: list[str] = []
    assert dataset_bytes(steps.append) == dataset
    assert steps


def test_a_cache_that_cannot_be_written_stops_nobody(cache: Path, dataset: bytes) -> None:
    (cache / "csekg").write_text("a file where the folder should be", encoding="utf-8")
    steps: list[str] = []
    assert dataset_bytes(steps.append) == dataset
    assert steps[-1].startswith("not kept for the next start, since ")


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


def test_a_written_file_replaces_the_old_one_for_all_readers(tmp_path: Path) -> None:
    file = tmp_path / "new" / "d.nq"
    write_atomically(file, b"old")
    with file.open("rb") as reader:
        write_atomically(file, b"new")
        assert reader.read() == b"old"
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o644
