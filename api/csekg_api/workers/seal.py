"""Seals a process: from then on it can open no socket and no file, and start no program.

There are two layers, each sufficient by itself; neither depends on what the process evaluates.

*descriptors*: the process uses up all descriptors that it may have, and cannot raise the limit
again (setrlimit(2), RLIMIT_NOFILE), so every call that returns a descriptor fails with EMFILE.

*seccomp*: the kernel refuses every system call but those that computing and answering need. Linux
has it on x86-64 and 64-bit ARM; a container may forbid it.
"""

from __future__ import annotations

import os
import resource
import socket
from collections.abc import Callable
from contextlib import suppress

from csekg_api.workers.filters import allow_needed, refuse_without_use

#: What `layers` returns where nothing is missing, and where workers ask another server.
LAYERS, CONFINED = ("descriptors", "seccomp"), ("confined",)


def seal(last: int) -> None:
    """Seal this process with the layers that the system has, which `layers` returns.

    `last` is the highest descriptor that the process has.
    """
    _take_all_descriptors(last)
    with suppress(OSError):
        allow_needed()


def confine() -> None:
    """Take from this process, which needs sockets and files, every other right.

    It can start no program, and look into no other process. Does nothing where the system has no
    filter of system calls.
    """
    with suppress(OSError):
        refuse_without_use()


def layers(*, asks_elsewhere: bool = False) -> tuple[str, ...]:
    """Return the names of the layers that seal a worker here, after trying each in a child process.

    If workers ask another server, it is `confined` or nothing. Call it from a process without
    threads.
    """
    tried = (lambda: _take_all_descriptors(2)), allow_needed
    on = tuple(name for name, layer in zip(LAYERS, tried, strict=True) if _closes(layer))
    if asks_elsewhere:
        return CONFINED if "seccomp" in on else ()
    return on


def _closes(layer: Callable[[], None]) -> bool:
    pid = os.fork()
    if not pid:
        code = 1
        try:
            os.closerange(3, os.sysconf("SC_OPEN_MAX"))
            layer()
            code = int(_can_open())
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _can_open() -> bool:
    for opened in (socket.socket, lambda: os.open(os.devnull, os.O_RDONLY)):
        with suppress(OSError):
            opened()
            return True
    return False


def _take_all_descriptors(last: int) -> None:
    while (lowest := os.dup(0)) < last:
        pass
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (last + 1, last + 1))
