"""Measures replicas behind HAProxy (deploy/replicas.sh) while one is killed and a release deployed.

Meanwhile twenty sessions request pages, REST answers and queries, each at most ten times a second.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.sessions import MARK, Outcome, visit
from benchmarks.timing import line
from csekg.dataset.cache import dataset_bytes
from tests.csekg.sparql.remote.servers import Server, virtuoso

_SCRIPT = Path(__file__).parents[1] / "deploy" / "replicas.sh"
#: The programs that the script needs.
NEEDED = ("haproxy", "socat", "setsid", "ps", "awk")
_LABEL = 'SELECT ?name { state:FRA rdfs:label ?name FILTER(LANG(?name) = "en") }'
_QUERY = f"/sparql?{urlencode({'query': _LABEL})}"
_ASKS = (("GET", "/states/FRA"), ("GET", "/api/v1/states/FRA"), ("GET", _QUERY), ("POST", _QUERY))
_CALM = 4.0


@dataclass(frozen=True, slots=True)
class Replicas:
    """Three running replicas behind a load balancer at a port."""

    port: int
    folder: Path
    variables: Mapping[str, str]

    def call(self, command: str, *options: str, **variables: str) -> None:
        """Run the script with a command; its error output is passed through."""
        subprocess.run(
            [_SCRIPT, command, *options], env={**self.variables, **variables}, check=True, stdout=subprocess.DEVNULL
        )

    def kill(self, number: int) -> None:
        """Kill all processes of a replica at once with SIGKILL, as when a machine fails."""
        pid = int((self.folder / f"r{number}.pid").read_text(encoding="ascii"))
        os.killpg(pid, signal.SIGKILL)


@contextmanager
def replicas(folder: Path, *options: str, **variables: str) -> Iterator[Replicas]:
    """Run three replicas of the csekg in this environment, and stop them at the end."""
    ports = [_free_port() for _ in range(4)]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    known = {
        **os.environ,
        "PATH": path,
        "BIND": f"127.0.0.1:{ports[0]}",
        "RUN": str(folder),
        "PORTS": " ".join(map(str, ports[1:])),
        "CSEKG_LOG_FORMAT": "none",
    }
    running = Replicas(ports[0], folder, known)
    try:
        running.call("start", *options, **variables)
        yield running
    finally:
        running.call("stop")


def exercise(running: Replicas, asks: Sequence[tuple[str, str]], roll: Callable[[], None], calm: float) -> Outcome:
    """Kill a replica under load, then deploy; `calm` are the seconds before and after each."""

    def operate(outcome: Outcome) -> None:
        time.sleep(calm)
        outcome.moments["killed"] = time.perf_counter()
        running.kill(2)
        time.sleep(calm)
        outcome.moments["roll"] = time.perf_counter()
        roll()
        outcome.moments["rolled"] = time.perf_counter()
        time.sleep(calm)

    return asyncio.run(visit(running.port, asks, lambda o: asyncio.to_thread(operate, o)))


def run() -> None:
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        print(f"Replicas: left out, {', '.join(missing)} is not installed here")
        return
    old = dataset_bytes()
    new = old.replace(b'"France"@en', f'"France {MARK}"@en'.encode())
    # The ETags over a server follow the version that a release states.
    new = re.sub(rb'(<http://www.w3.org/ns/dcat#version>) "[^"]+"', rb'\1 "new"', new)
    with tempfile.TemporaryDirectory() as name:
        _embedded(Path(name), new)
    if not shutil.which("virtuoso-t"):
        print("  over Virtuoso: left out, virtuoso-t is not installed here")
        return
    with tempfile.TemporaryDirectory() as name:
        _shared(Path(name), old, new)


def _embedded(folder: Path, new: bytes) -> None:
    file = folder / "new.nq"
    file.write_bytes(new)
    with replicas(folder) as running:
        roll = partial(running.call, "roll", "--dataset", str(file))
        _report("over the embedded dataset", exercise(running, _ASKS, roll, _CALM))


def _shared(folder: Path, old: bytes, new: bytes) -> None:
    with ExitStack() as stack:
        environments = []
        for release, content in (("old", old), ("new", new)):
            (folder / release).mkdir()
            server = stack.enter_context(virtuoso(folder / release, content))
            environments.append(_environment(server))
        running = stack.enter_context(replicas(folder / "run", **environments[0]))
        roll = partial(running.call, "roll", **environments[1])
        _report("over Virtuoso, a second one for the new release", exercise(running, _ASKS, roll, _CALM))


def _environment(server: Server) -> dict[str, str]:
    return {"CSEKG_ENDPOINT": server.query, "CSEKG_ENDPOINT_DEFAULT_GRAPH": server.default_graph}


def _report(where: str, outcome: Outcome) -> None:
    moments = outcome.moments
    print(f"Three replicas behind HAProxy, {where}: one killed, a release rolled out")
    line("requests", len(outcome.all), "")
    line("failed", len(outcome.failures), "")
    line("with the entity tag of one release and the content of another", outcome.mixed, "")
    line("sessions that saw both releases", outcome.moved, "")
    line("sessions that went back to the old one", outcome.went_back, "")
    line("rolling out", moments["rolled"] - moments["roll"])
    for name, since, until in (
        ("before", "", "killed"),
        ("after the kill", "killed", "roll"),
        ("while rolling", "roll", "rolled"),
        ("afterwards", "rolled", ""),
    ):
        line(f"99 in 100 answered within, {name}", outcome.percentile(99, since, until), "ms")
    for seen in outcome.failures[:5]:
        print(f"  failed with {seen.status} after {seen.seconds:.2f} s")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


if __name__ == "__main__":
    run()
