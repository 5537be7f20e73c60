"""Cache-Control, ETag and Vary of answers (RFC 9110 and RFC 9111).

Entity tags are made from versions, hence known before the answer.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope

from csekg.days import today
from csekg.languages.current import current
from csekg_api.web.headers import takes_gzip

#: Paths whose answers say how long ago something was or what is still to come: they depend on the
#: day (UTC) as well.
_OF_TODAY = frozenset({"/", "/method", "/changes", "/api/v1/freshness", "/api/v1/news"})
#: The end of the paths of calendars, which depend on the day as well.
_CALENDAR = "/calendar.ics"
_PACKAGE = Path(__file__).resolve().parents[1]
_READ = frozenset({b"accept", b"host", b"if-none-match", b"if-range", b"range"})
_TAG = re.compile(rb'(?:W/)?"([!\x23-\x7e\x80-\xff]*)"')
_GZIP = b"-gzip"
# Of the deciding parts so many are the same whichever host the service is asked by.
_WITHOUT_HOST = 5


@dataclass(frozen=True, slots=True)
class RequestParts:
    """The parts of a GET request that determine the bytes of its answer, and its conditions.

    An answer that varies with anything else (see its Vary) is not cached and gets no tag.
    """

    #: Path, query, Accept, language, day where it matters; then scheme, host, prefix of a proxy.
    deciding: tuple[bytes, ...]
    gzip: bool
    if_none_match: bytes
    if_range: bytes
    is_range: bool


def request_parts(scope: Scope) -> RequestParts:
    """Return these parts of a request; a header sent several times counts as one list."""
    fields: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _READ:
            fields[name] = fields[name] + b"," + value if name in fields else value
    path = scope.get("raw_path") or scope["path"].encode("utf-8", "backslashreplace")
    parts = (
        path,
        scope["query_string"],
        fields.get(b"accept", b""),
        current().encode(),
        today().isoformat().encode() if _is_of_today(_inner_path(scope)) else b"",
        scope["scheme"].encode(),
        fields.get(b"host", b""),
        str(scope.get("root_path", "")).encode("utf-8", "backslashreplace"),
    )
    is_range = b"range" in fields
    return RequestParts(
        parts,
        # A range refers to the uncompressed bytes.
        not is_range and takes_gzip(scope["headers"]),
        fields.get(b"if-none-match", b""),
        fields.get(b"if-range", b""),
        is_range,
    )


def _is_of_today(path: str) -> bool:
    return path in _OF_TODAY or path.endswith(_CALENDAR)


def _inner_path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(str(scope.get("root_path", "")).rstrip("/")) or "/"


class Tags:
    """Makes the entity tags of one version of the dataset and the service."""

    def __init__(self, fingerprint: str, beside: bytes = b"") -> None:
        """Take the fingerprint of the dataset, and a hash of what answers tell beside it."""
        self._dataset, self._beside = fingerprint[:16].encode(), beside

    def tag(self, parts: RequestParts) -> bytes:
        """Return the opaque part of the tag, without quotes and content coding.

        It is the same on every host. Addresses in an answer may begin with the host, but so does
        the address of the resource, within which alone a tag is compared.
        """
        digest = hashlib.blake2b(service_version() + self._beside, digest_size=8)
        for part in parts.deciding[:_WITHOUT_HOST]:
            digest.update(b"%d:" % len(part))
            digest.update(part)
        return b"%s-%s" % (self._dataset, digest.hexdigest().encode())


def quoted(tag: bytes, coding: bytes) -> bytes:
    """Return a strong tag in the form of a header; each content coding has its own tag."""
    return b'"%s%s"' % (tag, _GZIP if coding == b"gzip" else b"")


def matching(tag: bytes, header: bytes, exists: bool) -> bytes | None:
    """Return the tag in an If-None-Match list that equals this one in any content coding, quoted.

    The comparison is weak (RFC 9110, section 13.1.2): `W/` makes no difference, and `*` matches if
    the answer `exists`.
    """
    if exists and header.strip() == b"*":
        return quoted(tag, b"")
    for candidate in _TAG.findall(header):
        if candidate.removesuffix(_GZIP) == tag:
            return b'"%s"' % candidate
    return None


@cache
def service_version() -> bytes:
    """Return a hash of this package, since answers change with its code, too.

    Computed once; reading the files takes some hundredths of a second.
    """
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(_PACKAGE.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.relative_to(_PACKAGE).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.digest()


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
