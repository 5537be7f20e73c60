from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csekg.errors import CsekgError, UnknownNameError
from csekg.releases.folder import Release, open_release

LARGE = ("csekg.nq", "csekg.trig", "csekg.ttl", "csekg.jsonld")


@pytest.fixture
def copy(release: Release, tmp_path: Path) -> Path:
    """A release without its large files: they are not listed either."""
    folder = tmp_path / release.version
    shutil.copytree(release.folder, folder)
    for name in LARGE:
        (folder / name).unlink()
    edit(folder, lambda about: about.update(files=[each for each in about["files"] if each["file"] not in LARGE]))
    return folder


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    file = folder / "release.json"
    about = json.loads(file.read_text(encoding="utf-8"))
    change(about)
    file.write_text(json.dumps(about), encoding="utf-8")


def test_a_file_that_is_not_listed_is_not_read(copy: Path) -> None:
    release = open_release(copy)
    for name in ("../release.json", "/etc/passwd", "release.json", "tidy", "NOTES"):
        with pytest.raises(UnknownNameError, match="unknown file of this release"):
            release.read(name)


def test_changed_bytes_are_noticed(copy: Path) -> None:
    file = copy / "tidy" / "acts.csv"
    content = file.read_bytes()
    file.write_bytes(content.replace(b"2025-11-25", b"2025-11-26", 1))
    release = open_release(copy)
    with pytest.raises(CsekgError, match=r"tidy/acts\.csv has other bytes than were released"):
        release.read("tidy/acts.csv")
    file.write_bytes(content + b"\n")
    with pytest.raises(CsekgError, match=r"is not as it was released: tidy/acts\.csv has"):
        open_release(copy)
    file.unlink()
    with pytest.raises(CsekgError, match=r"is not complete: tidy/acts\.csv: No such file"):
        open_release(copy)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda about: about.update(format=1), "no manifest of a release: format"),
        (lambda about: about.update(version="11"), "'11' is not a version such as 2026.11.0"),
        (lambda about: about.update(more=1), "no manifest of a release: more"),
        (lambda about: about["files"][0].update(file="../NOTES.md"), r"files\.0\.file"),
        (lambda about: about["files"][0].update(file="/etc/passwd"), r"files\.0\.file"),
        (lambda about: about["files"][0].update(sha256="0"), r"files\.0\.sha256"),
    ],
)
def test_a_manifest_is_read_strictly(copy: Path, change: Callable[[dict[str, Any]], object], message: str) -> None:
    edit(copy, change)
    with pytest.raises(CsekgError, match=message):
        open_release(copy)


def test_what_is_no_folder_of_releases_is_named(tmp_path: Path) -> None:
    with pytest.raises(CsekgError, match="is no release: cannot read"):
        open_release(tmp_path)
    (tmp_path / "release.json").write_text("{", encoding="utf-8")
    with pytest.raises(CsekgError, match="no manifest of a release: the whole: Invalid JSON"):
        open_release(tmp_path)
