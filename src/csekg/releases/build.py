"""Builds a release folder: complete or not at all, and the same bytes from the same facts."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from csekg.answers.quality.dataset import sources
from csekg.errors import CsekgError, require
from csekg.facts.release import DataRelease, read_release
from csekg.languages.days import spelled
from csekg.releases.citation_formats import TITLE
from csekg.releases.folder import CHECKSUMS, MANIFEST, N_QUADS, NOTES, FileEntry, Manifest, Release, open_release
from csekg.releases.forms import (
    SHACL_CONTENTS,
    SHACL_NAME,
    TURTLE,
    File,
    dataset_files,
    joined,
    shacl_file,
    vocabulary_files,
    without_graphs,
)
from csekg.resources import __version__
from csekg.sparql.oxigraph_store import Store
from csekg.tables.files import FOLDER, About, rows_of_tables, table_files
from csekg.validation import check_dataset

# A folder that was being made so many seconds ago belongs to no running command.
_ABANDONED = 3600.0


class Made(NamedTuple):
    """The folder of a release, and whether it is new: else it was there with the same bytes."""

    release: Release
    new: bool


def make_release(folder: Path, data: Path, n_quads: bytes, ontology: Path, progress: Callable[[str], None]) -> Made:
    """Write the release of a dataset, given as sorted N-Quads, into a new folder below `folder`.

    `data` has the file that names it. `progress` is called with the name of each step. Whatever
    stops it leaves no folder of that name or a complete one. Raises CsekgError where `csekg[tables]`
    is missing, where the dataset has violations, where a source is newer than the release, where
    the folder exists with other bytes, or cannot be written.
    """
    about = read_release(data)
    target = folder / about.version
    require("tables", "a release")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(folder)
        made = Path(tempfile.mkdtemp(dir=folder, prefix=f".{about.version}-"))
        try:
            release = _write(made, about, n_quads, ontology, progress)
            if target.exists():
                _check_same(release, target)
                return Made(open_release(target), False)
            made.chmod(0o755)
            made.rename(target)
            return Made(Release(target, release.manifest), True)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise CsekgError(f"cannot write {target}: {error.strerror}") from None


def _write(
    folder: Path, about: DataRelease, n_quads: bytes, ontology: Path, progress: Callable[[str], None]
) -> Release:
    progress("validating")
    store = Store(n_quads)
    check_dataset(store)
    newest = max(sources(store), key=lambda source: source.as_of)
    if newest.as_of > about.released_on:
        raise CsekgError(
            f"source {newest.key} stands as of {newest.as_of}, after the day of release "
            f"{about.released_on}: set version and released_on in data/release.toml"
        )
    entries: list[FileEntry] = []
    described = Manifest(
        version=about.version,
        released_on=about.released_on,
        previous=about.previous,
        doi=about.doi,
        program=__version__,
        as_of=newest.as_of,
        quads=n_quads.count(b"\n"),
        files=(),
    )

    def write(file: File) -> None:
        _write_file(folder / file.name, file.content)
        entries.append(
            FileEntry(
                file=file.name,
                media_type=file.media_type,
                contents=file.contents,
                bytes=len(file.content),
                sha256=hashlib.sha256(file.content).hexdigest(),
            )
        )

    progress("the dataset in its forms")
    quads = n_quads.splitlines()
    for file in dataset_files(n_quads, joined(without_graphs(quads))):
        write(file)
    progress("tables")
    rows = rows_of_tables(store)
    about_tables = About(TITLE, about.version, about.released_on.isoformat())
    for table in table_files(rows, about_tables):
        write(File(f"{FOLDER}/{table.name}", table.media_type, table.contents, table.content))
    progress("ontology and shapes")
    for file in vocabulary_files(ontology):
        write(file)
    shapes = shacl_file(ontology, quads)
    write(File(SHACL_NAME, TURTLE, SHACL_CONTENTS, shapes))
    progress("release notes")
    write(File(NOTES, "text/markdown", "Release notes", notes(described, rows)))
    manifest = described.model_copy(update={"files": tuple(sorted(entries, key=lambda entry: entry.file))})
    content = manifest.model_dump_json(by_alias=True, indent=1).encode() + b"\n"
    _write_file(folder / MANIFEST, content)
    sums = {entry.file: entry.sha256 for entry in manifest.files}
    sums[MANIFEST] = hashlib.sha256(content).hexdigest()
    lines = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
    _write_file(folder / CHECKSUMS, lines.encode())
    return Release(folder, manifest)


def notes(about: Manifest, rows: Mapping[str, Sequence[object]]) -> bytes:
    """Return NOTES.md, the release notes: `rows` are those of each table."""
    return "\n".join((*_head(about), *_tables(rows), "")).encode()


def _head(about: Manifest) -> Iterator[str]:
    yield f"# csekg data {about.version}"
    yield ""
    yield f"Released on {spelled(about.released_on)}. The newest source stands as of"
    yield f"{spelled(about.as_of)}; each treaty has a day of its own (`as_of` in"
    yield f"`{FOLDER}/treaties.csv`). {about.quads:,} statements. Licence: CC BY 4.0; sources keep"
    yield f"their own terms (`{FOLDER}/sources.csv`)."
    if about.doi:
        yield f"DOI: {about.doi}."
    yield ""
    yield "`csekg.nq` is the canonical form: sorted N-Quads without blank nodes, the same as"
    yield f"RDFC-1.0 gives. `{CHECKSUMS}` has the checksum of each file."
    yield ""
    if not about.previous:
        yield "The first release."
    else:
        yield "What came and went since the release before, statement by statement:"
        yield f"`diff {about.previous}/{N_QUADS} {about.version}/{N_QUADS}`."
    yield ""


def _tables(rows: Mapping[str, Sequence[object]]) -> Iterator[str]:
    yield "## Tables"
    yield ""
    yield "| table | rows |"
    yield "|---|---|"
    yield from (f"| `{FOLDER}/{table}.csv` | {len(rows[table]):,} |" for table in rows)


def _write_file(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _check_same(made: Release, target: Path) -> None:
    """Raise CsekgError unless the folder `target` has the files of the new release."""
    names = [*made.entries, MANIFEST, CHECKSUMS]
    there = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    other = sorted(there ^ set(names))
    for name in names:
        if name in there and (made.folder / name).read_bytes() != (target / name).read_bytes():
            other.append(name)
    if other:
        few = ", ".join(other[:5]) + (f" and {len(other) - 5} more" if len(other) > 5 else "")
        raise CsekgError(
            f"{target} exists and is not what these facts give: {few}. A release never changes: "
            "write a new version into data/release.toml, with this one as previous"
        )


def _remove_abandoned(folder: Path) -> None:
    """Remove what commands that were killed have left."""
    for path in folder.glob(".[0-9]*.*-*"):
        if path.is_dir() and path.stat().st_mtime < time.time() - _ABANDONED:
            shutil.rmtree(path, ignore_errors=True)
