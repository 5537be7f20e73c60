"""Puts the service together: `create_app` is all that a server needs."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from csekg import __version__
from csekg.store import Store
from csekg_api.headers import CommonHeaders
from csekg_api.health import dataset_state, health_router
from csekg_api.pages import STATIC
from csekg_api.problems import install_problem_handlers
from csekg_api.sparql import sparql_router
from csekg_api.start_page import start_page_router


def create_app(store: Store, fingerprint: str | None = None) -> FastAPI:
    """Return the application over a store; `fingerprint` names the dataset's version."""
    app = FastAPI(
        title="csekg",
        version=__version__,
        summary="The international law against the sexual exploitation of children, as a graph",
        # FastAPI's own API pages load their scripts from another host.
        docs_url=None,
        redoc_url=None,
        # A redirect names a host, and behind a proxy it names the wrong one.
        redirect_slashes=False,
    )
    install_problem_handlers(app)
    app.add_middleware(CommonHeaders, router=app.router)
    dataset = dataset_state(store, fingerprint)
    app.state.dataset = dataset
    app.include_router(start_page_router(store, dataset))
    app.include_router(sparql_router(store))
    app.include_router(health_router(dataset))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
