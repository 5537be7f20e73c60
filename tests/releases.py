"""Two releases that differ in three acts, made from two versions of the small facts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from csekg.dataset.assemble import build
from csekg.facts.release import read_release
from csekg.releases.build import find_previous, make_release
from csekg.releases.folder import Release, open_release
from csekg.resources import data_dir, ontology_dir
from tests.small_facts import small_data

OLD, NEW = "2026.11.0", "2026.11.1"
_OPSC = "treaties/opsc/participation.csv"


class TwoReleases(NamedTuple):
    """The folder of both, and each of them."""

    folder: Path
    old: Release
    new: Release


def opened(folder: Path) -> TwoReleases:
    """What `two_releases` has made in a folder."""
    place = folder / "releases"
    return TwoReleases(place, open_release(place / OLD), open_release(place / NEW))


def two_releases(folder: Path) -> None:
    """The older one lacks an act of Singapore, has another day for Ireland, a false act, and no copy of the pages."""
    rows = (data_dir() / _OPSC).read_text(encoding="utf-8").splitlines(keepends=True)
    singapore = [row for row in rows if row.startswith("SGP,")]
    old = changed_data(
        folder / "old",
        {
            _OPSC: {
                "".join(singapore): "TUV,,Tuvalu,2020-01-01,,,,,,stated,verdragen-nl-009290,,\n",
                **{row: row.replace("2000-09-07", "2000-09-06") for row in rows if row.startswith("IRL,")},
            }
        },
    )
    release_toml(old, OLD, "2026-11-25", "")
    new = changed_data(folder / "new", {})
    release_toml(new, NEW, "2026-11-26", OLD, "10.5281/zenodo.123")
    place = folder / "releases"
    make(place, old)
    copy = folder / "site.zip"
    with zipfile.ZipFile(copy, "w") as packed:
        packed.writestr(zipfile.ZipInfo("csekg/index.html"), "<!doctype html><title>csekg</title>")
    make(place, new, copy)


def changed_data(folder: Path, files: Mapping[str, Mapping[str, str]]) -> Path:
    """A copy of the small facts in which texts of files are replaced, each once."""
    data = small_data(folder)
    for name, texts in files.items():
        content = (data / name).read_text(encoding="utf-8")
        for old, new in texts.items():
            assert content.count(old) == 1, old
            content = content.replace(old, new)
        (data / name).write_text(content, encoding="utf-8")
    return data


def release_toml(data: Path, version: str, day: str, previous: str, doi: str = "") -> None:
    """Write the file that names a release."""
    (data / "release.toml").write_text(
        f'version = "{version}"\nreleased_on = {day}\nprevious = "{previous}"\ndoi = "{doi}"\n', encoding="utf-8"
    )


def make(folder: Path, data: Path, copy: Path | None = None) -> Release:
    """Build the dataset of some facts and release it."""
    about = read_release(data)
    previous = find_previous(folder, about, None)
    content = build(data, ontology_dir(), lambda _step: None)
    return make_release(folder, about, content, ontology_dir(), previous, lambda _step: None, copy).release
