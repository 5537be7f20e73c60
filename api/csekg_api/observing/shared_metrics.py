"""Lets several server processes count together, by files in a temporary directory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

#: The variable by which prometheus_client knows that it shares its figures.
DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def shared_metrics() -> Iterator[None]:
    """Have what is imported meanwhile count into a directory that all processes share.

    To be entered before anything imports prometheus_client, which decides at its import how it
    counts; to be left in the process that entered it, once the others have ended.
    """
    with tempfile.TemporaryDirectory(prefix="csekg-metrics-") as folder:
        os.environ[DIRECTORY] = folder
        try:
            yield
        finally:
            del os.environ[DIRECTORY]


def forget_process(pid: int) -> None:
    """Take a process that has ended out of what is summed as of now (requests in flight)."""
    if DIRECTORY in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
