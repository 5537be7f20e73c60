"""The service: from the start of the process to the first SPARQL answer."""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

from benchmarks.timing import line
from csekg.dataset.cache import dataset_bytes

_ASK = urllib.parse.urlencode({"query": "ASK { ?s a cse:Treaty }"})


def run() -> None:
    print("Service (bar: first answer under 1.2 s)")
    dataset_bytes()  # as once installed: the dataset is there
    first, peak = zip(*(_start() for _ in range(5)), strict=True)
    line("start of the process to the first answer, median of 5", statistics.median(first))
    line("highest memory while loading", statistics.median(peak) / 1024, "MiB")


def _start() -> tuple[float, int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "csekg", "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/sparql?{_ASK}").read()
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - started > 60:
                    raise
                time.sleep(0.005)
        taken = time.perf_counter() - started
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        sizes = dict(row.split(":", 1) for row in status.splitlines())
        return taken, int(sizes["VmHWM"].split()[0])
    finally:
        process.terminate()
        process.wait()
