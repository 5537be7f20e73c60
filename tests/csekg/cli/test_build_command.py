"""`csekg build`: writes the dataset; steps go to standard error, the result to standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.answers.quality.quality import dataset_validation
from csekg.dataset.assemble import Built
from csekg.dataset.cache import contents_of, kept_folder, open_kept, read_contents
from csekg.errors import CsekgError
from csekg.sparql.oxigraph_store import Store
from csekg.validation import validate
from tests.command import invoke
from tests.small_facts import small_data


@pytest.fixture(autouse=True)
def _small_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = small_data(tmp_path / "facts")
    monkeypatch.setattr("csekg.cli.dataset.data_dir", lambda: facts)


def test_the_dataset_is_written_where_asked(tmp_path: Path, small_dataset: bytes) -> None:
    file = tmp_path / "new" / "csekg.nq"
    result = invoke("build", "--output", str(file))
    assert result.exit_code == 0
    assert file.read_bytes() == small_dataset
    quads = small_dataset.count(b"\n")
    assert result.stdout == f"{quads:,} quads in {file}\n"
    steps = result.stderr.splitlines()
    assert steps[0].endswith(" s  reading the facts")
    assert steps[-1].endswith(" s  validating")


def test_without_a_place_it_goes_into_the_cache(
    tmp_path: Path, small_dataset: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    result = invoke("build")
    assert str(kept_folder()) in result.stdout
    assert kept_folder().is_relative_to(tmp_path)
    store = Store(small_dataset)
    assert read_contents(kept_folder()) == contents_of(small_dataset, store)
    # Whoever opens the dataset has what its validation found.
    kept = open_kept(kept_folder())
    assert dataset_validation(kept) == validate(store)
    assert kept.answers
    assert (kept.answers / "csekg.answers.quality.quality.dataset_validation").is_file()


def test_a_dataset_with_violations_is_not_written(
    tmp_path: Path, small_dataset: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = b'#openedOn> "1990-01-26"'
    assert opened in small_dataset
    wrong = small_dataset.replace(opened, b'#openedOn> "1999-01-26"')
    built = Built(wrong, Store(wrong))
    monkeypatch.setattr("csekg.dataset.assemble.build_and_load", lambda *_: built)
    file = tmp_path / "csekg.nq"
    with pytest.raises(CsekgError, match="Andorra, CRC: signed on 2 Oct 1995, before the treaty"):
        invoke("build", "--output", str(file))
    assert not file.exists()
