"""`csekg build`: writes the dataset, tells the steps, and keeps standard output for the result."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.dataset import cache_file
from tests.command import invoke


def test_the_dataset_is_written_where_asked(tmp_path: Path, dataset: bytes) -> None:
    file = tmp_path / "new" / "csekg.nq"
    result = invoke("build", "--output", str(file))
    assert result.exit_code == 0
    assert file.read_bytes() == dataset
    quads = dataset.count(b"\n")
    assert result.stdout == f"{quads:,} quads in {file}\n"
    steps = result.stderr.splitlines()
    assert steps[0].endswith(" s  reading the facts")
    assert steps[-1].endswith(" s  sorting")


def test_without_a_place_it_goes_into_the_cache(
    tmp_path: Path, dataset: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    result = invoke("build")
    assert str(cache_file()) in result.stdout
    assert cache_file().is_relative_to(tmp_path)
    assert cache_file().read_bytes() == dataset
