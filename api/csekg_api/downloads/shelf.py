"""Where the files of a version of the dataset are kept."""

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
from csekg_api.downloads import contents
from csekg_api.downloads.job import CHECKSUMS, MANIFEST, decode
from csekg_api.web import csv_answers as tables
from csekg_api.web.problems import ProblemError
from csekg_api.workers import WorkerError, WorkerPool

_JOB = "downloads"
# They take some seconds on an idle machine.
_SECONDS = 120
# A service that runs on after an update makes its files again where they have been removed.
_KEPT_VERSIONS = 3
# So long after its beginning no job is at work any more in a folder that is not complete.
_ABANDONED = 3600.0


class Shelf:
    """The files of one version of the dataset; they are made when the first is asked for."""

    def __init__(self, fingerprint: str | None) -> None:
        """Take the dataset's fingerprint; without one the files serve this process only."""
        self._fingerprint = fingerprint
        self._making: asyncio.Future[None] | None = None

    @cached_property
    def _folder(self) -> Path:
        digest = hashlib.sha256(f"{self._fingerprint} {__version__}".encode())
        # The same dataset would have other bytes if the code that writes them changes.
        for module in (contents, tables):
            digest.update(Path(module.__file__ or "").read_bytes())
        name = digest.hexdigest()[:16]
        kept = platformdirs.user_cache_path("csekg") / "downloads"
        if self._fingerprint and _is_writable(kept):
            return kept / name
        return Path(tempfile.mkdtemp(prefix="csekg-downloads-")) / name

    def made(self) -> list[dict[str, object]]:
        """Return the list of the files if they have been made already, else an empty one."""
        manifest = self._folder / MANIFEST
        return json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else []

    async def entries(self, request: Request) -> list[dict[str, object]]:
        """Return the list of the files, which are made if need be.

        Raises a 503 problem where they cannot be written, 502 or 504 where the dataset cannot be
        had.
        """
        manifest = self._folder / MANIFEST
        if not manifest.is_file():
            # One job serves all who wait, and goes on where one of them leaves.
            if self._making is None or self._making.done():
                self._making = asyncio.ensure_future(self._make(request.app.state.engine))
            await asyncio.shield(self._making)
        found: list[dict[str, object]] = json.loads(manifest.read_text(encoding="utf-8"))
        return found

    async def _make(self, engine: WorkerPool) -> None:
        try:
            reply = await engine.run(_JOB, str(self._folder).encode(), _SECONDS)
        except WorkerError:
            raise ProblemError(
                503, "the files could not be made at this moment: ask again in a minute",
                {"Retry-After": "60"},
            ) from None  # fmt: skip
        decode(reply)
        _remove_old(self._folder.parent)

    def file(self, name: str) -> Path:
        """Return where a file of the list lies."""
        return self._folder / name

    def checksums(self) -> Path:
        """Return where the file of the checksums lies, as `sha256sum --check` reads it."""
        return self._folder / CHECKSUMS


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
