"""Files of depositaries as they were last fetched, each with what revalidates it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

#: The response headers that a conditional request sends back (RFC 9110, section 13.1).
_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file in the cache: its address, when the server last confirmed it, and its validators."""

    file: Path
    address: str
    checked_at: datetime
    sha256: str
    validators: Mapping[str, str]

    @property
    def conditions(self) -> dict[str, str]:
        """The headers of a request that transfers the file only where it has changed."""
        return {_VALIDATORS[name]: value for name, value in self.validators.items()}


class KeptFiles:
    """A folder of fetched files; two processes may use one at the same time.

    A file and what is known of it are replaced one after the other, each atomically. Their SHA-256
    is compared on reading: where they do not belong together, the file counts as not kept.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Take the folder, by default one in the user's cache; creates nothing yet."""
        self._folder = folder or platformdirs.user_cache_path("csekg") / "depositaries"

    def find(self, address: str) -> KeptFile | None:
        """Return the file of an address, None where none is kept whole."""
        file = self._folder / _name(address)
        try:
            known = json.loads(_about(file).read_bytes())
            kept = KeptFile(
                file=file,
                address=known["address"],
                checked_at=datetime.fromisoformat(known["checked_at"]),
                sha256=known["sha256"],
                validators={name: str(known[name]) for name in _VALIDATORS if name in known},
            )
            whole = hashlib.sha256(file.read_bytes()).hexdigest() == kept.sha256
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return kept if whole and kept.address == address else None

    def keep(
        self, address: str, content: bytes, headers: Mapping[str, str], accept: Callable[[Path], object]
    ) -> KeptFile:
        """Replace the file of an address, unless `accept` raises an error for the new one.

        `accept` is called with a file of the same name in a folder of its own. Raises OSError
        where the folder cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix="new-") as folder:
            new = Path(folder) / _name(address)
            new.write_bytes(content)
            accept(new)
            new.replace(self._folder / new.name)
        validators = {name: headers[name] for name in _VALIDATORS if name in headers}
        return self._note(address, hashlib.sha256(content).hexdigest(), validators)

    def confirm(self, kept: KeptFile) -> KeptFile:
        """Note that the server has just confirmed a file; raises OSError."""
        return self._note(kept.address, kept.sha256, kept.validators)

    def _note(self, address: str, sha256: str, validators: Mapping[str, str]) -> KeptFile:
        kept = KeptFile(
            file=self._folder / _name(address),
            address=address,
            checked_at=datetime.now(UTC).replace(microsecond=0),
            sha256=sha256,
            validators=validators,
        )
        known = {"address": address, "checked_at": kept.checked_at.isoformat(), "sha256": sha256}
        handle, name = tempfile.mkstemp(dir=self._folder, prefix="new-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump({**known, **validators}, stream, indent=1)
        Path(name).replace(_about(kept.file))
        return kept


def _name(address: str) -> str:
    """Return the file name of an address: readable, and unique by its hash."""
    parts = urlsplit(address)
    last = re.sub(r"[^A-Za-z0-9._-]+", "-", parts.path.rpartition("/")[2])[-60:].lstrip(".-")
    digest = hashlib.sha256(address.encode()).hexdigest()[:12]
    return f"{parts.hostname or ''}-{digest}-{last or 'file'}"


def _about(file: Path) -> Path:
    return file.with_name(f"{file.name}.about.json")
