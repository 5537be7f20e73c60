"""Huge pages: memory is moved into them, and what it holds stays."""

from __future__ import annotations

import mmap
import re
import sys
from pathlib import Path

import pytest

from csekg.engine import huge_pages

_SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")


def _in_huge_pages() -> int:
    told = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"AnonHugePages: +(\d+) kB", told)
    assert found
    return int(found[1])


@pytest.mark.skipif(sys.platform != "linux", reason="the advice is one to Linux")
@pytest.mark.skipif(
    not _SETTING.is_file() or "[never]" in _SETTING.read_text(encoding="ascii"),
    reason="this system has huge pages switched off",
)
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
