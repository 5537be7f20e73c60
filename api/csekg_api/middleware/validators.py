"""Entity tags (RFC 9110, section 8.8) made from versions, hence known before the answer."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.types import Scope

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
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _READ:
            found[name] = found[name] + b"," + value if name in found else value
    path = scope.get("raw_path") or scope["path"].encode("utf-8", "backslashreplace")
    parts = (
        path,
        scope["query_string"],
        found.get(b"accept", b""),
        current().encode(),
        today().isoformat().encode() if _is_of_today(_inner_path(scope)) else b"",
        scope["scheme"].encode(),
        found.get(b"host", b""),
        str(scope.get("root_path", "")).encode("utf-8", "backslashreplace"),
    )
    is_range = b"range" in found
    return RequestParts(
        parts,
        # A range refers to the uncompressed bytes.
        not is_range and takes_gzip(scope["headers"]),
        found.get(b"if-none-match", b""),
        found.get(b"if-range", b""),
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
