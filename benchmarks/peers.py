"""Starts the servers that are compared, each in a process of its own on a free port."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from csekg.sparql.loader import write_on_disk

#: A Python interpreter that has rdflib-endpoint.
_PEER_PYTHON = os.environ.get("BENCH_PEER_PYTHON", sys.executable)
#: Comunica's file endpoint, as `make bench` installs it.
COMUNICA = Path(__file__).parent / "comunica/node_modules/.bin/comunica-sparql-file-http"
_TICKS = os.sysconf("SC_CLK_TCK")
#: Seconds that a peer may take to load the dataset.
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its name, its port, the path of its endpoint, its process."""

    name: str
    port: int
    endpoint: str
    pid: int
    #: Whether SIGUSR1 makes it abort the running query.
    gives_up: bool = False

    def processor_seconds(self) -> float:
        """Return the processor time of the process and its descendants, ended ones included."""
        parents: dict[int, int] = {}
        ticks: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
                except OSError:
                    continue
                # proc_pid_stat(5); the name of a process may contain spaces and brackets.
                fields = stat.rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
                ticks[int(entry.name)] = sum(map(int, fields[11:15]))
        family = {self.pid}
        for pid in sorted(parents):
            if parents[pid] in family:
                family.add(pid)
        return sum(ticks.get(pid, 0) for pid in family) / _TICKS


@contextmanager
def csekg(*options: str, **variables: str) -> Iterator[Server]:
    """Run the service of csekg without a log; `variables` are added to the environment."""
    command = [sys.executable, "-m", "csekg", "serve", "--port", "0", *options]
    environment = {**os.environ, "CSEKG_LOG_FORMAT": "none", **variables}
    with _process(command, environment, subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        port = re.search(rb":(\d+)/", process.stdout.readline())
        assert port
        yield settled(_ready(Server("csekg", int(port[1]), "/sparql", process.pid), process))


@contextmanager
def oxigraph(n_quads: bytes) -> Iterator[Server]:
    """Run Oxigraph's server in memory, with csekg's limit of ten seconds for a query."""
    with _oxigraph("Oxigraph's server", "serve") as server:
        load = urllib.request.Request(
            f"http://127.0.0.1:{server.port}/store", n_quads, {"Content-Type": "application/n-quads"}
        )
        urllib.request.urlopen(load, timeout=_PATIENCE).close()
        yield server


@contextmanager
def oxigraph_on_disk(n_quads: bytes) -> Iterator[Server]:
    """Run Oxigraph's server over a store on disk, read-only, as every process of csekg opens its own."""
    with tempfile.TemporaryDirectory() as folder:
        write_on_disk(Path(folder), n_quads)
        with _oxigraph("Oxigraph, read-only on disk", "serve-read-only", "--location", folder) as server:
            yield server


@contextmanager
def _oxigraph(name: str, *command: str) -> Iterator[Server]:
    binary = Path(sys.executable).with_name("oxigraph")
    port = _free_port()
    with _process([str(binary), *command, "--bind", f"127.0.0.1:{port}", "--timeout-s", "10"]) as process:
        yield _ready(Server(name, port, "/query", process.pid), process)


def has_rdflib_endpoint() -> bool:
    """Return whether the interpreter for it has rdflib-endpoint."""
    probe = [_PEER_PYTHON, "-c", "import rdflib_endpoint"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


@contextmanager
def rdflib_endpoint(n_quads: bytes) -> Iterator[Server]:
    """Run rdflib-endpoint over rdflib's own store."""
    script = Path(__file__).with_name("rdflib_server.py")
    with tempfile.NamedTemporaryFile(suffix=".nq") as file:
        file.write(n_quads)
        file.flush()
        port = _free_port()
        with _process([_PEER_PYTHON, str(script), file.name, str(port)]) as process:
            yield _ready(Server("rdflib-endpoint", port, "/", process.pid, True), process)


@contextmanager
def comunica(n_quads: bytes) -> Iterator[Server]:
    """Run Comunica's file endpoint; it reads the file at the first query."""
    port = _free_port()
    with tempfile.NamedTemporaryFile(suffix=".nq") as file:
        file.write(n_quads)
        file.flush()
        command = [str(COMUNICA), file.name, "--port", str(port)]
        # Its script starts `node`: use the one that the development lock pins, not an older one.
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        with _process(command, {**os.environ, "PATH": path}) as process:
            yield _ready(Server("Comunica", port, "/sparql", process.pid), process)


@contextmanager
def bare(answers: Path) -> Iterator[Server]:
    """Run the Starlette application that only sends the answers in a file."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.bare_server", str(answers), str(port)]
    with _process(command) as process:
        yield _ready(Server("bare Starlette", port, "", process.pid), process)


@contextmanager
def _process(
    command: list[str], environment: dict[str, str] | None = None, output: int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _ready(server: Server, process: subprocess.Popen[bytes]) -> Server:
    """Return the server as soon as it answers with any status."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/", timeout=5).close()
            return server
        except urllib.error.HTTPError:
            return server
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.02)


def settled(server: Server) -> Server:
    """Return the server when it has been idle for a while, since it prepares some answers."""
    time.sleep(1.5)
    before = -1.0
    while (now := server.processor_seconds()) - before > 0.02:
        before = now
        time.sleep(0.4)
    return server
