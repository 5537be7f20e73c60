"""Whether the service is up, and which dataset it answers from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from fastapi import APIRouter, Request
from pydantic import BaseModel

from csekg import __version__
from csekg.engine import Engine
from csekg.query_engine import QueryEngine
from csekg.remote.errors import RefusedQueryError
from csekg_api.jobs import SPARQL
from csekg_api.problems import ProblemError, endpoint_problem
from csekg_api.protocol import QueryRequest
from csekg_api.query_job import decode, encode
from csekg_api.running import run_job

# A load balancer asks every few seconds and gives up soon.
_PATIENCE = 1.0


class DatasetState(BaseModel):
    """The dataset that is served; `triples` counts each triple once, however many graphs hold it.

    The fingerprint changes with the dataset; null where whoever started the service gave none.
    """

    triples: int
    graphs: int
    fingerprint: str | None


class Readiness(BaseModel):
    """That the service answers queries."""

    status: str


class Health(BaseModel):
    """The state of the service."""

    status: str
    version: str
    dataset: DatasetState


#: Tells the state; the first call counts.
State: TypeAlias = Callable[[], DatasetState]


def dataset_state(store: QueryEngine, fingerprint: str | None) -> State:
    """Return what tells the figures of a store: counted once, since the store never changes."""

    @cache
    def state() -> DatasetState:
        return DatasetState(
            triples=store.triples(), graphs=len(store.named_graphs()), fingerprint=fingerprint
        )

    return state


def health_router(dataset: State, *, elsewhere: bool = False) -> APIRouter:
    """Return the routes /healthz, which never waits, and /readyz, which tries a query.

    An idle worker is enough of a sign, unless the data lie on a server `elsewhere`.
    """
    router = APIRouter(tags=["Service"])

    @router.get("/healthz", summary="Tell whether the service is up")
    async def healthz() -> Health:
        return Health(status="ok", version=__version__, dataset=dataset())

    @router.get("/readyz", summary="Tell whether the service answers queries at this moment")
    async def readyz(request: Request) -> Readiness:
        engine: Engine = request.app.state.engine
        if elsewhere or not engine.idle():
            try:
                decode(await run_job(request, SPARQL, _PROBE, _PATIENCE))
            except (ProblemError, RefusedQueryError) as error:
                problem = error if isinstance(error, ProblemError) else endpoint_problem(error)
                detail = f"no query can be answered at this moment: {problem.detail}"
                raise ProblemError(503, detail, {"Retry-After": "2"}, problem.cause) from None
        return Readiness(status="ready")

    return router


_PROBE = encode(QueryRequest("ASK {}", None, ""))
