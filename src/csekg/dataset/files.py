"""The files of a dataset: N-Quads, what makes loading fast, checksums of them all.

A wheel carries them packed.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from csekg.errors import CsekgError
from csekg.sparql.loader import DatasetFiles, merge_of
from csekg.sparql.oxigraph_store import Store


class DamagedError(CsekgError):
    """A file of a dataset is not as it was written."""


class _Checksum(NamedTuple):
    sha256: str
    size: int


def files_of(n_quads: Path) -> DatasetFiles:
    """Return the file of a dataset together with those beside it."""
    endings = (".nq", ".nt", ".json", ".findings", ".checksums")
    return DatasetFiles(*map(n_quads.with_suffix, endings))


def contents_of(n_quads: bytes, store: Store) -> Mapping[str, bytes]:
    """Return the contents of the files of a dataset by their endings, without its findings.

    The dataset is given as sorted N-Quads and as the store over them, which counts it.
    """
    return {"nt": merge_of(n_quads), "json": store.statistics.to_json().encode(), "nq": n_quads}


def with_checksums(contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the contents of files by their endings, and those of the file that lists them.

    It has a line for each: SHA-256, bytes, ending. It comes last: where it has been written, the
    others have been, too.
    """
    lines = (f"{hashlib.sha256(content).hexdigest()} {len(content)} {ending}\n" for ending, content in contents.items())
    return {**contents, "checksums": "".join(lines).encode()}


def packed(contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the contents of files, as `with_checksums` gives them, packed for a wheel.

    The N-Quads are compressed, and the triples beside them left out: these follow from those.
    Equal contents give equal bytes.
    """
    others = {ending: content for ending, content in contents.items() if ending not in ("nq", "nt")}
    return {"nq.gz": gzip.compress(contents["nq"], mtime=0), **others}


def packed_n_quads(files: DatasetFiles) -> Path:
    """Return the file that has the N-Quads of a dataset where it is packed."""
    return files.n_quads.with_suffix(".nq.gz")


def unpacked(files: DatasetFiles) -> Mapping[str, bytes]:
    """Return what was packed in these files, by their endings and without checksums.

    Raises DamagedError where that is not as it was written, OSError where one cannot be read.
    """
    written = _written(files)
    file = packed_n_quads(files)
    try:
        n_quads = gzip.decompress(file.read_bytes())
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise DamagedError(f"{file} is no file of gzip, or a part of one") from None
    derived = {files.n_quads: n_quads, files.merge: merge_of(n_quads)}
    contents = {}
    for name, checksum in written.items():
        content = derived[name] if name in derived else name.read_bytes()
        if _Checksum(hashlib.sha256(content).hexdigest(), len(content)) != checksum:
            place = file if name in derived else name
            raise DamagedError(f"{place} has other bytes than were written")
        contents[name.suffix[1:]] = content
    return contents


def open_files(files: DatasetFiles) -> Store:
    """Return a store over a dataset in its files.

    Raises DamagedError where they are not as they were written, OSError where one cannot be read.
    """
    written = _written(files)
    _check(written)
    loaded = files.load()
    findings = files.findings.read_text(encoding="utf-8") if files.findings in written else None
    return Store(loaded._replace(findings=findings))


def read_n_quads(files: DatasetFiles) -> bytes:
    """Return the N-Quads of a dataset in its files; raises errors as `open_files` does."""
    _check({files.n_quads: _written(files)[files.n_quads]})
    return files.n_quads.read_bytes()


def _written(files: DatasetFiles) -> Mapping[Path, _Checksum]:
    """Return what the file of checksums says of the others; `findings` need not be among them."""
    by_ending = {file.suffix[1:]: file for file in files}
    written = {}
    try:
        for line in files.checksums.read_text(encoding="ascii").splitlines():
            sha256, size, ending = line.split(" ")
            written[by_ending[ending]] = _Checksum(sha256, int(size))
    except (ValueError, KeyError):
        raise DamagedError(f"{files.checksums} is no list of checksums") from None
    for file in (files.n_quads, files.merge, files.statistics):
        if file not in written:
            raise DamagedError(f"{files.checksums} does not list {file.name}")
    return written


def _check(written: Mapping[Path, _Checksum]) -> None:
    """Raise DamagedError for the first file that is not as it was written."""
    for file, (sha256, size) in written.items():
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if stream.tell() != size:
                raise DamagedError(f"{file} has {stream.tell():,} bytes; {size:,} were written")
        if digest != sha256:
            raise DamagedError(f"{file} has other bytes than were written")
