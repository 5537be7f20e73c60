"""A release of the small facts."""

from __future__ import annotations

from pathlib import Path

from csekg.dataset.assemble import build
from csekg.releases.build import make_release
from csekg.releases.folder import Release, open_release
from csekg.resources import ontology_dir
from tests.small_facts import small_data

VERSION, PREVIOUS, DOI = "2026.11.1", "2026.11.0", "10.5281/zenodo.123"


def opened(folder: Path) -> Release:
    """What `one_release` has made in a folder."""
    return open_release(folder / "releases" / VERSION)


def one_release(folder: Path) -> None:
    """Make a release that follows another one and has a DOI; its facts are in `data`."""
    data = small_data(folder)
    release_toml(data, VERSION, "2026-11-26", PREVIOUS, DOI)
    make(folder / "releases", data)


def release_toml(data: Path, version: str, day: str, previous: str, doi: str = "") -> None:
    """Write the file that names a release."""
    (data / "release.toml").write_text(
        f'version = "{version}"\nreleased_on = {day}\nprevious = "{previous}"\ndoi = "{doi}"\n', encoding="utf-8"
    )


def make(folder: Path, data: Path) -> Release:
    """Build the dataset of some facts and release it."""
    content = build(data, ontology_dir(), lambda _step: None)
    return make_release(folder, data, content, ontology_dir(), lambda _step: None).release
