"""Puts the service together: `create_app` is all that a server needs."""

from __future__ import annotations

import os

from fastapi import FastAPI

from csekg import __version__
from csekg.sparql.embedded import Store
from csekg.sparql.store import QueryEngine
from csekg_api.health import DatasetFigures, Readiness, health_router
from csekg_api.jobs import job_table
from csekg_api.linked_data.routes import add_linked_data
from csekg_api.middleware.stack import install_middleware
from csekg_api.observing.logs import Log
from csekg_api.observing.metrics import Metrics, metrics_router
from csekg_api.rest.api import rest_router
from csekg_api.settings import Settings
from csekg_api.site.links import Links
from csekg_api.site.site import site_router
from csekg_api.sparql.endpoint import sparql_router
from csekg_api.sparql.graph_store import graph_store_router
from csekg_api.sparql.service_description import ServiceDescription
from csekg_api.sparql.void import void_router
from csekg_api.web.assets import PATH, STATIC, Assets
from csekg_api.web.deadline import DeadlineEngine
from csekg_api.web.docs_page import docs_router
from csekg_api.web.openapi import TAGS, install_openapi
from csekg_api.web.problems import install_problem_handlers
from csekg_api.web.routing import add_routes
from csekg_api.web.running import install_engine
from csekg_api.web.work_limit import WorkLimit
from csekg_api.workers import Inline, WorkerPool


def create_app(
    store: QueryEngine,
    fingerprint: str | None = None,
    settings: Settings | None = None,
    engine: WorkerPool | None = None,
) -> FastAPI:
    """Return the application over a store; `fingerprint` names the dataset's version.

    `engine` runs the queries of strangers (`csekg_api.workers.Pool` over `jobs.job_table`); without
    one they run in threads of this process, and none can be stopped.
    """
    app = FastAPI(
        title="csekg",
        version=__version__,
        summary="The international law against the sexual exploitation of children, as a graph",
        license_info={"name": "MIT (code), CC BY 4.0 (facts)"},
        openapi_tags=TAGS,
        # FastAPI's own API pages load their scripts from another host; ours are added below.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # A redirect names a host, and behind a proxy it names the wrong one.
        redirect_slashes=False,
    )
    elsewhere = not isinstance(store, Store)
    install_problem_handlers(app, elsewhere=elsewhere)
    dataset = DatasetFigures(store, fingerprint)
    app.state.dataset = dataset
    app.state.settings = settings = settings or Settings()
    engine = engine or Inline(job_table(store, settings))
    install_engine(app, engine)
    # Threads that wait for another server leave the interpreter to others.
    elsewhere = not isinstance(store, Store)
    work = WorkLimit((os.cpu_count() or 1) * (8 if elsewhere else 1), settings.page_timeout)
    asked = DeadlineEngine(store)
    links = Links(asked)
    metrics = Metrics(fingerprint, engine)
    app.state.log = log = Log(settings.log_format)
    install_middleware(app, settings, fingerprint, log, [metrics])
    add_routes(
        app.router,
        metrics_router(metrics, settings.metrics_token.get_secret_value()),
        sparql_router(settings, ServiceDescription(store)),
        work.routes(graph_store_router(asked)),
        work.routes(void_router(asked)),
        health_router(dataset, Readiness(engine, elsewhere=elsewhere), engine),
        work.routes(rest_router(asked, fingerprint)),
        work.routes(site_router(asked, links, dataset, fingerprint)),
        docs_router(),
    )
    add_linked_data(app, asked, settings.base_iri, work, links.of_resolution)
    app.mount(PATH, Assets(directory=STATIC), name="static")
    install_openapi(app)
    return app
