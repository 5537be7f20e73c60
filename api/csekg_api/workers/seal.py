"""Seals a process: from then on it can open no socket and no file, and start no program.

There are two layers, each sufficient by itself; neither depends on what the process evaluates.

*descriptors*: the process uses up all descriptors that it may have, and cannot raise the limit
again (setrlimit(2), RLIMIT_NOFILE), so every call that returns a descriptor fails with EMFILE.

*seccomp*: the kernel refuses every system call but those that computing and answering need. Linux
has it on x86-64 and 64-bit ARM; a container may forbid it. The filters are classic BPF programs
over `struct seccomp_data` (seccomp(2)). A refused call fails with EPERM. The numbers are those of
asm/unistd.h; tests compare them with the headers.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import socket
import struct
import sys
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress

#: What `layers` returns where nothing is missing, and where workers ask another server.
LAYERS, CONFINED = ("descriptors", "seccomp"), ("confined",)


def seal(last: int) -> None:
    """Seal this process with the layers that the system has, which `layers` returns.

    `last` is a descriptor of the process: it has no other that is lower, and may keep higher ones.
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
    threads of its own.
    """
    tried = (lambda: _take_all_descriptors(2)), allow_needed
    on = tuple(name for name, layer in zip(LAYERS, tried, strict=True) if _closes(layer))
    if asks_elsewhere:
        return CONFINED if "seccomp" in on else ()
    return on


def _closes(layer: Callable[[], None]) -> bool:
    with warnings.catch_warnings():
        # Those of an open store wait.
        warnings.simplefilter("ignore", DeprecationWarning)
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


_PR_SET_NO_NEW_PRIVS = 38
# The call seccomp(2), what it does, and to whom (SECCOMP_FILTER_FLAG_TSYNC).
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_REFUSE = _ERROR | errno.EPERM
# Instructions: load a word, jump if equal, if at least, or if a bit is set, and return.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# Where struct seccomp_data has the number, the architecture and the first argument.
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_PROT_EXEC, _CLONE_THREAD = 0x4, 0x10000
# On x86-64 the same calls have a second set of numbers from here on (the x32 ABI).
_X32 = 0x40000000

#: For each machine its AUDIT_ARCH (linux/audit.h), and the column of its numbers below.
MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
#: What a process needs that computes, allocates memory and uses a socket and files that are open already.
NEEDED = {
    "read": (0, 63),
    # Oxigraph's store on disk has its files open; it reads at a place, and ahead of it.
    "pread64": (17, 67),
    "readahead": (187, 213),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "poll": (7, None),
    "ppoll": (271, 73),
    "recvfrom": (45, 207),
    "sendto": (44, 206),
    "shutdown": (48, 210),
    "getsockopt": (55, 209),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "membarrier": (324, 283),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrusage": (98, 165),
    "getrandom": (318, 278),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
#: Needed as well, but not with every argument: memory without code, threads but no processes,
#: signals to itself. A filter cannot see the flags of clone3: if that is missing (ENOSYS), the C
#: library uses clone.
NEEDED_IN_PART = {
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "clone": (56, 220),
    "tgkill": (234, 131),
    "clone3": (435, 435),
}
#: What a process that asks another server does not need: starting programs, looking into other
#: processes, being a server, getting around the filter (io_uring), and what needs privileges.
WITHOUT_USE = {
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "io_uring_setup": (425, 425),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
}


def allow_needed() -> None:
    """Refuse this process every system call but those that computing and answering need.

    Raises OSError if the system has no such filter.
    """
    architecture, column = _machine()
    program = _beginning(architecture)
    for number in _numbers(NEEDED, column):
        program += _for_call(number, [_returned(_ALLOW)])
    for name, argument, jump in (
        ("mmap", 2, (_ANY_BIT, 0, 1, _PROT_EXEC)),
        ("mprotect", 2, (_ANY_BIT, 0, 1, _PROT_EXEC)),
        ("clone", 0, (_ANY_BIT, 1, 0, _CLONE_THREAD)),
        ("tgkill", 0, (_EQUAL, 1, 0, os.getpid())),
    ):
        number = NEEDED_IN_PART[name][column]
        load = (_LOAD, 0, 0, _ARGUMENTS + 8 * argument)
        program += _for_call(number, [load, jump, _returned(_REFUSE), _returned(_ALLOW)])
    program += _for_call(NEEDED_IN_PART["clone3"][column], [_returned(_ERROR | errno.ENOSYS)])
    _install([*program, _returned(_REFUSE)])


def refuse_without_use() -> None:
    """Refuse this process, which asks another server, the system calls that it does not need.

    Raises OSError if the system has no such filter.
    """
    architecture, column = _machine()
    program = _beginning(architecture)
    for number in _numbers(WITHOUT_USE, column):
        program += _for_call(number, [_returned(_REFUSE)])
    _install([*program, _returned(_ALLOW)])


_Instruction = tuple[int, int, int, int]


def _machine() -> tuple[int, int]:
    if not sys.platform.startswith("linux") or platform.machine() not in MACHINES:
        raise OSError(errno.ENOSYS, "no filter of system calls for this system")
    return MACHINES[platform.machine()]


def _numbers(table: Mapping[str, tuple[int, int | None]], column: int) -> list[int]:
    return [number for numbers in table.values() if (number := numbers[column]) is not None]


def _returned(action: int) -> _Instruction:
    return _RETURN, 0, 0, action


def _beginning(architecture: int) -> list[_Instruction]:
    """Return the instructions that check the architecture and load the number of the call."""
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        _returned(_KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        _returned(_REFUSE),
    ]


def _for_call(number: int, instructions: list[_Instruction]) -> list[_Instruction]:
    return [(_EQUAL, 0, len(instructions), number), *instructions]


def _install(program: list[_Instruction]) -> None:
    class Program(ctypes.Structure):
        """`struct sock_fprog` of linux/filter.h."""

        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))

    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    filter_ = ctypes.byref(Program(len(program), code))
    c_library = ctypes.CDLL(None, use_errno=True)
    # Without PR_SET_NO_NEW_PRIVS a filter needs a privilege; with it no program can gain one.
    refused = c_library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # All threads or none: those of an open store exist by now.
    refused = refused or c_library.syscall(_SECCOMP[platform.machine()], _SET_MODE_FILTER, _ALL_THREADS, filter_)
    if refused:
        # A positive number is that of a thread that could not be filtered.
        number = ctypes.get_errno() if refused < 0 else errno.ESRCH
        raise OSError(number, os.strerror(number))
