"""A release in its folder: what it says about itself, and its files, checked as they are read."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from csekg.errors import CsekgError, UnknownNameError
from csekg.facts.release import version_parts

MANIFEST, CHECKSUMS, NOTES = "release.json", "SHA256SUMS", "NOTES.md"
N_QUADS = "csekg.nq"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)


class FileEntry(_Part):
    """A file of a release: its name within the folder, media type, contents, size, checksum."""

    file: str = Field(pattern=r"^([a-z]+/)*[A-Za-z0-9_-]+(\.[a-z0-9]+)?$")
    media_type: str
    contents: str
    bytes: int
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(_Part):
    """What a release says about itself (`release.json`); `files` are all others but SHA256SUMS.

    `previous` is the version before, '' for the first release, `doi` is '' for none; `program` is
    the version of csekg that wrote it. `as_of` is the day of the newest source.
    """

    # A change of the tables or of this counts it up.
    format: Literal[2] = 2
    version: str
    released_on: date
    previous: str
    doi: str
    program: str
    as_of: date
    quads: int
    files: tuple[FileEntry, ...]


class Release:
    """A release folder."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Take the folder and its manifest; `open_release` reads both."""
        self.folder, self.manifest = folder, manifest

    @property
    def version(self) -> str:
        """The version of the data."""
        return self.manifest.version

    @cached_property
    def entries(self) -> dict[str, FileEntry]:
        """The files by name."""
        return {entry.file: entry for entry in self.manifest.files}

    def entry(self, name: str) -> FileEntry:
        """Return what is known of a file; raises UnknownNameError for one that is not listed."""
        if name not in self.entries:
            raise UnknownNameError("file of this release", name, self.entries)
        return self.entries[name]

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises UnknownNameError for a file that is not listed, CsekgError for one that is missing or
        has other bytes than were released.
        """
        entry = self.entry(name)
        try:
            content = (self.folder / name).read_bytes()
        except OSError as error:
            raise CsekgError(f"cannot read {self.folder / name}: {error.strerror}") from None
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise CsekgError(
                f"{self.folder / name} has other bytes than were released: get release {self.version} again"
            )
        return content


def open_release(folder: Path) -> Release:
    """Return the release in a folder; the files are there in their sizes, unread.

    Raises CsekgError where the folder holds no release, one of another format, or not all of it.
    """
    file = folder / MANIFEST
    try:
        manifest = Manifest.model_validate_json(file.read_bytes())
        version_parts(manifest.version)
    except OSError as error:
        raise CsekgError(
            f"{folder} is no release: cannot read {file}: {error.strerror}; `csekg release` makes such folders"
        ) from None
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "the whole"
        raise CsekgError(f"{file} is no manifest of a release: {place}: {fault['msg']}") from None
    except ValueError as error:
        raise CsekgError(f"{file} is no manifest of a release: {error}") from None
    for entry in manifest.files:
        try:
            size = (folder / entry.file).stat().st_size
        except OSError as error:
            raise CsekgError(
                f"release {manifest.version} in {folder} is not complete: {entry.file}: {error.strerror}"
            ) from None
        if size != entry.bytes:
            raise CsekgError(
                f"release {manifest.version} in {folder} is not as it was released: {entry.file} "
                f"has {size} bytes, not {entry.bytes}"
            )
    return Release(folder, manifest)
