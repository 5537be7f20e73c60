"""Sets Cache-Control, ETag and Vary of answers (RFC 9110 and RFC 9111)."""

from __future__ import annotations

from starlette.types import Message

from csekg_api.middleware.validators import quoted

#: The data change only with a release, some times a year, and each answer names its as-of date: an
#: answer of an hour ago misleads nobody. After an hour a client revalidates, mostly with a 304.
CACHEABLE = b"public, max-age=3600, must-revalidate"
#: For answers that contain an address chosen by the client (its Host).
OF_ONE_CLIENT = b"private, max-age=3600, must-revalidate"
_NO_STORE = b"no-store"
# The headers that a tag depends on; an answer that varies with others gets no tag.
_KNOWN_VARY = frozenset({"accept", "accept-encoding"})
_VARY = b"Accept, Accept-Encoding"
# Validators made from the time of installation of a file differ between servers.
_OF_FILES = frozenset({b"etag", b"last-modified"})
# Headers of a file that do not hold for its compressed bytes.
_OF_BYTES = frozenset({b"etag", b"accept-ranges", b"repr-digest"})
_OK, _PARTIAL = 200, 206


def complete(message: Message, tag: bytes, *, shared: bool) -> bool:
    """Add caching headers to the start of an answer to GET; return whether it may be cached here.

    A Cache-Control set by the handler stays. `tag` is the opaque part of the entity tag, empty for
    none; `shared` says whether shared caches may keep the answer.
    """
    cacheable = CACHEABLE if shared else OF_ONE_CLIENT
    headers = list(message["headers"])
    # A copy: a response object may be sent several times.
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


def of_file(message: Message) -> None:
    """Complete the start of an answer whose handler made the validators of a file.

    Compressed bytes are others than those whose checksum the entity tag is.
    """
    headers = list(message["headers"])
    message["headers"] = headers
    found = dict(headers)
    if b"etag" in found and found.get(b"content-encoding") == b"gzip":
        headers[:] = [each for each in headers if each[0] not in _OF_BYTES]
        headers.append((b"etag", quoted(found[b"etag"].strip(b'"'), b"gzip")))


def never_stored(message: Message) -> None:
    """Add `Cache-Control: no-store` to the start of an answer that holds for this moment only."""
    headers = list(message["headers"])
    message["headers"] = headers
    _control(headers, dict(headers).get(b"cache-control", b""), _NO_STORE)


def not_modified(etag: bytes, control: bytes) -> Message:
    """Return the start of a 304 answer: the quoted tag that the client sent, its Cache-Control."""
    headers = [(b"etag", etag), (b"cache-control", control), (b"vary", _VARY)]
    return {"type": "http.response.start", "status": 304, "headers": headers}


def _control(headers: list[tuple[bytes, bytes]], value: bytes, default: bytes) -> None:
    if not value:
        headers.append((b"cache-control", default))
