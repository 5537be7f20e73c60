"""Jobs that behave and jobs that do not, as the pool's tests give them to workers."""

from __future__ import annotations

import os
import signal
import stat
import time

from csekg_api.workers.jobs import Job, Jobs, Reply


def _echo(payload: bytes) -> Reply:
    return Reply(str(os.getpid()).encode(), payload)


def _sleep(payload: bytes) -> Reply:
    time.sleep(float(payload))
    return Reply(str(os.getpid()).encode(), b"slept")


def _compute(payload: bytes) -> Reply:
    end = time.process_time() + float(payload)
    while time.process_time() < end:
        pass
    return Reply(str(os.getpid()).encode(), b"computed")


def _spin(_payload: bytes) -> Reply:
    while True:
        pass


def _crash(payload: bytes) -> Reply:
    raise ValueError(payload.decode())


def _die(_payload: bytes) -> Reply:
    os.write(2, b"last words of a worker\n")
    signal.raise_signal(signal.SIGABRT)
    raise AssertionError


def _grow(payload: bytes) -> Reply:
    return Reply(str(os.getpid()).encode(), str(len(b"x" * (int(payload) << 20))).encode())


def _descriptors(_payload: bytes) -> Reply:
    """Tell of each descriptor whether it is a socket or leads to the device numbered so."""
    found = []
    for descriptor in range(os.sysconf("SC_OPEN_MAX") + 10):
        try:
            status = os.fstat(descriptor)
        except OSError:
            continue
        found.append("socket" if stat.S_ISSOCK(status.st_mode) else str(status.st_rdev))
    return Reply(b"", "\n".join(found).encode())


JOBS: Jobs = {
    "echo": Job(_echo),
    "sleep": Job(_sleep),
    "compute": Job(_compute),
    "spin": Job(_spin),
    "crash": Job(_crash),
    "die": Job(_die),
    "grow": Job(_grow),
    "descriptors": Job(_descriptors),
}


def jobs() -> Jobs:
    """Return them, as a worker asks for them."""
    return JOBS
