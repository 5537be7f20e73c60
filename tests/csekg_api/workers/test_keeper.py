"""The keeper: servers that die are replaced; what the system does not give is said."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from csekg.errors import CsekgError
from csekg_api.workers.processes import allow_files
from tests.command import environment

_SCRIPT = """
import os, signal, sys
from csekg_api.workers import keeper as keeping

keeping._PAUSE = 0.01

def serve(control):
    {serve}

keeper = keeping.Keeper({{}}, 64)

def ended(pid, code, shown):
    print("ended", code, shown, flush=True)

print(keeper.run(serve, 1, ended=ended).name)
"""


def keeper(serve: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _SCRIPT.format(serve=serve)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        timeout=30,
    )


def test_server_that_fails_at_once_again_and_again_is_given_up() -> None:
    result = keeper("raise ValueError('what was wrong')")
    assert result.returncode == 1
    assert result.stderr.count("ValueError: what was wrong") == 5
    assert "GivenUpError: the server process died 5 times within" in result.stderr
    assert result.stdout == "ended 1 False\n" * 5


def test_signal_to_stop_is_returned_once_the_servers_have_ended() -> None:
    result = keeper("os.kill(os.getppid(), signal.SIGINT); signal.pause()")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "ended -15 True\nSIGINT\n"


def test_second_signal_ends_the_patience() -> None:
    result = keeper(
        "signal.signal(signal.SIGTERM, lambda *_: os.kill(os.getppid(), signal.SIGTERM));"
        "os.kill(os.getppid(), signal.SIGTERM)\n    while True: signal.pause()"
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "SIGTERM\n"


def test_connections_need_open_files(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"now": (100, 1000)}
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda _, new: limits.update(now=new))
    assert allow_files(50, 80) == 80
    assert limits["now"] == (100, 1000)
    assert allow_files(500, 800) == 800
    assert limits["now"] == (800, 1000)
    assert allow_files(500, 2000) == 1000
    with pytest.raises(CsekgError, match=r"1,001 open files .* allows 1,000"):
        allow_files(1001, 2000)
