"""`csekg serve` as a program of its own, asked over a real socket."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.command import environment

_PATTERNS = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(60))
#: Takes longer than anyone waits: over a dataset of n triples it has n to the 60th solutions.
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {_PATTERNS} }}"


@dataclass(slots=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def problem(self, status: int) -> str:
        """The detail of a problem document of such a status."""
        assert self.status == status, self.body
        assert self.headers["content-type"] == "application/problem+json"
        assert self.headers["access-control-allow-origin"] == "*"
        problem = json.loads(self.body)
        assert problem["status"] == status
        return str(problem["detail"])


@dataclass(slots=True)
class Service:
    """A service that runs; its first process is the server, or the supervisor of several."""

    process: subprocess.Popen[str]
    port: int

    def request(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Send one request over a connection of its own."""
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            chunked = "Transfer-Encoding" in (headers or {})
            connection.request(method, path, body, dict(headers or {}), encode_chunked=chunked)
            answer = connection.getresponse()
            content = answer.read()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, fields, content, time.perf_counter() - started)
        finally:
            connection.close()

    def ask(self, query: str, client: str = "", **parameters: object) -> Answer:
        """Send a query as a form, as a proxy on this machine does for the address of a client."""
        form = urlencode({"query": query, **parameters})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if client:
            headers["X-Forwarded-For"] = client
        return self.request("POST", "/sparql", form, headers)

    def terminate(self) -> tuple[str, str]:
        """Stop the service with SIGTERM; return what it has printed."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=20)

    def processes(self) -> list[int]:
        """All processes of the service."""
        return [self.process.pid, *_descendants(self.process.pid)]

    def workers(self) -> list[int]:
        """The query workers: the children of a forkserver, each with one socket."""
        return [
            worker
            for pid in self.processes()
            if "forkserver" in command(pid)
            for worker in children(pid)
            if _sockets(worker) == 1
        ]


@contextmanager
def serving(*arguments: str, variables: Mapping[str, str] | None = None) -> Iterator[Service]:
    """Run `csekg serve` on a free port, until the end of the block at the latest."""
    process = subprocess.Popen(
        [sys.executable, "-m", "csekg", "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # While others compute, too, a first answer takes longer than the ten seconds that it has.
        env={**environment(), "CSEKG_LOG_FORMAT": "none", "CSEKG_PAGE_TIMEOUT": "100", **(variables or {})},
    )
    try:
        assert process.stdout
        process.stdout.readline()
        line = process.stdout.readline()
        address = re.fullmatch(r"Listening on http://127\.0\.0\.1:(\d+)/ .*\n", line)
        assert address, (line, process.stderr and process.stderr.read())
        yield Service(process, int(address[1]))
    finally:
        process.kill()
        process.communicate()


def children(pid: int) -> list[int]:
    """Return the child processes of a process that have not been reaped."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text(encoding="ascii", errors="replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
            # The name in brackets may hold anything; the parent's number is the second after it.
            if int(status.rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry.name))
    return found


def _descendants(pid: int) -> list[int]:
    return [each for child in children(pid) for each in (child, *_descendants(child))]


def command(pid: int) -> str:
    """The command line of a process, '' once it has ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
    return ""


def state(pid: int) -> str:
    """Return the state letter of a process, `Z` for a zombie, or nothing if there is none.

    It is `R` if any thread runs: a worker evaluates a query in one of its own.
    """
    states = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for thread in sorted(Path(f"/proc/{pid}/task").iterdir(), key=lambda each: int(each.name)):
            status = (thread / "stat").read_text(encoding="ascii", errors="replace")
            states.append(status.rpartition(")")[2].split()[0])
    return "R" if "R" in states else "".join(states[:1])


def _sockets(pid: int) -> int:
    try:
        links = [os.readlink(entry) for entry in Path(f"/proc/{pid}/fd").iterdir()]
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(link.startswith("socket:") for link in links)


def eventually(condition: Any, seconds: float = 30) -> bool:
    """Tell whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
