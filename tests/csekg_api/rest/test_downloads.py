"""The dataset as files over REST."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.downloads.contents import contents
from csekg_api.downloads.files import DatasetFiles

SMALL = b"<urn:s> <urn:p> <urn:o> <urn:g/1> .\n<urn:s> <urn:p> <urn:o> <urn:g-1> .\n"


@pytest.fixture(scope="module")
def files(small_dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service with a cache of its own."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        with TestClient(create_app(Store(small_dataset), "abc123")) as client:
            yield client


def fetch(files: TestClient, name: str, **headers: str) -> bytes:
    headers = {"Accept-Encoding": "identity", **headers}
    answer = files.get(f"/api/v1/downloads/{name}", headers=headers)
    assert answer.status_code in (200, 206), answer.text
    return bytes(answer.content)


#: What has been read of files, by their checksums.
_READ: dict[bytes, bytes] = {}


def quads(content: bytes, form: ox.RdfFormat) -> bytes:
    """A checksum of the quads of a file, in whatever order it has them."""
    key = hashlib.sha256(content).digest()
    if key not in _READ:
        written = ox.serialize(ox.parse(content, form), format=ox.RdfFormat.N_QUADS)
        _READ[key] = checksum((written or b"").splitlines())
    return _READ[key]


def checksum(lines: Iterable[bytes]) -> bytes:
    return hashlib.sha256(b"\n".join(sorted(set(lines)))).digest()


@pytest.mark.long
def test_every_file_has_the_size_and_the_checksum_of_the_list(files: TestClient) -> None:
    items = files.get("/api/v1/downloads", params={"limit": 1000}).json()["items"]
    graphs = {item["graph"] for item in items if item["graph"]}
    tables = [item["file"] for item in items if item["file"].startswith("tidy/")]
    assert {
        "tidy/acts.csv",
        "tidy/acts.parquet",
        "tidy/csekg.sqlite",
        "tidy/csekg.xlsx",
        "tidy/datapackage.json",
    } < set(tables)
    assert len(items) == 10 + len(tables) + 3 * len(graphs)
    sums = fetch(files, "SHA256SUMS").decode()
    for item in items[:10] + items[10::40]:
        content = fetch(files, item["file"])
        assert len(content) == item["bytes"]
        assert hashlib.sha256(content).hexdigest() == item["sha256"]
        assert item["url"].endswith(f"/api/v1/downloads/{item['file']}")
    for item in items:
        assert f"{item['sha256']}  {item['file']}\n" in sums


@pytest.mark.long
def test_all_forms_hold_the_dataset(files: TestClient, small_dataset: bytes) -> None:
    whole = fetch(files, "csekg.nq")
    found = whole.splitlines()
    assert found == sorted(set(found))
    # Oxigraph normalises durations (twelve months are a year) and decimals (0.70 is 0.7). All else
    # is as it was built.
    changed = set(found) ^ set(small_dataset.splitlines())
    assert {line.rpartition(b"^^")[2].split(b">")[0] for line in changed} <= {
        b"<http://www.w3.org/2001/XMLSchema#yearMonthDuration",
        b"<http://www.w3.org/2001/XMLSchema#decimal",
    }
    assert len(found) == len(small_dataset.splitlines())
    all_quads = checksum(found)
    assert quads(fetch(files, "csekg.trig"), ox.RdfFormat.TRIG) == all_quads
    assert quads(fetch(files, "csekg.jsonld"), ox.RdfFormat.JSON_LD) == all_quads
    triples = checksum(line[: line.rindex(b" <")] + b" ." for line in found)
    assert quads(fetch(files, "csekg.ttl"), ox.RdfFormat.TURTLE) == triples
    assert gzip.decompress(fetch(files, "csekg.nq.gz")) == whole
    graph = b" <https://w3id.org/csekg/id/graph/fedlex-opsc-20230420> ."
    part = checksum(line.removesuffix(graph) + b" ." for line in found if line.endswith(graph))
    for ending, form in (
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("ttl", ox.RdfFormat.TURTLE),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ):
        assert quads(fetch(files, f"graphs/fedlex-opsc-20230420.{ending}"), form) == part


def test_the_same_dataset_gives_the_same_bytes(small_dataset: bytes) -> None:
    # A part of it is enough, in the order it has and in the reverse order.
    part = small_dataset.splitlines(keepends=True)[::10]
    one = {file.name: file.content for file in contents(Store(b"".join(part)))}
    other = {file.name: file.content for file in contents(Store(b"".join(reversed(part))))}
    assert one == other
    assert len(one) > 100


def test_what_stands_in_no_graph_is_in_the_union_alone() -> None:
    made = {file.name: file for file in contents(Store(SMALL + b"<urn:s> <urn:p> <urn:x> .\n"))}
    assert made["csekg.nq"].triples == 2
    assert made["csekg.ttl"].triples == 2
    assert b"urn:x" in made["csekg.ttl"].content
    assert b"urn:x" not in made["csekg.nq"].content


def test_an_unknown_file_is_told(files: TestClient) -> None:
    answer = files.get("/api/v1/downloads/csekg.nqq")
    assert answer.status_code == 404
    assert "Did you mean csekg.nq" in answer.json()["detail"]
    assert files.get("/api/v1/downloads/../manifest.json").status_code == 404
    assert files.get("/api/v1/downloads/manifest.json").status_code == 404


def test_old_versions_and_what_was_abandoned_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Store(SMALL)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "csekg" / "downloads"
    (folder / "broken-off").mkdir(parents=True)
    os.utime(folder / "broken-off", (0, 0))
    for version in range(5):
        with TestClient(create_app(small, f"version{version}")) as client:
            assert client.get("/api/v1/downloads").status_code == 200
    assert len(list(folder.iterdir())) == 3
    assert not (folder / "broken-off").exists()


def test_a_dataset_without_a_version_is_kept_for_the_process_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with TestClient(create_app(Store(SMALL))) as client:
        assert client.get("/api/v1/downloads").json()["total"] > 9
    assert list(tmp_path.rglob("csekg.nq")) == []
    assert DatasetFiles("x").file("csekg.nq").is_relative_to(tmp_path)
