"""The service as `csekg serve` runs it: a keeper, and the servers and workers that it forks."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import socket
from collections.abc import Callable
from threading import Thread

import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg_api.app import create_app
from csekg_api.edge.connections import SPARE, Connections
from csekg_api.edge.limits import Limits
from csekg_api.edge.protocol import EdgeProtocol, edge_protocol
from csekg_api.health import State
from csekg_api.jobs import job_table
from csekg_api.observing.logs import Log, server_log_config
from csekg_api.observing.shared_metrics import forget_process
from csekg_api.settings import Settings, settings
from csekg_api.warming import warm_up
from csekg_api.workers.keeper import GRACE, Keeper
from csekg_api.workers.pool import Pool
from csekg_api.workers.processes import allow_files
from csekg_api.workers.seal import CONFINED, LAYERS, layers

# Files that a server process has open in addition: libraries, the loop, the log, pages being read.
_FILES = 150
# Seconds after the signal to stop in which clients that have just connected must send a request.
_FIRST_WORDS = 0.5


class Service:
    """The application and all that serves it."""

    def __init__(self, store: QueryEngine, version: str | None, servers: int) -> None:
        """Take the store, the fingerprint of its content, and the number of HTTP processes.

        Raises CsekgError for an unusable setting.
        """
        limits = settings()
        self._store, self._servers, self._log_format = store, servers, limits.log_format
        jobs = job_table(store, limits)
        if isinstance(store, Store):
            # The first call counts: here, before the fork, once for all workers.
            store.triples()
        # Each server process has a pool of its own; together they keep within the limits.
        warm, most = _share(limits.query_workers, servers), _share(limits.max_queries, servers)
        self._pool = Pool(
            # One client has half of the queries at most, and enough of them to use each processor.
            warm,
            most,
            min(2 * warm, math.ceil(most / 2)),
            {name: job.kind for name, job in jobs.items() if job.alone},
        )
        app = create_app(store, version, limits, self._pool)
        # Makes the OpenAPI document, and keeps it.
        self._describe = app.openapi
        #: Returns the figures of the dataset.
        self.state: State = app.state.dataset
        self._elsewhere = not isinstance(store, Store)
        self._keeper = Keeper(jobs, limits.query_memory_mb, asks_elsewhere=self._elsewhere, reopen=store.reopen)
        self._config = uvicorn.Config(
            app,
            ws="none",
            timeout_graceful_shutdown=math.ceil(GRACE),
            # The service logs each request itself.
            access_log=False,
            server_header=False,
            log_config=server_log_config(limits.log_format),
        )
        # What a server imports first is imported here: once for all servers, and before the fork.
        self._config.load()
        self._config.get_loop_factory()
        self._guard(limits, servers)

    def _guard(self, limits: Settings, servers: int) -> None:
        """Make the servers keep within the limits of connections and request heads."""
        outermost = self._config.loaded_app
        # It knows the addresses of proxies, each of which connects for many clients.
        assert isinstance(outermost, ProxyHeadersMiddleware)
        of_each = Limits(
            _share(limits.max_connections, servers),
            # The kernel chooses the server for a connection, so one may get all those of a client.
            limits.max_connections_per_client,
        )
        # One for each connection, including refused ones, and one for each worker.
        allow_files(of_each.connections + SPARE + _share(limits.max_queries, servers) + _FILES)
        table = Connections(of_each, outermost.trusted_hosts.__contains__)
        self._config.http_protocol_class = edge_protocol(table)

    def run(self, listener: socket.socket, begun: Callable[[], object]) -> signal.Signals:
        """Serve until a signal to stop comes; return that signal.

        `begun` is called once signals are handled. Call this from a process without other threads.
        Raises GivenUpError if the servers die again and again.
        """
        self._pool.layers = layers(asks_elsewhere=self._elsewhere)
        if self._pool.layers != (CONFINED if self._elsewhere else LAYERS):
            Log(self._log_format).unsealed(self._pool.layers)

        def answer(control: socket.socket) -> None:
            # So that the first visitor need not wait for it.
            warming = (self._store, Log(self._log_format), self._describe)
            Thread(target=warm_up, args=warming, daemon=True).start()
            self._pool.attach(control, lambda: os.kill(os.getpid(), signal.SIGTERM))
            server = GracefulServer(self._config)
            self._pool.stopping = lambda: server.should_exit
            server.run(sockets=[listener])

        def ended(pid: int, code: int, stopping: bool) -> None:
            forget_process(pid)
            if not stopping:
                Log(self._log_format).server_died(pid, code)

        # The kernel refuses connections once the servers have closed the socket, too.
        return self._keeper.run(answer, self._servers, begun=begun, stopping=listener.close, ended=ended)


class GracefulServer(uvicorn.Server):
    """A server that, when it stops, still answers those who have just connected."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the listening sockets, wait for first requests, and end as uvicorn does."""
        # The loop accepts those that the kernel holds; it would reset them when the socket closes.
        for _ in range(2):
            await asyncio.sleep(0)
        for closing in (*self.servers, *(sockets or ())):
            closing.close()
        loop = asyncio.get_running_loop()
        latest = loop.time() + _FIRST_WORDS
        # Uvicorn closes at once whoever has sent no request yet.
        while loop.time() < latest and any(
            isinstance(connection, EdgeProtocol) and connection.cycle is None
            for connection in self.server_state.connections
        ):
            await asyncio.sleep(0.01)
        await super().shutdown(sockets)


def _share(number: int, servers: int) -> int:
    return math.ceil(number / servers)
