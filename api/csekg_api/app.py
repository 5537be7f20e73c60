"""Creates the ASGI application of the service."""

from __future__ import annotations

import os
from functools import partial

from fastapi import FastAPI

from csekg import __version__
from csekg.answers.pages.links import Links
from csekg.answers.quality.dataset import stated_release
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg_api.assistants.route import mcp_router
from csekg_api.downloads.files import DatasetFiles
from csekg_api.health import Readiness, dataset_state, health_router
from csekg_api.jobs import job_table
from csekg_api.linked_data.routes import add_linked_data
from csekg_api.middleware.stack import install_middleware
from csekg_api.observing.logs import Log
from csekg_api.observing.metrics import Metrics, metrics_router
from csekg_api.reconcile.routes import reconcile_router
from csekg_api.rest.routes import rest_router
from csekg_api.settings import Settings
from csekg_api.site.choices import initials
from csekg_api.site.routes import site_router
from csekg_api.sparql.endpoint import sparql_router
from csekg_api.sparql.service_description import Descriptions, void_router
from csekg_api.web.assets import PATH, STATIC, Assets
from csekg_api.web.deadline import DeadlineEngine
from csekg_api.web.dependencies import add_routes
from csekg_api.web.job_runner import install_engine
from csekg_api.web.openapi import TAGS, docs_router, install_openapi
from csekg_api.web.problems import install_problem_handlers
from csekg_api.web.work_limit import WorkLimit
from csekg_api.workers.jobs import Inline, WorkerPool


def create_app(
    store: QueryEngine,
    fingerprint: str | None = None,
    settings: Settings | None = None,
    engine: WorkerPool | None = None,
) -> FastAPI:
    """Return the application over a store; `fingerprint` names the dataset's version.

    `engine` runs the jobs of `jobs.job_table`, queries from outside among them, in worker processes
    (`csekg_api.workers.pool.Pool`); without one they run in threads of this process, and cannot be
    stopped.
    """
    settings = settings or Settings()
    app = FastAPI(
        title=settings.site_name,
        version=__version__,
        summary="The international law against the sexual exploitation of children, as a graph",
        license_info={"name": "MIT (code), CC BY 4.0 (facts)"},
        openapi_tags=TAGS,
        # FastAPI's own pages load scripts from another host; `docs_router` has one that does not.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # Starlette's redirects name a host, behind a proxy the wrong one.
        redirect_slashes=False,
        # `observing` has the log and the metrics; looking for others takes time at each request.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    elsewhere = not isinstance(store, Store)
    install_problem_handlers(app)
    app.state.dataset = dataset = dataset_state(store, fingerprint)
    app.state.settings = settings
    engine = engine or Inline(job_table(store, settings))
    install_engine(app, engine)
    # Threads that wait for a remote server do not use the processor.
    at_once = (os.cpu_count() or 1) * (8 if elsewhere else 1)
    app.state.work = work = WorkLimit(at_once, settings.page_timeout)
    app.state.store = bounded_store = DeadlineEngine(store)
    links = Links(bounded_store)
    app.state.page_of_hit = links.of_hit
    # One for pages and API: else the files of a dataset without a fingerprint are made twice.
    app.state.dataset_files = DatasetFiles(fingerprint)
    app.state.release = partial(stated_release, bounded_store)
    app.state.initials = partial(initials, bounded_store)
    metrics = Metrics(fingerprint, engine)
    app.state.log = log = Log(settings.log_format)
    install_middleware(app, settings, fingerprint, log, [metrics], settings.shown)
    add_routes(
        app.router,
        metrics_router(metrics, settings.metrics_token.get_secret_value()),
        sparql_router(settings, Descriptions(store)),
        void_router(Descriptions(bounded_store)),
        health_router(dataset, Readiness(engine, elsewhere=elsewhere), engine),
        rest_router(),
        mcp_router(app),
        reconcile_router(bounded_store),
        site_router(),
        docs_router(),
    )
    add_linked_data(app, bounded_store, settings.base_iri, work, links.of_resolution)
    app.mount(PATH, Assets(directory=STATIC), name="static")
    install_openapi(app)
    return app
