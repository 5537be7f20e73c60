"""Whether the service runs, whether it answers queries, and which dataset it answers from."""

from __future__ import annotations

import asyncio
from typing import Annotated, TypeAlias

from fastapi import APIRouter
from pydantic import BaseModel

from csekg import __version__
from csekg.sparql.store import QueryEngine
from csekg_api.sparql.job import SPARQL, decode, encode
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.web.dependencies import of_application
from csekg_api.web.problems import ProblemError
from csekg_api.workers.jobs import BusyError, JobCrashError, LateError, NoProcessError, WorkerLostError, WorkerPool

#: Seconds within which a service that is ready answers the simplest query, however busy it is.
PATIENCE = 5.0
# Load balancers do not wait long: until the query is done, the result of the last one counts.
_SOON = 0.5
_PROBE = encode(QueryRequest("ASK {}", None, ""))


class DatasetState(BaseModel):
    """The dataset that is served; `triples` counts each triple once, however many graphs hold it.

    The fingerprint changes with the dataset; null if none was given when the service was started.
    """

    triples: int
    graphs: int
    fingerprint: str | None


class Ready(BaseModel):
    """That the service answers queries; `sealed` names what seals its workers, if anything does."""

    status: str
    sealed: tuple[str, ...]


class Health(BaseModel):
    """That the service runs, and over which dataset."""

    status: str
    version: str
    dataset: DatasetState


def dataset_state(store: QueryEngine, fingerprint: str | None) -> DatasetState:
    """Return the figures of a store, and the fingerprint of its content; raises EndpointError as the store does."""
    return DatasetState(triples=store.triples(), graphs=len(store.named_graphs()), fingerprint=fingerprint)


class Readiness:
    """Tries a query, one at a time however many clients ask, unless a worker is known to be idle.

    A busy service is ready: where no more queries are taken, others are being answered, and the
    last result counts.
    """

    def __init__(self, pool: WorkerPool, *, elsewhere: bool) -> None:
        """Take the pool; if another server holds the data (`elsewhere`), always try a query."""
        self._pool, self._elsewhere = pool, elsewhere
        self._trial: asyncio.Task[None] | None = None
        #: The cause of the fault that `fault` returned last, for the log and not for clients.
        self.cause = ""
        self._fault = "the server that holds the data has not answered yet" if elsewhere else ""

    async def fault(self) -> str:
        """Return why no query can be answered, empty if the service is ready; within 0.5 s."""
        if not self._elsewhere and self._pool.idle():
            return ""
        if self._trial is None or self._trial.done():
            self._trial = asyncio.get_running_loop().create_task(self._try())
        await asyncio.wait({self._trial}, timeout=_SOON)
        return self._fault

    async def _try(self) -> None:
        try:
            decode(await self._pool.run(SPARQL, _PROBE, PATIENCE))
            self._fault = ""
        except NoProcessError as error:
            self._fault = str(error)
        except BusyError:
            return
        except LateError:
            self._fault = f"no query is answered within {PATIENCE:g} seconds"
        except WorkerLostError:
            self._fault = "the processes that answer queries die"
        except (JobCrashError, ProblemError) as error:
            self.cause = error.cause if isinstance(error, ProblemError) else str(error)
            self._fault = "the simplest query fails"
            if self._elsewhere:
                self._fault = "the server that holds the data does not answer as it should"


#: The state of the dataset, for a route.
ServedFigures: TypeAlias = Annotated[DatasetState, of_application("dataset")]


def health_router(dataset: DatasetState, readiness: Readiness, pool: WorkerPool) -> APIRouter:
    """Return the routes /healthz, which never waits, and /readyz, which waits at most 0.5 s."""
    router = APIRouter(tags=["Service"])

    @router.get("/healthz", operation_id="getHealth", summary="Tell whether the service is up")
    async def healthz() -> Health:
        return Health(status="ok", version=__version__, dataset=dataset)

    @router.get(
        "/readyz", operation_id="getReadiness", summary="Tell whether the service answers queries at this moment"
    )
    async def readyz() -> Ready:
        fault = await readiness.fault()
        if fault:
            detail = f"no query can be answered at this moment: {fault}"
            raise ProblemError(503, detail, {"Retry-After": "2"}, readiness.cause)
        return Ready(status="ready", sealed=pool.layers)

    return router
