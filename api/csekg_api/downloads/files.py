"""The cached files of a version of the dataset."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import tempfile
import time
from functools import cached_property
from pathlib import Path

import platformdirs
from fastapi import Request

from csekg import __version__
from csekg.answers.common import csv_tables, tables
from csekg.releases import forms, shacl_file
from csekg.sparql import graphs
from csekg.tables import files as tidy
from csekg.tables.extra import is_there
from csekg_api.downloads import contents
from csekg_api.downloads.job import CHECKSUMS, DOWNLOADS, MANIFEST, decode
from csekg_api.web.problems import ProblemError
from csekg_api.workers import WorkerError, WorkerPool

# Making the files takes half a minute on an idle machine.
_SECONDS = 300
# If an update removes the files of a running service, that service makes them again.
_KEPT_VERSIONS = 3
# An incomplete folder older than so many seconds belongs to no running job.
_ABANDONED = 3600.0


class DatasetFiles:
    """The files of one version of the dataset; they are made for the first request."""

    def __init__(self, fingerprint: str | None) -> None:
        """Take the dataset's fingerprint; without one the files are for this process only."""
        self._fingerprint = fingerprint
        self._making: asyncio.Future[None] | None = None

    @cached_property
    def _folder(self) -> Path:
        # Parquet and DuckDB files are made only where csekg[tables] is installed.
        told = f"{self._fingerprint} {__version__} {is_there()}"
        digest = hashlib.sha256(told.encode())
        # The bytes depend on the code that writes them, too.
        for module in (contents, csv_tables, tables, forms, graphs, shacl_file):
            digest.update(Path(module.__file__ or "").read_bytes())
        for file in sorted(Path(tidy.__file__).parent.rglob("*.*")):
            if file.suffix in (".py", ".sql"):
                digest.update(file.read_bytes())
        name = digest.hexdigest()[:16]
        kept = platformdirs.user_cache_path("csekg") / "downloads"
        if self._fingerprint and _is_writable(kept):
            return kept / name
        return Path(tempfile.mkdtemp(prefix="csekg-downloads-")) / name

    def made(self) -> list[dict[str, object]]:
        """Return the list of the files if they have been made, otherwise an empty list."""
        manifest = self._folder / MANIFEST
        return json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else []

    async def entries(self, request: Request) -> list[dict[str, object]]:
        """Return the list of the files; makes them if necessary.

        Raises a 503 problem where they cannot be written, 502 or 504 where a remote store fails.
        """
        manifest = self._folder / MANIFEST
        if not manifest.is_file():
            # One job serves all waiting requests, and goes on if one of them is cancelled.
            await asyncio.shield(self.begin(request))
        found: list[dict[str, object]] = json.loads(manifest.read_text(encoding="utf-8"))
        return found

    def begin(self, request: Request) -> asyncio.Future[None]:
        """Begin to make the files, unless that is under way, and return what ends with it.

        It fails with the problems of `entries`. Call this in the event loop.
        """
        if self._making is None or self._making.done():
            self._making = asyncio.ensure_future(self._make(request.app.state.engine))
            # Nobody may be waiting for it: then a failure is found by the next who asks.
            self._making.add_done_callback(_passed_over)
        return self._making

    async def _make(self, engine: WorkerPool) -> None:
        try:
            reply = await engine.run(DOWNLOADS, str(self._folder).encode(), _SECONDS)
        except WorkerError:
            raise ProblemError(
                503, "the files could not be made at this moment: ask again in a minute",
                {"Retry-After": "60"},
            ) from None  # fmt: skip
        decode(reply)
        _remove_old(self._folder.parent)

    def file(self, name: str) -> Path:
        """Return the path of a file in the list."""
        return self._folder / name

    def checksums(self) -> Path:
        """Return the path of the checksums, in the format of `sha256sum --check`."""
        return self._folder / CHECKSUMS


def _passed_over(making: asyncio.Future[None]) -> None:
    if not making.cancelled():
        making.exception()


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _remove_old(folder: Path) -> None:
    folders = sorted((each.stat().st_mtime, each) for each in folder.iterdir())
    complete = [each for _, each in folders if (each / MANIFEST).is_file()]
    limit = time.time() - _ABANDONED
    abandoned = [each for began, each in folders if began < limit and each not in complete]
    for old in (*complete[:-_KEPT_VERSIONS], *abandoned):
        shutil.rmtree(old, ignore_errors=True)
