"""The service as `csekg serve` runs it: one server in this process, or several that uvicorn starts and replaces."""

from __future__ import annotations

import asyncio
import math
import os
import resource
import signal
import socket
from collections.abc import Callable
from functools import partial
from threading import Thread
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from csekg.answers.preparation import prepare
from csekg.errors import CsekgError
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg_api.app import create_app
from csekg_api.jobs import job_table
from csekg_api.observing.logs import Log, server_log_config
from csekg_api.settings import settings
from csekg_api.workers.launching import Launcher, preload
from csekg_api.workers.pool import Pool
from csekg_api.workers.seal import CONFINED, LAYERS, layers
from csekg_api.workers.worker import end_with_parent

#: Query workers that are kept ready.
WORKERS = os.cpu_count() or 1
#: Seconds from the signal to stop until everything has ended.
GRACE = 5.0
# Jobs are stopped so many seconds before, so that clients that wait still get an answer.
_LAST_WORDS = 1.0
#: Connections of a server process; a request on a further one is answered 503. As many as the proxy
#: of deploy/haproxy.cfg lets in: it limits clients, and a lower number here would help who holds many.
CONNECTIONS = 4000
#: Connections for which there must be room. Each takes two open files: itself, and what it sends.
_FEWEST = 100
# Files that a server process has open in addition: libraries, the loop, the log, pages being read.
_FILES = 150


class Service:
    """The servers over a store, each with the application and a pool of workers."""

    def __init__(self, store: QueryEngine, version: str | None, servers: int) -> None:
        """Take the store, the fingerprint of its content, and the number of HTTP processes.

        Raises CsekgError for an unusable setting.
        """
        limits = settings()
        self._store = store.on_disk() if isinstance(store, Store) else store
        self._version, self._servers = version, servers
        # Each worker takes a file, too.
        others = _share(limits.max_queries, servers) + _FILES
        files = allow_files(2 * _FEWEST + others, 2 * CONNECTIONS + others)
        self._config = uvicorn.Config(
            self.application,
            factory=True,
            workers=servers,
            ws="none",
            limit_concurrency=(files - others) // 2,
            timeout_graceful_shutdown=math.ceil(GRACE),
            # One of several answers its supervisor once it has imported what it needs: seconds, beside other work.
            timeout_worker_healthcheck=60,
            # The service logs each request itself.
            access_log=False,
            server_header=False,
            log_config=server_log_config(limits.log_format, supervised=servers > 1),
        )

    def run(self, listener: socket.socket, begun: Callable[[], object]) -> None:
        """Serve until a signal to stop comes, which one server raises again at its end.

        `begun` is called once signals are handled.
        """
        if self._servers == 1:
            _Server(self._config, begun).run([listener])
        else:
            supervisor = _Supervisor(self._config, [listener])
            begun()
            supervisor.run()

    def application(self) -> FastAPI:
        """Return the application of one server; call it in the event loop that will serve it."""
        if self._servers > 1:
            end_with_parent()
            preload()
        limits, embedded = settings(), isinstance(self._store, Store)
        log = Log(limits.log_format)
        open_jobs = partial(job_table, self._store, limits)
        # Each server has a pool of its own; together they keep within the limits.
        warm, most = _share(WORKERS, self._servers), _share(limits.max_queries, self._servers)
        pool = Pool(
            Launcher(open_jobs, limits.query_memory_mb, asks_elsewhere=not embedded),
            # One client has half of the queries at most, and enough of them to use each processor.
            warm,
            most,
            min(2 * warm, math.ceil(most / 2)),
            {name: job.kind for name, job in open_jobs().items() if job.alone},
        )
        pool.layers = layers(asks_elsewhere=not embedded)
        if pool.layers != (LAYERS if embedded else CONFINED):
            log.unsealed(pool.layers)
        if not embedded:
            # Another server may take longer for it than a request may take.
            Thread(target=_prepare, args=(self._store, log), daemon=True).start()
        _stop_in_time(pool)
        return create_app(self._store, self._version, limits, pool)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, begun: Callable[[], object]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to accept connections, and say so."""
        await super().startup(sockets)
        self._begun()


class _Supervisor(Multiprocess):
    def terminate_all(self) -> None:
        """End the servers; an open socket would hold connections meanwhile that nobody accepts."""
        for listener in self.sockets:
            listener.close()
        super().terminate_all()


def allow_files(least: int, most: int) -> int:
    """Let this process and its children open `most` files, or as many as the system allows; return the number.

    Raises CsekgError where it allows fewer than `least`, since connections would have to wait.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    if allowed < least:
        raise CsekgError(
            f"the service needs {least:,} open files in one process, but the system allows {hard:,} "
            "(ulimit -n): raise the limit, or set fewer queries with CSEKG_MAX_QUERIES"
        )
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed


def _stop_in_time(pool: Pool) -> None:
    """Have a signal to end the server stop its jobs a moment before uvicorn ends the requests."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # That of uvicorn, which has installed it by now and takes it away at the end.
        handler = signal.getsignal(number)

        def end(number: int, frame: FrameType | None, handler: Any = handler) -> None:
            loop.call_soon_threadsafe(loop.call_later, GRACE - _LAST_WORDS, pool.stop)
            handler(number, frame)

        signal.signal(number, end)


def _prepare(store: QueryEngine, log: Log) -> None:
    try:
        prepare(store, lambda _step: None)
    except CsekgError as error:
        log.unprepared(error)


def _share(number: int, servers: int) -> int:
    return math.ceil(number / servers)
