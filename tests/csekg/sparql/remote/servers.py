"""Servers for tests, loaded as docs/remote.md says: Oxigraph's and Virtuoso."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from csekg.sparql.loader import merge_of
from csekg.sparql.remote import EndpointSettings, RemoteStore, endpoint_settings

OXIGRAPH = str(Path(sys.executable).with_name("oxigraph"))
VIRTUOSO, ISQL = shutil.which("virtuoso-t"), "isql-vt"
UNION = "https://w3id.org/csekg/id/graph/union"
# On a busy machine a query that Virtuoso spreads over threads may wait for one of them for ever,
# and unless told otherwise one thread alone answers HTTP: then all later requests wait as well.
_VIRTUOSO_INI = """
[Database]
ErrorLogFile = virtuoso.log
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
ThreadsPerQuery = 1
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
[HTTPServer]
ServerPort = {http}
ServerThreads = 8
[SPARQL]
MaxQueryExecutionTime = 20
ResultSetMaxRows = 1000000
MaxConstructTriples = 1000000
"""


@dataclass(frozen=True)
class Server:
    """Where a server answers queries; `sql` is the address for Virtuoso's own client."""

    query: str
    default_graph: str = ""
    sql: str = ""

    def settings(self, **options: object) -> EndpointSettings:
        """The settings of a client."""
        given = {"CSEKG_ENDPOINT": self.query, "default_graph": self.default_graph} | options
        return endpoint_settings(**given)  # type: ignore[arg-type]


def write_release(folder: Path, dataset: bytes) -> Path:
    """Write the two files of a release that are loaded: the graphs, and their union."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "csekg.nq").write_bytes(dataset)
    (folder / "csekg.ttl").write_bytes(merge_of(dataset))
    return folder


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def _running(command: list[str], folder: Path, *ports: int) -> Iterator[None]:
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 60
        for port in ports:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert process.poll() is None, (folder / "output.txt").read_text()
                    assert time.monotonic() < deadline
                    time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def oxigraph(folder: Path, dataset: bytes = b"") -> Iterator[Server]:
    """Oxigraph's server, with a release if one is given."""
    port, store = free_port(), ["--location", str(folder / "store")]
    if dataset:
        for file in ("csekg.nq", "csekg.ttl"):
            path = write_release(folder, dataset) / file
            subprocess.run([OXIGRAPH, "load", *store, "--file", str(path)], check=True, capture_output=True)
    with _running([OXIGRAPH, "serve", *store, "--bind", f"127.0.0.1:{port}"], folder, port):
        yield Server(f"http://127.0.0.1:{port}/query")


@contextmanager
def virtuoso(folder: Path, dataset: bytes = b"") -> Iterator[Server]:
    """Virtuoso, with a release if one is given; it has no default graph of its own."""
    assert VIRTUOSO
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(sql=sql, http=http, folder=folder))
    with _running([VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"], folder, sql, http):
        server = Server(f"http://127.0.0.1:{http}/sparql", UNION, f"127.0.0.1:{sql}")
        if dataset:
            files = write_release(folder, dataset)
            load = f"ld_dir('{files}', 'csekg.nq', ''); ld_dir('{files}', 'csekg.ttl', '{UNION}'); rdf_loader_run();"
            subprocess.run([ISQL, server.sql, "dba", "dba", f"exec={load}"], check=True, capture_output=True)
        yield server


@contextmanager
def opened(server: Server) -> Iterator[RemoteStore]:
    store = RemoteStore(server.settings())
    try:
        yield store
    finally:
        store.close()
