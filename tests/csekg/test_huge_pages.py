"""Huge pages: memory is moved into them, and what it holds stays."""

from __future__ import annotations

import mmap
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from csekg import huge_pages
from tests.command import environment

_SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")


def _in_huge_pages() -> int:
    told = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"AnonHugePages: +(\d+) kB", told)
    assert found
    return int(found[1])


pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the advice is one to Linux"),
    pytest.mark.skipif(
        not _SETTING.is_file() or "[never]" in _SETTING.read_text(encoding="ascii"),
        reason="this system has huge pages switched off",
    ),
]


def test_memory_is_gathered_in_huge_pages_and_keeps_its_content() -> None:
    size = 32 << 20
    content = b"0123456789abcdef" * (size // 16)
    with mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.madvise(mmap.MADV_NOHUGEPAGE)
        memory.write(content)
        before = _in_huge_pages()
        huge_pages.gather()
        assert _in_huge_pages() >= before + (size >> 10) // 2
        assert memory[:] == content


# The settings of an allocator stay, so this runs in a process of its own.
_ALLOCATING = """
import ctypes
from pathlib import Path
from csekg import huge_pages
from tests.csekg.test_huge_pages import _in_huge_pages
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p

def look():
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.partition("VmData:")[2].split()[0]) >> 10, _in_huge_pages() >> 10)

look()
with huge_pages.ahead():
    for _ in range(64):
        ctypes.memset(libc.malloc(1 << 20), 1, 1 << 20)
    look()
look()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the allocator is another")
def test_memory_taken_ahead_lies_in_huge_pages_and_the_rest_is_given_back() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _ALLOCATING], capture_output=True, text=True, check=True,
        env=environment(), timeout=60,
    )  # fmt: skip
    before, meanwhile, after = ([int(n) for n in line.split()] for line in run.stdout.splitlines())
    # What the heap had free before counts, too.
    assert meanwhile[0] >= before[0] + 240
    assert meanwhile[1] >= before[1] + 48
    # 64 MiB are in use.
    assert after[0] < before[0] + 80
