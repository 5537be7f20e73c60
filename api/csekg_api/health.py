"""Whether the service is up, and which dataset it answers from."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from csekg import __version__
from csekg.store import Store


class DatasetState(BaseModel):
    """The dataset that is served; `triples` counts each triple once, however many graphs hold it.

    The fingerprint changes with the dataset; null where whoever started the service gave none.
    """

    triples: int
    graphs: int
    fingerprint: str | None


class Health(BaseModel):
    """The state of the service."""

    status: str
    version: str
    dataset: DatasetState


def dataset_state(store: Store, fingerprint: str | None) -> DatasetState:
    """Return the figures of a store; counted once, since the store never changes."""
    [(triples,)] = store.values("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    return DatasetState(
        triples=int(triples), graphs=len(store.named_graphs()), fingerprint=fingerprint
    )


def health_router(dataset: DatasetState) -> APIRouter:
    """Return the route /healthz over figures that are known beforehand: it never waits."""
    router = APIRouter()
    health = Health(status="ok", version=__version__, dataset=dataset)

    @router.head("/healthz", include_in_schema=False)
    @router.get("/healthz", summary="Tell whether the service is up")
    async def healthz() -> Health:
        return health

    return router
