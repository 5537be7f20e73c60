"""The releases at hand: read once at the start; a store is opened for the first who asks for it."""

from __future__ import annotations

import base64
import hashlib
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Annotated, TypeAlias

from cachetools import LRUCache
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from csekg.answers.common.translations import said
from csekg.answers.status.news import NewKnowledge
from csekg.errors import CsekgError, UnknownNameError
from csekg.releases.change_texts import Change, as_change, new_knowledge
from csekg.releases.differences import Difference, StatementChange, differences, statement_changes
from csekg.releases.folder import CHECKSUMS, MANIFEST, N_QUADS, FileEntry, Release, open_releases
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg_api.middleware.response_cache import matching
from csekg_api.web.assets import FOREVER
from csekg_api.web.dependencies import of_application
from csekg_api.web.headers import check_range
from csekg_api.web.problems import ProblemError

#: A process keeps so many of these stores, about 250 MB each.
MOST_STORES = 2
#: Seconds from one opening until a further store may take the place of another one, whose memory is
#: given back: that stops the process for a quarter of a second.
PAUSE = 30.0
# Seconds in which one is open: it takes two of the processor.
_OPENING = 3.0
# A release and the one before it stay compared, for pages and news. Of other pairs, whose number
# grows with the square of that of the releases, so many stay, up to 20 MB each.
_OTHER_PAIRS = 8
#: What is said where no release is at hand.
NONE = "no release of the data is at hand here: the setting CSEKG_RELEASES names no folder with one"


class ReleaseStore:
    """The releases in a folder, the newest first.

    The stores used last stay open, and what was compared stays: opening a store takes three seconds
    of processor, comparing two releases some more.
    """

    def __init__(self, folder: Path | None, pause: float = PAUSE) -> None:
        """Read the releases in a folder, None for none.

        Once as many stores are open as are kept, a further one is opened every `pause` seconds at
        most. Raises CsekgError for a folder that cannot be read or a release that is not complete.
        """
        self.all = open_releases(folder) if folder else ()
        self._by_version = {release.version: release for release in self.all}
        self._stores: LRUCache[str, QueryEngine] = LRUCache(MOST_STORES)
        self._lock = Lock()
        # The release whose store is being opened, and the moment when a further one may be.
        self._opening, self._next, self._pause = "", 0.0, pause
        self._following = cache(self._differences)
        self._other = lru_cache(maxsize=_OTHER_PAIRS)(self._differences)
        self.statements = lru_cache(maxsize=2)(self._statements)

    @cached_property
    def digest(self) -> bytes:
        """A hash of all releases: answers that tell of them change with it."""
        digest = hashlib.blake2b(digest_size=16)
        for release in self.all:
            digest.update(release.manifest.model_dump_json().encode())
        return digest.digest()

    def find(self, version: str) -> Release:
        """Return a release; raises a 404 problem that says which are at hand."""
        if not self.all:
            raise ProblemError(404, NONE)
        if version not in self._by_version:
            raise UnknownNameError("release", version, self._by_version)
        return self._by_version[version]

    def file(self, release: Release, name: str) -> FileEntry:
        """Return what is known of a file, the two that no manifest lists included.

        Raises UnknownNameError for any other name.
        """
        if name in (MANIFEST, CHECKSUMS):
            return _unlisted(release, name)
        if name not in release.entries:
            names = [*release.entries, MANIFEST, CHECKSUMS]
            raise UnknownNameError("file of release", name, names, of=release.version)
        return release.entry(name)

    def store(self, version: str) -> QueryEngine:
        """Return the store of a release; opening one takes seconds.

        Raises a 503 problem while one is being opened, and until a further one may be; and raises
        as `find` does.
        """
        release = self.find(version)
        with self._lock:
            open_store = self._stores.get(version)
            if open_store is not None:
                return open_store
            self._check_turn(version)
            self._opening = version
        try:
            with _as_problem():
                store = Store(release.read(N_QUADS))
            with self._lock:
                self._stores[version] = store
                if len(self._stores) == MOST_STORES:
                    self._next = time.monotonic() + self._pause
        finally:
            self._opening = ""
        return store

    def _check_turn(self, version: str) -> None:
        """Raise a 503 problem unless a store may be opened now."""
        cause = f"release {version} is not open here, and another one has just been opened"
        left = self._next - time.monotonic()
        if self._opening:
            cause = f"release {self._opening} is being opened here, and only one at a time"
            left = _OPENING
        if left > 0:
            seconds = str(math.ceil(left))
            raise ProblemError(503, f"{cause}: ask again in {seconds} s", {"Retry-After": seconds})

    def learned(self, store: QueryEngine, since: date = date.min) -> tuple[NewKnowledge, ...]:
        """Return what the releases since a day say otherwise than those before, newest first."""
        return new_knowledge(store, self.all, since, self.differences)

    def changes(self, store: QueryEngine, before: str, after: str) -> list[Change]:
        """Return what changed between two releases, in words of the current language.

        `store` has texts in that language. Raises as `find` does.
        """
        return [as_change(difference, partial(said, store)) for difference in self.differences(before, after)]

    def differences(self, before: str, after: str) -> Sequence[Difference]:
        """Return how two releases differ; raises as `find` does."""
        self.find(before)
        follows = self.find(after).manifest.previous == before
        return (self._following if follows else self._other)(before, after)

    def _differences(self, before: str, after: str) -> Sequence[Difference]:
        releases = self.find(before), self.find(after)
        with _as_problem():
            return tuple(differences(*releases))

    def _statements(self, before: str, after: str) -> Sequence[StatementChange]:
        releases = self.find(before), self.find(after)
        with _as_problem():
            return tuple(statement_changes(*releases))


#: The releases at hand, for a route.
ServedReleases: TypeAlias = Annotated[ReleaseStore, of_application("releases")]


@contextmanager
def _as_problem() -> Iterator[None]:
    """Turn a release that is no longer as it was released into a 503 problem."""
    try:
        yield
    except CsekgError as error:
        detail = "this release cannot be read here at the moment; the operator must restore it"
        raise ProblemError(503, detail, cause=str(error)) from None


def _unlisted(release: Release, name: str) -> FileEntry:
    content = (release.folder / name).read_bytes()
    media_type = "application/json" if name == MANIFEST else "text/plain"
    what = "What the release says about itself" if name == MANIFEST else "Checksums of all files"
    return FileEntry(
        file=name, media_type=media_type, contents=what, bytes=len(content), sha256=hashlib.sha256(content).hexdigest()
    )


#: Path of the releases.
PATH = "/releases"


def files_routes(held: ReleaseStore) -> APIRouter:
    """Return the route /releases/{version}/{name}, a name being one that the release lists."""
    router = APIRouter(include_in_schema=False)

    @router.get(f"{PATH}/{{version}}/{{name:path}}")
    async def file(request: Request, version: str, name: str) -> Response:
        release = held.find(version)
        entry = held.file(release, name)
        tag = entry.sha256.encode()
        headers = {
            "ETag": f'"{entry.sha256}"',
            "Cache-Control": FOREVER,
            # Of the bytes as they are stored (RFC 9530, section 3).
            "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(entry.sha256)).decode()}:",
        }
        # The middleware leaves the conditions of these paths to the handler.
        if match := matching(tag, request.headers.get("if-none-match", "").encode(), exists=True):
            headers |= {"ETag": match.decode("latin-1"), "Vary": "Accept-Encoding"}
            return Response(status_code=304, headers=headers)
        check_range(request, entry.bytes)
        return FileResponse(release.folder / name, headers=headers, media_type=entry.media_type)

    return router
