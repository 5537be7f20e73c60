"""Metrics of the service for Prometheus, and the route /metrics."""

from __future__ import annotations

import hmac
import os

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, exposition, multiprocess
from starlette.exceptions import HTTPException

from csekg import __version__
from csekg_api.observing.observation import Observation
from csekg_api.observing.shared_metrics import DIRECTORY, forget_dead_processes
from csekg_api.workers.jobs import WorkerPool
from csekg_api.workers.pool import Pool

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
# Unknown methods must not create series.
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


class Metrics:
    """Counts requests and queries; each application has its own registry.

    With several server processes all metrics are sums over the processes, gauges included.
    """

    def __init__(self, fingerprint: str | None, engine: WorkerPool) -> None:
        """Take the dataset's fingerprint, for a label, and what runs the queries."""
        registry = CollectorRegistry()
        self._registry = registry
        self._engine = engine
        if DIRECTORY not in os.environ:
            # Memory and time of only one of several processes would mislead.
            ProcessCollector(registry=registry)
        info = Gauge(
            "csekg_build_info",
            "Version of the service and of its dataset; always 1.",
            ["version", "dataset"],
            registry=registry,
            multiprocess_mode="max",
        )
        info.labels(__version__, (fingerprint or "")[:16]).set(1)
        self._requests = Counter(
            "csekg_http_requests", "Requests answered.", ["method", "route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "csekg_http_request_duration_seconds",
            "Time from a request to the end of its answer.",
            ["method", "route"],
            registry=registry,
            buckets=_BUCKETS,
        )
        # To find a series by its labels takes as long as all else that is counted of a request.
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._running = Gauge(
            "csekg_http_requests_in_flight",
            "Requests that are being answered.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        lookups = Counter(
            "csekg_answer_cache_lookups", "Answers looked for among those kept.", ["found"], registry=registry
        )
        self._lookups = {True: lookups.labels("true"), False: lookups.labels("false")}
        self._queries = Histogram(
            "csekg_query_duration_seconds",
            "Time of a SPARQL query, by how it ended.",
            ["outcome"],
            registry=registry,
            buckets=_BUCKETS,
        )
        self._workers = Gauge(
            "csekg_query_workers",
            "Processes that answer queries.",
            ["state"],
            registry=registry,
            multiprocess_mode="livesum",
        )

    def started(self) -> None:
        """Count a request in flight."""
        self._running.inc()

    def ended(self, seen: Observation) -> None:
        """Count a request that has ended."""
        self._running.dec()
        requests, seconds = self._labelled(seen.method if seen.method in _METHODS else "other", seen.route, seen.status)
        requests.inc()
        seconds.observe(seen.seconds)
        if seen.kept is not None:
            self._lookups[seen.kept].inc()
        if seen.query_outcome:
            self._queries.labels(seen.query_outcome).observe(seen.query_seconds or 0)
            self._count_workers()

    def exposition(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics as text, and the media type that fits the Accept header."""
        self._count_workers()
        registry = self._registry
        if DIRECTORY in os.environ:
            forget_dead_processes()
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        encode, media_type = exposition.choose_encoder(accept)
        return encode(registry), media_type

    def _labelled(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """Return the series of such requests; the label of an unknown route is `none`."""
        series = self._series.get((method, route, status))
        if series is None:
            labels = (method, route or "none")
            series = self._requests.labels(*labels, status), self._seconds.labels(*labels)
            self._series[method, route, status] = series
        return series

    def _count_workers(self) -> None:
        # Without a pool queries run in this process, and there are no workers.
        if isinstance(self._engine, Pool):
            self._workers.labels("idle").set(self._engine.workers_idle)
            self._workers.labels("busy").set(self._engine.jobs_running)


def metrics_router(metrics: Metrics, token: str) -> APIRouter:
    """Return the route /metrics, for the operator; it is not part of the public API.

    Requests need `token` as a bearer token (RFC 6750, section 2.1); without a token there is no
    route.
    """
    router = APIRouter()
    if not token:
        return router
    expected = f"Bearer {token}".encode()

    @router.get("/metrics", include_in_schema=False)
    def show(request: Request) -> Response:
        sent = request.headers.get("authorization", "").encode("latin-1")
        if not hmac.compare_digest(sent, expected):
            detail = "the figures are for the operator: send the token as Authorization: Bearer"
            raise HTTPException(401, detail, {"WWW-Authenticate": 'Bearer realm="metrics"'})
        content, media_type = metrics.exposition(request.headers.get("accept", ""))
        # As a header, since Starlette would add a second charset to a media type.
        return Response(content, headers={"Content-Type": media_type})

    return router
