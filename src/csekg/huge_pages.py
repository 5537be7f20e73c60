"""Keeps the data in huge pages: faster look-ups, and faster forks, which copy the page tables."""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# madvise(2); MADV_COLLAPSE is there since Linux 6.1, and older kernels refuse it.
_MADV_HUGEPAGE, _MADV_COLLAPSE = 14, 25
_LEAST = 4 << 20
# Writable private memory that belongs to no file (proc_pid_maps(5)), be it the heap or nameless.
_ANONYMOUS = re.compile(r"^(\w+)-(\w+) rw-p 0+ 00:00 0 *(?:\[heap\])?$", re.MULTILINE)

# mallopt(3), of the GNU C library: how much free memory may lie at the end of the heap, how much
# more the heap takes whenever it grows, and from which size on a block is no part of it.
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
_TOP_PAD = 128 << 10
# What the library comes to by itself once it has seen large blocks freed; to set one of the three
# ends that.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = 64 << 20, 32 << 20
# Addresses only: memory is what is used of them.
_AHEAD = 256 << 20


@contextmanager
def ahead() -> Iterator[None]:
    """Have the first 256 MiB that the main thread allocates meanwhile in huge pages at once.

    This spares the kernel a fault for every 4 KiB, and `gather` the moving. Does nothing where the
    system has no huge pages or the C library is another.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    if libc is None or not hasattr(libc, "mallopt"):
        yield
        return
    libc.malloc.restype = ctypes.c_void_p
    libc.malloc.argtypes = (ctypes.c_size_t,)
    libc.free.argtypes = (ctypes.c_void_p,)
    libc.mallopt(_M_TRIM_THRESHOLD, _TRIM_THRESHOLD)
    libc.mallopt(_M_MMAP_THRESHOLD, _MMAP_THRESHOLD)
    libc.mallopt(_M_TOP_PAD, _AHEAD)
    # So large a block is not free in the heap, which grows.
    libc.free(libc.malloc(_LEAST))
    _advise(_MADV_HUGEPAGE)
    try:
        yield
    finally:
        libc.mallopt(_M_TOP_PAD, _TOP_PAD)
        # Gives back what has not been used, and what has been freed in between.
        libc.malloc_trim(0)


def gather() -> None:
    """Have the kernel move what this process has in memory into huge pages.

    Does nothing where the system has no huge pages or does not want to be asked.
    """
    if sys.platform == "linux":
        _advise(_MADV_HUGEPAGE, _MADV_COLLAPSE)


def _advise(*advice: int) -> None:
    """Give the kernel advice about all memory of this process that belongs to no file."""
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for found in _ANONYMOUS.finditer(Path("/proc/self/maps").read_text(encoding="utf-8")):
        start, end = (int(address, 16) for address in found.groups())
        if end - start >= _LEAST:
            for each in advice:
                madvise(start, end - start, each)
