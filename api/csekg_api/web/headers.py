"""Headers that several parts of the service set or read."""

from __future__ import annotations

from werkzeug.http import parse_accept_header

#: Pages may load style sheets and pictures of this service, no scripts, nothing of other hosts. A
#: page that needs more sets a header of its own.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

#: Response headers that scripts of other sites may read (Fetch standard, CORS protocol).
EXPOSED = (
    "Accept-Post", "Allow", "Content-Disposition", "Content-Location", "Csekg-Warning", "ETag",
    "Link", "Location", "Repr-Digest", "Retry-After", "Server-Timing", "X-Request-ID",
)  # fmt: skip

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
