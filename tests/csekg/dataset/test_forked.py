"""A part of a build in a process of its own: the same result, and the same errors."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Event, Thread

import pytest

from csekg.dataset.forked import forked
from tests.command import environment

PROGRAM = """
import os
from csekg.dataset.forked import forked
from csekg.errors import CsekgError
here = os.getpid()
"""


def alone(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process that has no other thread, whatever the tests run in."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM + program], capture_output=True, text=True, check=False,
        env=environment(), timeout=60,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells all threads of a process")
def test_the_work_is_done_by_another_process() -> None:
    run = alone(
        "print(forked(os.getpid)() != here, forked(lambda: b'x' * 10**7)() == b'x' * 10**7)"
    )
    assert run.stdout == "True True\n"
    assert run.stderr == ""


def test_beside_other_threads_the_work_is_done_here() -> None:
    stop = Event()
    other = Thread(target=stop.wait)
    other.start()
    try:
        assert forked(os.getpid)() == os.getpid()
    finally:
        stop.set()
        other.join()


def test_an_error_is_raised_here_and_nothing_is_printed_there() -> None:
    run = alone("""
def fail():
    raise CsekgError("no such day")
wait = forked(fail)
try:
    wait()
except CsekgError as error:
    print(error)
""")
    assert run.stdout == "no such day\n"
    assert run.stderr == ""


def test_what_a_killed_process_leaves_undone_is_done_here() -> None:
    run = alone("""
def work():
    if os.getpid() != here:
        os.kill(os.getpid(), 9)
    return "done"
print(forked(work)())
""")
    assert run.stdout == "done\n"
    assert run.stderr == ""


def test_a_build_that_stops_before_does_not_wait() -> None:
    run = alone("""
import time
forked(lambda: time.sleep(50))
raise SystemExit("a fact is wrong")
""")
    assert run.returncode == 1
    assert run.stderr == "a fact is wrong\n"
