"""Shares metrics between server processes, through files in a temporary directory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: The variable that makes prometheus_client share its metrics.
DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def shared_metrics() -> Iterator[None]:
    """Make prometheus_client, if imported within this block, count into a shared directory.

    Enter it before anything imports prometheus_client, which decides at import how it counts; leave
    it in the same process, after the other processes have ended.
    """
    with tempfile.TemporaryDirectory(prefix="csekg-metrics-") as folder:
        os.environ[DIRECTORY] = folder
        try:
            yield
        finally:
            del os.environ[DIRECTORY]


def forget_dead_processes() -> None:
    """Remove the processes that have ended from the sums of gauges (requests in flight)."""
    # Imported here, since at its import prometheus_client decides how it counts.
    from prometheus_client import multiprocess

    for file in Path(os.environ[DIRECTORY]).glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
