"""How much memory there is, and how much of it queries may use unless a setting says so."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")
_MEBIBYTE = 1 << 20

# Three quarters of the memory are for queries; the dataset and the servers use the rest.
_SHARE = 0.75
_MOST_QUERIES = 64
_MOST_MB, _USUAL_MB, _LEAST_MB = 512, 256, 32
# At least so many queries run at once, however little memory each of them gets.
_FEWEST = 8


def memory_mb(cgroups: Path = _CGROUPS, own: Path = Path("/proc/self/cgroup")) -> int:
    """Return the megabytes that this process may use: those of the machine or of its container.

    The container's limit is `memory.max` of cgroup v2 or `memory.limit_in_bytes` of v1, the least
    from this process's group up to the root. Other limits are not considered.
    """
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for group, name in (
        (cgroups / _group(own, ""), "memory.max"),
        (cgroups / "memory" / _group(own, "memory"), "memory.limit_in_bytes"),
    ):
        for folder in (group, *group.parents):
            if not folder.is_relative_to(cgroups):
                break
            # No such group here, or `max` in it: no limit.
            with suppress(OSError, ValueError):
                limits.append(int((folder / name).read_text(encoding="ascii")))
    return min(limits) // _MEBIBYTE


def query_memory(memory: int) -> int:
    """Return the megabytes that one query may use, on a machine that has `memory` megabytes.

    A 64th of three quarters of it, at most 512; if that is less than 256, an eighth of them, at
    most 256.
    """
    budget = int(memory * _SHARE)
    fair = max(budget // _MOST_QUERIES, min(_USUAL_MB, budget // _FEWEST))
    return max(_LEAST_MB, min(_MOST_MB, fair))


def queries_at_once(memory: int, each: int) -> int:
    """Return how many queries of `each` megabytes fit in three quarters of `memory`.

    At most 64, and at least 8: a query rarely uses all that it may.
    """
    return max(_FEWEST, min(_MOST_QUERIES, int(memory * _SHARE) // each))


def _group(own: Path, controller: str) -> str:
    """Return the path of this process's cgroup, '' for none; v2 has the controller ''."""
    with suppress(OSError, ValueError):
        for line in own.read_text(encoding="utf-8").splitlines():
            _, controllers, path = line.split(":", 2)
            if controller in controllers.split(","):
                return path.strip("/")
    return ""
