"""The files that a dataset is kept in: N-Quads, what makes loading fast, checksums of them all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from csekg.errors import CsekgError
from csekg.namespaces import graph
from csekg.sparql.embedded import Store
from csekg.sparql.loading import Kept, rest_of

#: The graph with nearly half of all triples; see `csekg.sparql.loading`.
_LARGEST = graph("derived")


class DamagedError(CsekgError):
    """A file of a dataset is not as it was written."""


class _Checksum(NamedTuple):
    sha256: str
    size: int


def files_of(n_quads: Path) -> Kept:
    """Return the file of a dataset together with those beside it."""
    endings = (".nq", ".nt", ".json", ".findings", ".checksums")
    return Kept(*map(n_quads.with_suffix, endings))


def contents_of(n_quads: bytes, store: Store) -> Mapping[str, bytes]:
    """Return the contents of the files of a dataset by their endings, without its findings.

    The dataset is given as sorted N-Quads and as the store over them, which counts it.
    """
    return {
        "nt": rest_of(n_quads, _LARGEST),
        "json": store.statistics.to_json().encode(),
        "nq": n_quads,
    }


def with_checksums(contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the contents of files by their endings, and those of the file that lists them.

    It has a line for each: SHA-256, bytes, ending. It comes last: where it has been written, the
    others have been, too.
    """
    lines = (
        f"{hashlib.sha256(content).hexdigest()} {len(content)} {ending}\n"
        for ending, content in contents.items()
    )
    return {**contents, "checksums": "".join(lines).encode()}


def open_files(files: Kept) -> Store:
    """Return a store over a dataset in its files.

    Raises DamagedError where they are not as they were written, OSError where one cannot be read.
    """
    written = _written(files)
    _check(written)
    loaded = files.load(_LARGEST)
    found = files.findings.read_text(encoding="utf-8") if files.findings in written else None
    return Store(loaded._replace(findings=found))


def read_n_quads(files: Kept) -> bytes:
    """Return the N-Quads of a dataset in its files; raises errors as `open_files` does."""
    _check({files.n_quads: _written(files)[files.n_quads]})
    return files.n_quads.read_bytes()


def _written(files: Kept) -> Mapping[Path, _Checksum]:
    """Return what the file of checksums says of the others; `findings` need not be among them."""
    by_ending = {file.suffix[1:]: file for file in files}
    written = {}
    try:
        for line in files.checksums.read_text(encoding="ascii").splitlines():
            sha256, size, ending = line.split(" ")
            written[by_ending[ending]] = _Checksum(sha256, int(size))
    except (ValueError, KeyError):
        raise DamagedError(f"{files.checksums} is no list of checksums") from None
    for file in (files.n_quads, files.rest, files.statistics):
        if file not in written:
            raise DamagedError(f"{files.checksums} does not list {file.name}")
    return written


def _check(written: Mapping[Path, _Checksum]) -> None:
    """Raise DamagedError for the first file that is not as it was written."""
    for file, (sha256, size) in written.items():
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
            if stream.tell() != size:
                raise DamagedError(f"{file} has {stream.tell():,} bytes; {size:,} were written")
        if found != sha256:
            raise DamagedError(f"{file} has other bytes than were written")
