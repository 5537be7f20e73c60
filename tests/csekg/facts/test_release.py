from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.release import DataRelease, read_release, version_parts
from csekg.resources import data_dir

GOOD = 'version = "2026.11.0"\nreleased_on = 2026-11-26\nprevious = ""\ndoi = ""\n'


def read(folder: Path, text: str) -> DataRelease:
    (folder / "release.toml").write_text(text, encoding="utf-8")
    return read_release(folder)


def test_the_release_of_this_checkout_is_read() -> None:
    about = read_release(data_dir())
    assert version_parts(about.version)[:2] == (about.released_on.year, about.released_on.month)


def test_a_release_with_everything(tmp_path: Path) -> None:
    text = GOOD.replace('previous = ""', 'previous = "2026.9.12"').replace('doi = ""', 'doi = "10.5281/zenodo.123"')
    assert read(tmp_path, text) == DataRelease("2026.11.0", date(2026, 11, 26), "2026.9.12", "10.5281/zenodo.123")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"2026.11.0"', '"2026.11"', "release.toml:1: unusable version: '2026.11'"),
        ('"2026.11.0"', '"2026.011.0"', "unusable version"),
        ('"2026.11.0"', "2026.11", "unusable version"),
        ('"2026.11.0"', '"2026.10.0"', "the version is of another month"),
        ("2026-11-26", '"2026-11-26"', "release.toml:2: unusable released_on"),
        ("2026-11-26", "2026-11-26T00:00:00Z", "unusable released_on"),
        ('previous = ""', 'previous = "2026.11.0"', "release.toml:3: the previous release is not"),
        ('previous = ""', 'previous = "2027.1.0"', "the previous release is not older"),
        ('previous = ""', 'previous = "last"', "unusable previous"),
        ('doi = ""', 'doi = "https://doi.org/10.5281/zenodo.123"', "release.toml:4: unusable doi"),
        ('doi = ""', "doi = 10.5", "unusable doi"),
        ('doi = ""', "", "missing key: 'doi'"),
        ('doi = ""', 'doi = ""\ndois = 1', "unknown key: 'dois'. Known: doi, previous"),
        ('doi = ""', "doi", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=message.replace("?", r"\?").split("Known")[0]):
        read(tmp_path, GOOD.replace(old, new))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"release\.toml:1: missing file"):
        read_release(tmp_path)


def test_versions_are_sorted_by_their_numbers() -> None:
    versions = ["2026.9.0", "2026.10.0", "2026.10.2", "2026.10.10", "2027.1.0"]
    assert sorted(sorted(versions), key=version_parts) == versions
