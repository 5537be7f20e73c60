"""Headers that several parts of the service set or read."""

from __future__ import annotations

import re

from fastapi import HTTPException, Request
from werkzeug.http import parse_accept_header

#: Pages may load style sheets and pictures of this service, no scripts, nothing of other hosts. A
#: page that needs more sets a header of its own.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

#: Response headers that scripts of other sites may read (Fetch standard, CORS protocol).
EXPOSED = (
    "Accept-Post",
    "Allow",
    "Content-Disposition",
    "Content-Location",
    "Csekg-Warning",
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "Server-Timing",
    "X-Request-ID",
)

#: Any site may read the answers: the data are open.
COMMON_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(EXPOSED),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

# The beginning that browsers send; comparing it takes less time than parsing.
_BROWSERS_ENCODINGS = b"gzip, deflate"


def takes_gzip(headers: list[tuple[bytes, bytes]]) -> bool:
    """Return whether the Accept-Encoding of a request takes gzip (RFC 9110, section 12.5.3)."""
    accepted = b",".join(value for name, value in headers if name == b"accept-encoding")
    return accepted.startswith(_BROWSERS_ENCODINGS) or (bool(accepted) and _with_gzip(accepted))


def _with_gzip(accepted: bytes) -> bool:
    return bool(parse_accept_header(accepted.decode("latin-1"))["gzip"] > 0)


_FORM = re.compile(r"([0-9]{1,18})-([0-9]{1,18})?|-[1-9][0-9]{0,17}")
# A client that asks for more ranges than this gets the whole file.
_MOST = 10


def check_range(request: Request, size: int) -> None:
    """Raise a 416 problem for a range beyond the end of a file; drop a header that is no range.

    RFC 9110, section 14.2. Starlette would answer both with plain text.
    """
    wanted = request.headers.get("range")
    if wanted is None:
        return
    unit, _, parts = wanted.partition("=")
    ranges = [_FORM.fullmatch(part.strip()) for part in parts.split(",")]
    if unit != "bytes" or len(ranges) > _MOST or not all(map(_is_range, ranges)):
        headers = [header for header in request.scope["headers"] if header[0] != b"range"]
        request.scope["headers"] = headers
    elif any(match and match[1] and int(match[1]) >= size for match in ranges):
        raise HTTPException(
            416, f"the file has {size} bytes, and none of {wanted[:100]!r}", {"Content-Range": f"bytes */{size}"}
        )


def _is_range(match: re.Match[str] | None) -> bool:
    return match is not None and not (match[2] and int(match[1]) > int(match[2]))
