"""The front door of the library: `csekg.open`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import csekg
from csekg.errors import CsekgError
from csekg.sparql.remote import RemoteStore
from tests.command import cache_in, environment
from tests.csekg.sparql.remote.servers import Server

TITLE = "SELECT ?title { instrument:opsc cse:shortTitle ?title }"


def test_the_dataset_is_opened(dataset: bytes, tmp_path: Path) -> None:
    with cache_in(tmp_path, dataset):
        assert csekg.open().values(TITLE) == [("OPSC",)]


@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_is_opened(tmp_path: Path, kind: type) -> None:
    file = tmp_path / "small.ttl"
    file.write_text("<urn:s> <urn:p> 7 .", encoding="utf-8")
    assert csekg.open(kind(file)).values("SELECT ?o { <urn:s> <urn:p> ?o }") == [("7",)]


def test_a_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CsekgError, match="cannot read"):
        csekg.open(tmp_path / "missing.nq")


def test_a_server_is_asked(oxigraph_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSEKG_ENDPOINT", oxigraph_server.query)
    store = csekg.open()
    assert isinstance(store, RemoteStore)
    assert store.values(TITLE) == [("OPSC",)]
    store.close()


def test_importing_the_package_imports_next_to_nothing() -> None:
    code = "import sys; before = {*sys.modules}; import csekg; print(*{*sys.modules} - before)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    imported = set(run.stdout.split())
    assert {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names} == {
        "csekg"
    }
    assert "pathlib" not in imported
