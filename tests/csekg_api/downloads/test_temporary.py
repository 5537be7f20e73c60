"""The folder for files of this process only: it goes with the process, however that ends."""

from __future__ import annotations

import fcntl
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from csekg_api.downloads.files import temporary_folder
from tests.csekg_api.service import children, serving

# It has a child that holds the folder, too, as a service has servers.
_PROGRAM = """
import os, signal
from csekg_api.downloads.files import temporary_folder
class Owner: pass
owner = Owner()
folder = temporary_folder(owner)
(folder / "file").write_text("x")
print(folder, flush=True)
{then}
"""
_WAIT = _PROGRAM.format(then="os.fork(); signal.pause()")


class Owner:
    """Something that needs a folder."""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


@contextmanager
def running() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Run a process, with a child, that has a folder."""
    with subprocess.Popen([sys.executable, "-c", _WAIT], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        folder = Path(process.stdout.readline().strip())
        while not (others := children(process.pid)):
            time.sleep(0.01)
        pids = [*others, process.pid]
        try:
            yield process, folder
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGKILL)


def test_it_is_removed_with_its_owner(temporary: Path) -> None:
    owner = Owner()
    folder = temporary_folder(owner)
    (folder / "file").write_text("x", encoding="utf-8")
    assert folder.parent == temporary
    del owner
    gc.collect()
    assert not list(temporary.iterdir())


def test_it_is_removed_at_the_end_of_the_process_and_not_of_its_children(temporary: Path) -> None:
    child = "pid = os.fork()\nif not pid: del owner; os._exit(0)\nos.waitpid(pid, 0)\n"
    program = _PROGRAM.format(then=child + "print(folder.exists())")
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.endswith("True\n")
    assert not list(temporary.iterdir())


def test_what_a_killed_process_left_is_removed_by_the_next_and_nothing_else(temporary: Path) -> None:
    other = temporary / "csekg-other"
    other.mkdir()
    owner = Owner()
    with running() as (_, in_use):
        with running() as (killed, left):
            os.kill(killed.pid, signal.SIGSTOP)
            own = temporary_folder(owner)
            assert {in_use, left, own, other} == set(temporary.iterdir())
        killed.wait()
        # Its child holds a lock on the folder until it has ended, too.
        lock = os.open(left, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.close(lock)
        again = temporary_folder(owner)
        assert {in_use, own, again, other} == set(temporary.iterdir())
    del owner


def test_where_there_can_be_none_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/proc/nowhere")
    with pytest.raises(OSError, match="Not a directory"):
        (temporary_folder(Owner()) / "name").mkdir(parents=True)


def test_a_service_whose_cache_cannot_be_written_leaves_nothing(
    small_file: Path, temporary: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("home") / "file"
    file.touch()
    variables = {"XDG_CACHE_HOME": str(file), "TMPDIR": str(temporary)}
    with serving("--dataset", str(small_file), variables=variables) as service:
        assert service.request("GET", "/api/v1/downloads/csekg.ttl").status == 200
        assert len(list(temporary.rglob("csekg.ttl"))) == 1
        service.terminate()
        assert not list(temporary.iterdir())
