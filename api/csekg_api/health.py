"""Whether the service is up, and which dataset it answers from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from typing import TypeAlias

from fastapi import APIRouter
from pydantic import BaseModel

from csekg import __version__
from csekg.errors import CsekgError
from csekg.sparql.store import QueryEngine
from csekg_api.readiness import Readiness
from csekg_api.web.problems import ProblemError
from csekg_api.workers import Engine


class DatasetState(BaseModel):
    """The dataset that is served; `triples` counts each triple once, however many graphs hold it.

    The fingerprint changes with the dataset; null where whoever started the service gave none.
    """

    triples: int
    graphs: int
    fingerprint: str | None


class Ready(BaseModel):
    """That the service answers queries; `sealed` names what seals its workers, if anything does."""

    status: str
    sealed: tuple[str, ...]


class Health(BaseModel):
    """The state of the service; `dataset` is null until its triples have been counted."""

    status: str
    version: str
    dataset: DatasetState | None


#: Returns the state; the first call counts.
State: TypeAlias = Callable[[], DatasetState]


class DatasetFigures:
    """The figures of a store: counted once, since the store never changes."""

    def __init__(self, store: QueryEngine, fingerprint: str | None) -> None:
        """Take the store, which need not be loaded yet, and what names its content."""
        self._store, self._fingerprint = store, fingerprint
        self._state: DatasetState | None = None
        self._lock = Lock()
        self._counting = False

    def __call__(self) -> DatasetState:
        """Return the figures; the first call counts. Raises EndpointError as the store does."""
        with self._lock:
            if self._state is None:
                self._state = DatasetState(
                    triples=self._store.triples(),
                    graphs=len(self._store.named_graphs()),
                    fingerprint=self._fingerprint,
                )
            return self._state

    def known(self) -> DatasetState | None:
        """Return the figures if they are known; else have a thread count them, and return None."""
        if self._state is None and not self._counting:
            self._counting = True
            Thread(target=self._count, daemon=True).start()
        return self._state

    def _count(self) -> None:
        # Who asks next has it tried again.
        with suppress(CsekgError):
            self()
        self._counting = False


def health_router(dataset: DatasetFigures, readiness: Readiness, engine: Engine) -> APIRouter:
    """Return the routes /healthz, which never waits, and /readyz, which hardly does."""
    router = APIRouter(tags=["Service"])

    @router.get("/healthz", summary="Tell whether the service is up")
    async def healthz() -> Health:
        return Health(status="ok", version=__version__, dataset=dataset.known())

    @router.get("/readyz", summary="Tell whether the service answers queries at this moment")
    async def readyz() -> Ready:
        fault = await readiness.fault()
        if fault:
            detail = f"no query can be answered at this moment: {fault}"
            raise ProblemError(503, detail, {"Retry-After": "2"}, readiness.cause)
        return Ready(status="ready", sealed=engine.layers)

    return router
