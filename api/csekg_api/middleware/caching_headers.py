"""Cache-Control, ETag and Vary of answers (RFC 9110 and RFC 9111)."""

from __future__ import annotations

from starlette.types import Message

from csekg_api.middleware.validators import quoted

#: The data change only with a release, some times a year, and each answer names its as-of date:
#: what is an hour old misleads nobody. After the hour a client asks again, mostly for a 304.
CACHEABLE = b"public, max-age=3600, must-revalidate"
#: What is no less fresh, but holds an address that the client chose (its Host).
_OF_ONE_CLIENT = b"private, max-age=3600, must-revalidate"
_NO_STORE = b"no-store"
# What the tag depends on; an answer that varies with more is passed on as it is.
_KNOWN_VARY = frozenset({"accept", "accept-encoding"})
_VARY = b"Accept, Accept-Encoding"
# A validator made of a file's time of installation is not the one that other servers have.
_OF_FILES = frozenset({b"etag", b"last-modified"})
_OK, _PARTIAL = 200, 206


def complete(message: Message, tag: bytes, *, shared: bool) -> bool:
    """Give the start of an answer to GET its caching headers; return whether it may be kept.

    Handlers may have set Cache-Control, which stays. `tag` is the opaque part of the entity tag,
    empty where there is none; `shared` tells whether caches may keep the answer for others.
    """
    cacheable = CACHEABLE if shared else _OF_ONE_CLIENT
    headers = list(message["headers"])
    # A list of its own: responses may be made once and sent often.
    message["headers"] = headers
    found = dict(headers)
    control = found.get(b"cache-control", b"")
    if message["status"] not in (_OK, _PARTIAL):
        _control(headers, control, cacheable if 300 <= message["status"] < 400 else _NO_STORE)
        return False
    vary = {part.strip().lower() for part in found.get(b"vary", b"").decode("latin-1").split(",")}
    _control(headers, control, cacheable)
    if _NO_STORE in control or b"private" in control or not vary <= _KNOWN_VARY | {""}:
        return False
    if tag:
        headers[:] = [header for header in headers if header[0] not in _OF_FILES]
        headers.append((b"etag", quoted(tag, found.get(b"content-encoding", b""))))
    return bool(message["status"] == _OK)


def never_stored(message: Message) -> None:
    """Give the start of an answer that holds for this moment only its Cache-Control."""
    headers = list(message["headers"])
    message["headers"] = headers
    _control(headers, dict(headers).get(b"cache-control", b""), _NO_STORE)


def not_modified(etag: bytes) -> Message:
    """Return the start of an answer 304; `etag` is the quoted tag that the client named."""
    headers = [(b"etag", etag), (b"cache-control", CACHEABLE), (b"vary", _VARY)]
    return {"type": "http.response.start", "status": 304, "headers": headers}


def _control(headers: list[tuple[bytes, bytes]], said: bytes, default: bytes) -> None:
    if not said:
        headers.append((b"cache-control", default))
