"""Request ids, which relate an answer, its log line and a bug report."""

from __future__ import annotations

import re
import secrets

# The characters of tracing headers and UUIDs; none can break a log line or a header.
_SANE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:/+=@-]{0,127}")


def request_id(headers: list[tuple[bytes, bytes]]) -> str:
    """Return the X-Request-ID of a request if it is valid, or a new random one."""
    for name, value in headers:
        if name == b"x-request-id" and _SANE.fullmatch(value):
            return value.decode("ascii")
    return secrets.token_hex(16)
