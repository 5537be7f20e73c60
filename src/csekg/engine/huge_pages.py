"""Keeps the data in huge pages: faster look-ups, and faster forks, which copy the page tables."""

from __future__ import annotations

import ctypes
import re
import sys
from pathlib import Path

# madvise(2); MADV_COLLAPSE is there since Linux 6.1, and older kernels refuse it.
_MADV_HUGEPAGE, _MADV_COLLAPSE = 14, 25
_LEAST = 4 << 20
# Writable private memory that belongs to no file (proc_pid_maps(5)), be it the heap or nameless.
_ANONYMOUS = re.compile(r"^(\w+)-(\w+) rw-p 0+ 00:00 0 *(?:\[heap\])?$", re.MULTILINE)


def gather() -> None:
    """Have the kernel move what this process has in memory into huge pages.

    To be called once the data are loaded and before the first fork. Does nothing where the system
    has no huge pages or does not want to be asked.
    """
    if sys.platform != "linux":
        return
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for found in _ANONYMOUS.finditer(Path("/proc/self/maps").read_text(encoding="utf-8")):
        start, end = (int(address, 16) for address in found.groups())
        if end - start >= _LEAST:
            for advice in (_MADV_HUGEPAGE, _MADV_COLLAPSE):
                madvise(start, end - start, advice)
