"""Jobs that behave and jobs that do not, as the pool's tests give them to workers."""

from __future__ import annotations

import os
import signal
import time

from csekg.engine import Jobs, Reply


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
    os.kill(os.getpid(), signal.SIGABRT)
    raise AssertionError


def _grow(payload: bytes) -> Reply:
    return Reply(str(os.getpid()).encode(), str(len(b"x" * (int(payload) << 20))).encode())


def _descriptors(_payload: bytes) -> Reply:
    folder = "/proc/self/fd"
    found = []
    for name in sorted(os.listdir(folder), key=int):
        try:
            found.append(os.readlink(f"{folder}/{name}"))
        except FileNotFoundError:  # the one of the listing itself
            continue
    return Reply(b"", "\n".join(found).encode())


JOBS: Jobs = {
    "echo": _echo,
    "sleep": _sleep,
    "compute": _compute,
    "spin": _spin,
    "crash": _crash,
    "die": _die,
    "grow": _grow,
    "descriptors": _descriptors,
}
