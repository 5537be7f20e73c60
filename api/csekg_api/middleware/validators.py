"""Entity tags that follow from versions: known before an answer is made (RFC 9110, section 8.8)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.types import Scope

from csekg_api.web.headers import takes_gzip

_PACKAGE = Path(__file__).resolve().parents[1]
_READ = frozenset({b"accept", b"host", b"if-none-match", b"if-range", b"range"})
_TAG = re.compile(rb'(?:W/)?"([!\x23-\x7e\x80-\xff]*)"')
_GZIP = b"-gzip"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a GET request decides the bytes of its answer, and its conditions.

    An answer that varies with anything else (its Vary tells) is neither kept nor given a tag.
    """

    #: Path, query, Accept, scheme, host and the prefix of a proxy.
    parts: tuple[bytes, ...]
    gzip: bool
    if_none_match: bytes
    if_range: bytes
    is_range: bool


def asked(scope: Scope) -> Asked:
    """Return what a request asks; a header that is sent several times counts as one list."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _READ:
            found[name] = found[name] + b"," + value if name in found else value
    path = scope.get("raw_path") or scope["path"].encode("utf-8", "backslashreplace")
    parts = (
        path,
        scope["query_string"],
        found.get(b"accept", b""),
        scope["scheme"].encode(),
        found.get(b"host", b""),
        str(scope.get("root_path", "")).encode("utf-8", "backslashreplace"),
    )
    is_range = b"range" in found
    return Asked(
        parts,
        # A part is one of the bytes as they are stored.
        not is_range and takes_gzip(scope["headers"]),
        found.get(b"if-none-match", b""),
        found.get(b"if-range", b""),
        is_range,
    )


class Tags:
    """Makes the entity tags of one version of the dataset and the service."""

    def __init__(self, fingerprint: str) -> None:
        """Take the fingerprint of the dataset."""
        self._dataset = fingerprint[:16].encode()

    def tag(self, asked: Asked) -> bytes:
        """Return the opaque part of the tag, without quotes and without the content coding."""
        digest = hashlib.blake2b(service_version(), digest_size=8)
        for part in asked.parts:
            digest.update(b"%d:" % len(part))
            digest.update(part)
        return b"%s-%s" % (self._dataset, digest.hexdigest().encode())


def quoted(tag: bytes, coding: bytes) -> bytes:
    """Return a strong tag as it stands in a header; other bytes by coding have another tag."""
    return b'"%s%s"' % (tag, _GZIP if coding == b"gzip" else b"")


def matching(tag: bytes, header: bytes, exists: bool) -> bytes | None:
    """Return the quoted tag of an If-None-Match list that names this tag, in any content coding.

    Compared as RFC 9110, section 13.1.2 has it: `W/` makes no difference, and `*` names whatever
    `exists`.
    """
    if exists and header.strip() == b"*":
        return quoted(tag, b"")
    for candidate in _TAG.findall(header):
        if candidate.removesuffix(_GZIP) == tag:
            return b'"%s"' % candidate
    return None


@cache
def service_version() -> bytes:
    """Return a hash of this package: an answer changes with the code that makes it, too.

    Taken once, from files that take some hundredths of a second to read.
    """
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(_PACKAGE.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.relative_to(_PACKAGE).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.digest()
