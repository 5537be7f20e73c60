"""The files of a version of the dataset: cached, or temporary where the version has no name."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import math
import os
import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Annotated, TypeAlias

import platformdirs
from anyio import to_thread
from fastapi import Request

from csekg import __version__
from csekg.answers.common import tables
from csekg.errors import is_installed
from csekg.releases import forms
from csekg.releases.folder import CHECKSUMS
from csekg.sparql import graphs
from csekg.tables import files as tidy
from csekg_api.downloads import contents
from csekg_api.downloads.contents import ALL, DOWNLOADS, MANIFEST, decode
from csekg_api.web.dependencies import of_application
from csekg_api.web.problems import ProblemError
from csekg_api.web.work_limit import busy_problem
from csekg_api.workers.jobs import BusyError, WorkerError, WorkerPool

# Making all files takes half a minute on an idle machine.
_SECONDS = 300
# If an update removes the files of a running service, that service makes them again.
_KEPT_VERSIONS = 3
# An incomplete folder older than so many seconds belongs to no running job.
_ABANDONED = 3600.0


class DatasetFiles:
    """The files of one version of the dataset; they are made together, for the first request."""

    def __init__(self, fingerprint: str | None, pause: float = 60) -> None:
        """Take the dataset's fingerprint, and the seconds from a try that fails to the next one.

        Without a fingerprint the files are for this process and its children only.
        """
        folder = platformdirs.user_cache_path("csekg") / "downloads"
        if not fingerprint or not is_writable(folder):
            folder = temporary_folder(self)
        self._folder = folder / _name(fingerprint)
        self._pause = pause
        self._making: asyncio.Future[None] | None = None
        self._not_before = 0.0

    def made(self) -> list[dict[str, object]]:
        """Return the list of the files if they have been made, otherwise an empty list."""
        manifest = self.file(MANIFEST)
        return json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else []

    async def entries(self, request: Request) -> list[dict[str, object]]:
        """Return the list of the files; makes them if necessary.

        Raises a 503 problem where they cannot be written, 502 or 504 where a remote store fails.
        """
        if not self.file(MANIFEST).is_file():
            # One job serves all waiting requests, and goes on if one of them is cancelled.
            await asyncio.shield(self.begin(request))
        entries: list[dict[str, object]] = json.loads(self.file(MANIFEST).read_text(encoding="utf-8"))
        return entries

    def begin(self, request: Request) -> asyncio.Future[None]:
        """Begin to make the files, unless that is under way, and return what ends with it.

        It fails with the problems of `entries`. Call this in the event loop.
        """
        if self._making is None or (self._making.done() and time.monotonic() >= self._not_before):
            self._making = asyncio.ensure_future(self._make(request.app.state.engine))
            # Nobody may be waiting for it: then a failure is found by the next who asks.
            self._making.add_done_callback(_passed_over)
        return self._making

    async def _make(self, engine: WorkerPool) -> None:
        try:
            # The files count as a client of their own.
            decode(await engine.run(DOWNLOADS, str(self._folder / ALL).encode(), _SECONDS, DOWNLOADS))
        except BusyError as error:
            raise busy_problem(error) from None
        except WorkerError:
            raise self._failed("the files could not be made at this moment") from None
        except ProblemError as problem:
            # A remote store that fails may answer the next time; a full disk stays full for longer.
            if problem.status == 503:
                raise self._failed(problem.detail, problem.cause) from None
            raise
        await to_thread.run_sync(_remove_old, self._folder.parent)

    def _failed(self, detail: str, cause: str = "") -> ProblemError:
        """Note that the next try has to wait; return the problem until then."""
        self._not_before = time.monotonic() + self._pause
        seconds = str(math.ceil(self._pause))
        detail = f"{detail}: ask again in {seconds} seconds"
        return ProblemError(503, detail, {"Retry-After": seconds}, cause)

    def file(self, name: str) -> Path:
        """Return the path of a file in the list."""
        return self._folder / ALL / name

    def checksums(self) -> Path:
        """Return the path of the checksums, in the format of `sha256sum --check`."""
        return self.file(CHECKSUMS)


#: The files of the dataset's version, for a route.
ServedFiles: TypeAlias = Annotated[DatasetFiles, of_application("dataset_files")]


def _name(fingerprint: str | None) -> str:
    """Return the name of the folder of a version: what the bytes of its files depend on."""
    # Parquet files are made only where csekg[tables] is installed.
    facts = f"{fingerprint} {__version__} {is_installed('tables')}"
    digest = hashlib.sha256(facts.encode())
    # The bytes depend on the code that writes them, too.
    for module in (contents, tables, forms, graphs):
        digest.update(Path(module.__file__ or "").read_bytes())
    for file in sorted(Path(tidy.__file__).parent.rglob("*.*")):
        if file.suffix in (".py", ".sql"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _passed_over(making: asyncio.Future[None]) -> None:
    if not making.cancelled():
        making.exception()


def _remove_old(versions: Path) -> None:
    """Remove all but the newest versions, and what was begun an hour ago and never ended."""
    # Another process may be removing the same.
    with suppress(FileNotFoundError):
        folders = sorted(versions.iterdir(), key=lambda folder: folder.stat().st_mtime)
        limit = time.time() - _ABANDONED
        # The names under which `write_files` begins.
        begun = versions.glob("*/*-*")
        abandoned = [folder for folder in begun if folder.stat().st_mtime < limit]
        for old in (*folders[:-_KEPT_VERSIONS], *abandoned):
            shutil.rmtree(old, ignore_errors=True)


_PREFIX = "csekg-downloads-"


def is_writable(folder: Path) -> bool:
    """Return whether files can be made in a folder, which is made if necessary."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def temporary_folder(owner: object) -> Path:
    """Return a folder that is removed when `owner` is no longer needed, or this process ends.

    If the process is killed, the next one to ask for a folder removes it: this process and its
    children hold a lock on it as long as they run. Where there can be no folder, nothing can be
    written at the path that is returned.
    """
    _remove_unused()
    try:
        made = Path(tempfile.mkdtemp(prefix="csekg-"))
    except OSError:
        return Path(os.devnull)
    lock = os.open(made, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_SH)
    # Only now, since what has this name and no lock is removed.
    folder = made.rename(made.with_name(made.name.replace("csekg-", _PREFIX, 1)))
    weakref.finalize(owner, _remove, folder, lock, os.getpid())
    return folder


def _remove(folder: Path, lock: int, maker: int) -> None:
    # A child of the maker that ends leaves it to the others.
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _remove_unused() -> None:
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            # It may be in use, or belong to somebody else.
            with suppress(OSError):
                _remove_unlocked(folder)


def _remove_unlocked(folder: Path) -> None:
    lock = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(lock)
