"""The service as `csekg serve` runs it: a keeper, and the servers and workers that it forks."""

from __future__ import annotations

import math
import os
import signal
import socket
from collections.abc import Callable
from threading import Thread

import uvicorn

from csekg.answers.preparation import prepare
from csekg.errors import CsekgError
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg_api.app import create_app
from csekg_api.health import State
from csekg_api.jobs import job_table
from csekg_api.observing.logs import Log, server_log_config
from csekg_api.observing.shared_metrics import forget_process
from csekg_api.settings import settings
from csekg_api.workers.keeper import GRACE, Keeper
from csekg_api.workers.pool import Pool
from csekg_api.workers.processes import allow_files
from csekg_api.workers.seal import CONFINED, LAYERS, layers

#: Query workers that are kept ready.
WORKERS = os.cpu_count() or 1
#: Connections of a server process; a request on a further one is answered 503. As many as the proxy
#: of deploy/haproxy.cfg lets in: it limits clients, and a lower number here would help who holds many.
CONNECTIONS = 4000
#: Connections for which there must be room. Each takes two open files: itself, and what it sends.
_FEWEST = 100
# Files that a server process has open in addition: libraries, the loop, the log, pages being read.
_FILES = 150


class Service:
    """The application and all that serves it."""

    def __init__(self, store: QueryEngine, version: str | None, servers: int) -> None:
        """Take the store, the fingerprint of its content, and the number of HTTP processes.

        Raises CsekgError for an unusable setting.
        """
        limits = settings()
        self._store, self._servers, self._log_format = store, servers, limits.log_format
        jobs = job_table(store, limits)
        self._ours = store if isinstance(store, Store) else None
        # Each server process has a pool of its own; together they keep within the limits.
        warm, most = _share(WORKERS, servers), _share(limits.max_queries, servers)
        self._pool = Pool(
            # One client has half of the queries at most, and enough of them to use each processor.
            warm,
            most,
            min(2 * warm, math.ceil(most / 2)),
            {name: job.kind for name, job in jobs.items() if job.alone},
        )
        app = create_app(store, version, limits, self._pool)
        #: Returns the figures of the dataset.
        self.state: State = app.state.dataset
        self._keeper = Keeper(
            jobs,
            limits.query_memory_mb,
            asks_elsewhere=not self._ours,
            open_files=self._ours.open_files if self._ours else lambda: None,
        )
        # Each worker takes a file, too.
        others = _share(limits.max_queries, servers) + _FILES
        files = allow_files(2 * _FEWEST + others, 2 * CONNECTIONS + others)
        self._config = uvicorn.Config(
            app,
            ws="none",
            limit_concurrency=(files - others) // 2,
            timeout_graceful_shutdown=math.ceil(GRACE),
            # The service logs each request itself.
            access_log=False,
            server_header=False,
            log_config=server_log_config(limits.log_format),
        )
        # What a server imports first is imported here: once for all servers, and before the fork.
        self._config.load()
        self._config.get_loop_factory()

    def run(self, listener: socket.socket, begun: Callable[[], object]) -> signal.Signals:
        """Serve until a signal to stop comes; return that signal.

        `begun` is called once signals are handled. Call this from a process without other threads.
        Raises GivenUpError if the servers die again and again.
        """
        self._pool.layers = layers(asks_elsewhere=not self._ours)
        if self._pool.layers != (LAYERS if self._ours else CONFINED):
            Log(self._log_format).unsealed(self._pool.layers)
        if self._ours:
            # The first call counts: here, before the fork, once for all.
            self.state()
            self._ours.close_files()

        def answer(control: socket.socket) -> None:
            if self._ours:
                self._ours.open_files()
            else:
                # Another server may take longer for it than a request may take.
                Thread(target=self._prepare, daemon=True).start()
            self._pool.attach(control, lambda: os.kill(os.getpid(), signal.SIGTERM))
            server = uvicorn.Server(self._config)
            self._pool.stopping = lambda: server.should_exit
            server.run(sockets=[listener])

        def ended(pid: int, code: int, stopping: bool) -> None:
            forget_process(pid)
            if not stopping:
                Log(self._log_format).server_died(pid, code)

        # The kernel refuses connections once the servers have closed the socket, too.
        return self._keeper.run(answer, self._servers, begun=begun, stopping=listener.close, ended=ended)

    def _prepare(self) -> None:
        try:
            prepare(self._store, lambda _step: None)
        except CsekgError as error:
            Log(self._log_format).unprepared(error)


def _share(number: int, servers: int) -> int:
    return math.ceil(number / servers)
