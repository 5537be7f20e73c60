"""Raises the limit of open files: each connection takes one."""

from __future__ import annotations

import resource

from csekg.errors import CsekgError


def allow_files(number: int) -> None:
    """Raise the limit of open files of this process and its children to `number`.

    Raises CsekgError where the system does not allow it, since connections would have to wait.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= number:
        return
    if hard != resource.RLIM_INFINITY and hard < number:
        raise CsekgError(
            f"the connections and queries of CSEKG_MAX_CONNECTIONS and CSEKG_MAX_QUERIES need "
            f"{number:,} open files in one process, but the system allows {hard:,} (ulimit -n): "
            "set fewer, or raise the limit"
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, hard))
