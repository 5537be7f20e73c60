"""Names for requests, by which an answer, a log line and a report of a fault are matched."""

from __future__ import annotations

import re
import secrets

# What tracing headers and UUIDs need, and nothing that could break a log line or a header.
_SANE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:/+=@-]{0,127}")


def request_id(headers: list[tuple[bytes, bytes]]) -> str:
    """Return the X-Request-ID of a request if it is sane, a new random one otherwise."""
    for name, value in headers:
        if name == b"x-request-id" and _SANE.fullmatch(value):
            return value.decode("ascii")
    return secrets.token_hex(16)
