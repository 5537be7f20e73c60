"""Two releases that differ in three acts, made from two versions of the small facts."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import csekg
from csekg.dataset.assemble import build
from csekg.facts.release import read_release
from csekg.releases.build import find_previous, make_release
from csekg.releases.folder import Release, open_release
from csekg.resources import data_dir, ontology_dir, queries_dir
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
    """The older one lacks an act of Singapore, has another day for Ireland and a false act."""
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
    make(place, new)


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


def make(folder: Path, data: Path) -> Release:
    """Build the dataset of some facts and release it."""
    about = read_release(data)
    previous = find_previous(folder, about, None)
    content = build(data, ontology_dir(), lambda _step: None)
    return make_release(folder, about, content, ontology_dir(), previous, lambda _step: None).release


def checkout(folder: Path) -> Path:
    """Copy what the command reads, all facts among it, as a checkout of its own; return its facts."""
    source = Path(csekg.__file__).parent
    shutil.copytree(source, folder / "src" / "csekg", ignore=shutil.ignore_patterns("__pycache__"))
    for part in (ontology_dir(), queries_dir()):
        (folder / part.name).symlink_to(part)
    return Path(shutil.copytree(data_dir(), folder / "data"))


def without_sources(data: Path, sources: Collection[str]) -> None:
    """Take out what these sources brought: their rows, and the days up to which lists were checked in them.

    A list is then checked, and a status stands, as of the newest day of the sources that are left to it.
    """
    sources_csv = io.StringIO((data / "sources.csv").read_text(encoding="utf-8"))
    days = {row["id"]: row["as_of"] for row in csv.DictReader(sources_csv)}
    taken = {*sources, *(f"source/{each}" for each in sources)}
    for file in data.rglob("*.csv"):
        text = file.read_text(encoding="utf-8")
        if any(each in text for each in sources):
            rows = list(csv.reader(io.StringIO(text)))
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(row for row in rows if not taken & {*row})
            file.write_text(out.getvalue(), encoding="utf-8")
    for file in data.rglob("treaty.toml"):
        text = file.read_text(encoding="utf-8")
        for each in sources:
            text = re.sub(rf', "{each}"|"{each}", |"{each}"', "", text)
        if text != file.read_text(encoding="utf-8"):
            for of, day, after in (("sources", "as_of", r"(?:\n.*)*?"), ("checked_in", "checked_until", "")):
                text = re.sub(
                    rf"^{day} = (\S+)({after}\n{of} = \[(.*)\])", partial(_as_of, day, days), text, flags=re.MULTILINE
                )
            file.write_text(re.sub(r"\nchecked_until = .*\nchecked_in = \[\]", "", text), encoding="utf-8")


def _as_of(key: str, days: Mapping[str, str], found: re.Match[str]) -> str:
    left = [days[each] for each in re.findall(r'"(.+?)"', found[3])]
    return f"{key} = {min(found[1], max(left, default=found[1]))}{found[2]}"
