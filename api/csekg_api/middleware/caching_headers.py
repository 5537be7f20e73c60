"""Sets Cache-Control, ETag and Vary of answers (RFC 9110 and RFC 9111)."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import Message

from csekg_api.middleware.validators import quoted

#: The data change only with a release, some times a year, and each answer names its as-of date: an
#: answer of an hour ago misleads nobody. After an hour a client revalidates, mostly with a 304.
CACHEABLE = "public, max-age=3600, must-revalidate"
#: For answers that contain an address chosen by the client (its Host).
OF_ONE_CLIENT = "private, max-age=3600, must-revalidate"
_NO_STORE = "no-store"
# The headers that a tag depends on; an answer that varies with others gets no tag.
_KNOWN_VARY = frozenset({"accept", "accept-encoding"})
_VARY = b"Accept, Accept-Encoding"
# Validators made from the time of installation of a file differ between servers.
_OF_FILES = ("ETag", "Last-Modified")
# Headers of a file that do not hold for its compressed bytes.
_OF_BYTES = ("ETag", "Accept-Ranges", "Repr-Digest")
_OK, _PARTIAL = 200, 206


def complete(status: int, headers: MutableHeaders, tag: bytes, *, shared: bool) -> bool:
    """Add caching headers to those of an answer to GET; return whether it may be cached here.

    A Cache-Control set by the handler stays. `tag` is the opaque part of the entity tag, empty for
    none; `shared` says whether shared caches may keep the answer.
    """
    cacheable = CACHEABLE if shared else OF_ONE_CLIENT
    if status not in (_OK, _PARTIAL):
        headers.setdefault("Cache-Control", cacheable if 300 <= status < 400 else _NO_STORE)
        return False
    control = headers.setdefault("Cache-Control", cacheable)
    vary = {part.strip().lower() for part in ",".join(headers.getlist("Vary")).split(",")}
    of_one = control != cacheable and (_NO_STORE in control or "private" in control)
    if of_one or not vary <= _KNOWN_VARY | {""}:
        return False
    if tag:
        for name in _OF_FILES:
            del headers[name]
        coding = headers.get("Content-Encoding", "").encode()
        headers["ETag"] = quoted(tag, coding).decode("latin-1")
    return bool(status == _OK)


def of_file(headers: MutableHeaders) -> None:
    """Complete the headers of an answer whose handler made the validators of a file.

    Compressed bytes are others than those whose checksum the entity tag is.
    """
    tag = headers.get("ETag")
    if tag and headers.get("Content-Encoding") == "gzip":
        for name in _OF_BYTES:
            del headers[name]
        headers["ETag"] = quoted(tag.strip('"').encode("latin-1"), b"gzip").decode("latin-1")


def never_stored(headers: MutableHeaders) -> None:
    """Add `Cache-Control: no-store` to the headers of an answer that holds for this moment only."""
    headers.setdefault("Cache-Control", _NO_STORE)


def not_modified(etag: bytes, control: str) -> Message:
    """Return the start of a 304 answer: the quoted tag that the client sent, its Cache-Control."""
    headers = [(b"etag", etag), (b"cache-control", control.encode()), (b"vary", _VARY)]
    return {"type": "http.response.start", "status": 304, "headers": headers}
