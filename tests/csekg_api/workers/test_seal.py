"""A sealed worker can open nothing and start nothing, by either layer alone and by both."""

from __future__ import annotations

import asyncio
import codecs
import ctypes
import json
import mmap
import os
import platform
import re
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from csekg_api.workers import seal
from csekg_api.workers.jobs import Job, Jobs, Reply
from csekg_api.workers.launching import Launcher
from csekg_api.workers.pool import Pool
from tests.csekg.sparql.untrusted.listening import listening

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="filters and numbers are Linux's")
_LIBC = ctypes.CDLL(None, use_errno=True)
_X32 = 0x40000000
# `create_connection` imports this codec at its first use, which a sealed process could not.
codecs.lookup("idna")
_COLUMN = seal.MACHINES[platform.machine()][1]


def _call(number: int, *arguments: int) -> int:
    result = int(_LIBC.syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def _number(name: str) -> int:
    tables = {**seal.NEEDED, **seal.NEEDED_IN_PART, **seal.WITHOUT_USE}
    number = tables[name][_COLUMN]
    assert number is not None
    return number


def _connect() -> object:
    return socket.create_connection(("127.0.0.1", 9), timeout=1)


#: What opens a socket or a file, and so needs a descriptor.
OPENING: dict[str, Callable[[], object]] = {
    "socket": socket.socket,
    "socketpair": socket.socketpair,
    "connect": _connect,
    "open": lambda: os.open("/etc/hostname", os.O_RDONLY),
    "proc": lambda: os.listdir("/proc/self/fd"),
    "pipe": os.pipe,
    "dup": lambda: os.dup(0),
    "memfd": lambda: os.memfd_create("x"),
    "pidfd": lambda: os.pidfd_open(os.getpid()),
    "epoll": lambda: _call(291 if _COLUMN == 0 else 20, 0),
    "io_uring": lambda: _call(_number("io_uring_setup"), 8, ctypes.addressof(ctypes.create_string_buffer(256))),
}
#: What needs no descriptor, and is refused by the filter of system calls.
REACHING: dict[str, Callable[[], object]] = {
    "fork": os.fork,
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "kill": lambda: os.kill(os.getppid(), 0),
    "ptrace": lambda: _call(_number("ptrace"), 16, os.getppid(), 0, 0),
    "read another's memory": lambda: _call(_number("process_vm_readv"), os.getppid(), 0, 0, 0, 0, 0),
    "remove": lambda: os.unlink("/nowhere/at/all"),
    "stat": lambda: os.stat("/"),
    "code": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC),
    "set a limit": lambda: _call(
        302 if _COLUMN == 0 else 261, 0, 7, ctypes.addressof(ctypes.create_string_buffer(16)), 0
    ),
    "other numbers of open": lambda: _call(_X32 | 2, 0, 0),
    "a signal to another": lambda: _call(_number("tgkill"), os.getppid(), os.getppid(), 0),
}


def _done(attempts: dict[str, Callable[[], object]]) -> list[str]:
    """Return the names of the attempts that the system lets pass."""
    passed = []
    for name, attempt in attempts.items():
        with suppress(OSError):
            attempt()
            passed.append(name)
    return passed


def _in_a_child(layer: Callable[[], object], attempts: dict[str, Callable[[], object]]) -> list[str]:
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.dup2(writing, 2)
            os.closerange(3, 4096)
            layer()
            os.write(2, json.dumps(_done(attempts)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        passed: list[str] = json.loads(answer.read())
    os.waitpid(pid, 0)
    return passed


def test_both_layers_are_there() -> None:
    assert seal.layers() == ("descriptors", "seccomp")
    assert seal.layers(asks_elsewhere=True) == ("confined",)


def test_a_layer_that_closes_nothing_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "allow_needed", lambda: None)
    monkeypatch.setattr(seal, "_take_all_descriptors", lambda _last: None)
    assert seal.layers() == ()
    assert seal.layers(asks_elsewhere=True) == ()


def test_each_layer_alone_opens_nothing() -> None:
    # Not one whose lower descriptors are free: it can still open.
    assert "socket" in _in_a_child(lambda: None, OPENING)
    assert _in_a_child(lambda: seal._take_all_descriptors(2), OPENING) == []
    assert _in_a_child(seal.allow_needed, OPENING) == []


def test_a_sealed_process_reaches_nothing() -> None:
    assert _in_a_child(lambda: seal.seal(2), OPENING | REACHING) == []


def test_a_confined_process_connects_but_starts_nothing() -> None:
    alone = {name: attempt for name, attempt in REACHING.items() if name != "fork"}
    passed = _in_a_child(seal.confine, OPENING | alone)
    assert {"socket", "open", "stat"} <= set(passed)
    assert not {"exec", "ptrace", "io_uring", "read another's memory"} & set(passed)


def test_a_sealed_process_still_computes() -> None:
    def compute() -> None:
        memory = bytearray(64 << 20)
        assert len(memory) == 64 << 20
        assert sum(range(1000)) == 499500
        assert os.urandom(8)

    assert _in_a_child(lambda: seal.seal(2), {"compute": compute}) == ["compute"]


@pytest.mark.parametrize(
    ("machine", "header"),
    [("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), ("aarch64", "/usr/include/asm-generic/unistd.h")],
)
def test_numbers_are_those_of_the_system(machine: str, header: str) -> None:
    if not Path(header).exists():
        pytest.skip(f"{header} is not installed")  # part of the C library's headers
    text = Path(header).read_text(encoding="utf-8")
    column = seal.MACHINES[machine][1]
    # The generic header names some calls by what 64-bit machines make of them.
    known = {
        name.removeprefix("3264_"): int(number)
        for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)
    }
    for table in (seal.NEEDED, seal.NEEDED_IN_PART, seal.WITHOUT_USE):
        for name, numbers in table.items():
            assert numbers[column] == known.get(name), name


def _evaluate(payload: bytes) -> Reply:
    """Evaluate a text that nobody has checked."""
    store = ox.Store()
    try:
        return Reply(b"", repr(list(store.query(payload.decode()))).encode())  # type: ignore[arg-type]
    except OSError as error:
        return Reply(b"", str(error).encode())


def jobs() -> Jobs:
    return {
        "evaluate": Job(_evaluate),
        "attempts": Job(lambda _payload: Reply(b"", json.dumps(_done(OPENING | REACHING)).encode())),
        "prepared": Job(
            lambda _payload: Reply(b"", json.dumps(_done(OPENING)).encode()),
            prepare=lambda: Path("/proc/self/status").read_text(),
        ),
        "writing": Job(
            lambda payload: Reply(b"", str(Path(payload.decode()).write_text("x")).encode()), opens_files=True
        ),
    }


def test_a_worker_is_sealed_before_it_evaluates(tmp_path: Path) -> None:
    async def test(address: str) -> None:
        async with Pool(Launcher(jobs, 256), 1, 4, 4, {"prepared": "one kind", "writing": "another"}) as pool:
            for query in (
                f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
                f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
                "ASK { SERVICE <http://localhost:9/> { ?s ?p ?o } }",
            ):
                await pool.run("evaluate", query.encode(), 60)
            for job in ("attempts", "prepared"):
                assert json.loads((await pool.run(job, b"", 60)).body) == []
            file = tmp_path / "written"
            assert (await pool.run("writing", str(file).encode(), 60)).body == b"1"
            assert file.read_text() == "x"

    with listening() as listener:
        asyncio.run(test(listener.address))
        assert listener.settled() == 0
