"""The front door of the library: `csekg.open()`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import csekg
from csekg.errors import CsekgError
from csekg.sparql.oxigraph_store import Store
from tests.command import cache_in, environment


def test_the_dataset_is_opened(tmp_path: Path, small_dataset: bytes) -> None:
    with cache_in(tmp_path, small_dataset):
        store = csekg.open().store
    assert store.n_quads() == Store(small_dataset).n_quads()


def test_a_file_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "few.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    assert csekg.open(str(file)).store.triples() == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CsekgError, match=r"none\.nq"):
        csekg.open(tmp_path / "none.nq")


def test_importing_csekg_loads_nothing() -> None:
    code = "import sys, csekg; print({'pathlib', 'pyoxigraph', 'csekg.errors'} & {*sys.modules})"
    run = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment() | {"PYTHONPATH": str(Path(csekg.__file__).parents[1])},
    )
    assert run.stdout == "set()\n"
