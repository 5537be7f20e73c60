"""A folder of facts is replaced in one step, whatever happens to the process that does it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from csekg.errors import CsekgError
from csekg.refresh.files import copy_of, exchange

_REPLACING = """
import sys
from pathlib import Path
from csekg.refresh.files import copy_of, exchange
folder = Path(sys.argv[1])
for number in range(1_000_000):
    with copy_of(folder) as new:
        for file in sorted(new.rglob("*.csv")):
            file.write_text(str(number) * 20_000)
        exchange(folder, new)
    print(number, flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    facts = tmp_path / "checkout" / "data"
    (facts / "treaties").mkdir(parents=True)
    for name in ("actors.csv", "sources.csv", "treaties/opsc.csv"):
        (facts / name).write_text("0")
    return facts


def test_the_new_files_take_the_place_of_the_old_ones(folder: Path) -> None:
    with copy_of(folder) as new:
        (new / "actors.csv").write_text("1")
        exchange(folder, new)
    assert (folder / "actors.csv").read_text() == "1"
    assert (folder / "treaties" / "opsc.csv").read_text() == "0"
    assert os.listdir(folder.parent) == ["data"]


def test_without_an_exchange_nothing_changes(folder: Path) -> None:
    with copy_of(folder) as new:
        (new / "actors.csv").write_text("1")
    assert (folder / "actors.csv").read_text() == "0"
    assert os.listdir(folder.parent) == ["data"]


def test_a_second_refresh_has_to_wait(folder: Path) -> None:
    running = pytest.raises(CsekgError, match=r"another refresh of .* is running")
    with copy_of(folder), running, copy_of(folder):
        pass


def test_what_cannot_be_exchanged_is_reported(folder: Path) -> None:
    with copy_of(folder) as new, pytest.raises(CsekgError, match=r"ENOENT.*nothing has changed"):
        exchange(folder.with_name("other"), new)
    assert (folder / "actors.csv").read_text() == "0"


def test_a_place_that_cannot_be_written_is_reported(folder: Path) -> None:
    with pytest.raises(CsekgError, match=r"cannot write beside .*/proc/self"), copy_of(Path("/proc/self/fd")):
        pass


def test_killed_at_any_moment_it_leaves_the_old_files_or_the_new_ones(folder: Path) -> None:
    moments = random.Random(16)
    seen = set()
    for _ in range(8):
        command = [sys.executable, "-c", _REPLACING, str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout
        for _ in range(moments.randrange(1, 5)):
            assert process.stdout.readline()
        time.sleep(moments.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        contents = [file.read_text() for file in folder.rglob("*.csv")]
        assert len(contents) == 3
        assert len(set(contents)) == 1
        seen |= set(contents)
    assert len(seen) > 1
    # What the killed ones left is removed by the next.
    with copy_of(folder) as new:
        assert set(os.listdir(folder.parent)) == {"data", new.parent.name}
