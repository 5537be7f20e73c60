"""Headers that several parts of the service set or read."""

from __future__ import annotations

from werkzeug.http import parse_accept_header

#: What pages may load: our own style sheets and pictures, no script, nothing foreign. A page that
#: needs more says so in a header of its own.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

#: Headers of answers that a script of another site may read (Fetch standard, CORS protocol).
EXPOSED = (
    "Accept-Post", "Allow", "Content-Disposition", "Content-Location", "ETag", "Link", "Location",
    "RateLimit", "RateLimit-Policy", "Retry-After", "Server-Timing", "X-Request-ID",
)  # fmt: skip

#: Any site may read what is served: the data are open.
COMMON_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(EXPOSED),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

# What browsers send; to compare takes less time than to parse.
_BROWSERS_ENCODINGS = b"gzip, deflate"


def takes_gzip(headers: list[tuple[bytes, bytes]]) -> bool:
    """Return whether the Accept-Encoding of a request takes gzip (RFC 9110, section 12.5.3)."""
    said = b",".join(value for name, value in headers if name == b"accept-encoding")
    if not said:
        return False
    if said.startswith(_BROWSERS_ENCODINGS):
        return True
    accepted = parse_accept_header(said.decode("latin-1"))
    return accepted["gzip"] > 0
