"""Conditional GET (304 before anything is computed), and a cache of complete answers.

Cache-Control, ETag and Vary are those of RFC 9110 and RFC 9111. Entity tags are made from versions,
hence known before the answer.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from cachetools import LRUCache
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg.languages.current import current
from csekg.languages.days import today
from csekg_api.observing.observation import observation
from csekg_api.web.headers import takes_gzip
from csekg_api.web.large_answers import content_length
from csekg_api.web.urls import LIVE

#: Paths whose answers say how long ago something was or what is still to come: they depend on the
#: day (UTC) as well.
_OF_TODAY = frozenset({"/", "/method", "/changes", "/joined", "/api/v1/freshness", "/api/v1/news"})
#: Calendars, briefs and the pages on joining depend on the day as well.
_DATED = re.compile(r"/calendar\.ics$|^(/api/v1)?/states/[^/]+/(brief|join)\b")
#: What answers queries that are POSTed, too, and the longest body of which the answer is kept.
_QUERIED, _LONGEST_QUERY = frozenset({"/sparql", "/sparql/"}), 65_536
_PACKAGE = Path(__file__).resolve().parents[1]
_READ = frozenset({b"accept", b"host", b"if-none-match", b"if-range", b"range"})
_TAG = re.compile(rb'(?:W/)?"([!\x23-\x7e\x80-\xff]*)"')
_GZIP = b"-gzip"
# Of the deciding parts so many are the same whichever host the service is asked by.
_WITHOUT_HOST = 5


@dataclass(frozen=True, slots=True)
class RequestParts:
    """The parts of a request that determine the bytes of its answer, and its conditions.

    An answer that varies with anything else (see its Vary) is not cached and gets no tag.
    """

    #: Path, query, Accept, language, day where it matters; then scheme, host, prefix of a proxy; of a POST
    #: the type of its body, and the body.
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
    return path in _OF_TODAY or bool(_DATED.search(path))


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


def never_stored(headers: MutableHeaders) -> None:
    """Add `Cache-Control: no-store` to the headers of an answer that holds for this moment only."""
    headers.setdefault("Cache-Control", _NO_STORE)


def not_modified(etag: bytes, control: str) -> Message:
    """Return the start of a 304 answer: the quoted tag that the client sent, its Cache-Control."""
    headers = [(b"etag", etag), (b"cache-control", control.encode()), (b"vary", _VARY)]
    return {"type": "http.response.start", "status": 304, "headers": headers}


# One answer may take at most this fraction of the cache.
_SHARE = 8
# Bytes of an entry in addition to body, path and query: objects and headers.
_OVERHEAD = 2000
_KNOWN_TAGS = 10_000

Key = tuple[tuple[bytes, ...], bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """A complete answer of status 200, and its route."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    tag: bytes
    route: str
    size: int


class ResponseCache:
    """Adds validators to answers to GET, answers 304, and caches answers, also those to queries that are POSTed.

    The least recently used answers go when the cache is full. It saves all of the time of a page,
    10 to 90 ms of processor.

    The dataset never changes within a process, so that a cached answer stays correct. Handlers set
    `Cache-Control: no-store` on answers for which that does not hold.
    """

    def __init__(self, app: ASGIApp, fingerprint: str | None, cache_bytes: int, beside: bytes = b"") -> None:
        """Take the application, the dataset's fingerprint (None: no validators), and the size.

        `beside` is a hash of what answers tell beside the dataset.
        """
        self._app = app
        self._tags = Tags(fingerprint, beside) if fingerprint else None
        self._limit = cache_bytes // _SHARE
        self._kept: LRUCache[Key, Kept] = LRUCache(cache_bytes, getsizeof=lambda entry: entry.size)
        # Of each tag the route and Cache-Control, for answers 304, which no handler makes.
        self._tagged: LRUCache[bytes, tuple[str, str]] = LRUCache(_KNOWN_TAGS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["method"] == "GET" and scope["path"] not in LIVE:
            await self._get(scope, receive, send)
        elif _is_short_query(scope):
            await self._query(scope, receive, send)
        else:
            await self._pass(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on an answer that holds for this moment only."""

        async def send_completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                never_stored(_own_headers(message))
            await send(message)

        try:
            await self._app(scope, receive, send_completed)
        finally:
            observation(scope).route = _route_template(scope)

    async def _get(self, scope: Scope, receive: Receive, send: Send) -> None:
        what, seen = request_parts(scope), observation(scope)
        entry = None if what.is_range else self._kept.get((what.deciding, what.gzip))
        tag = entry.tag if entry else self._tags.tag(what) if self._tags else b""
        match = matching(tag, what.if_none_match, exists=entry is not None) if tag else None
        if match:
            # What is not known may be for this client alone.
            seen.route, control = self._tagged.get(tag, ("", OF_ONE_CLIENT))
            await _send(send, not_modified(match, control), b"")
        elif entry is not None:
            await _send_kept(scope, send, entry)
        else:
            seen.kept = False
            await self._answer(_unconditional(scope, what, tag), receive, send, what, tag)

    async def _query(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a query that is POSTed: as by GET, but without validators, and no other cache may keep it."""
        messages = [await receive()]
        while messages[-1].get("more_body", False):
            messages.append(await receive())
        body = b"".join(message.get("body", b"") for message in messages)
        what = request_parts(scope)
        type_ = Headers(scope=scope).get("content-type", "").encode()
        what = replace(what, deciding=(*what.deciding, type_, body))
        entry = self._kept.get((what.deciding, what.gzip))
        if entry is not None:
            await _send_kept(scope, send, entry)
            return

        async def receive_again() -> Message:
            return messages.pop(0) if messages else await receive()

        observation(scope).kept = False
        await self._answer(scope, receive_again, send, what, b"")

    async def _answer(self, scope: Scope, receive: Receive, send: Send, what: RequestParts, tag: bytes) -> None:
        """Let the application answer, and cache the answer if that is allowed."""
        headers: tuple[tuple[bytes, bytes], ...] = ()
        chunks: list[bytes] | None = []
        size, unmodified = 0, False

        async def send_kept(message: Message) -> None:
            nonlocal headers, chunks, size, unmodified
            if message["type"] == "http.response.start":
                shared, own = not observation(scope).names_any_host, _own_headers(message)
                if scope["method"] == "POST":
                    keep = message["status"] == _OK and "cache-control" not in own
                    never_stored(own)
                else:
                    keep = complete(message["status"], own, tag, shared=shared)
                if not keep:
                    chunks = None
                elif tag:
                    control = own["Cache-Control"]
                    self._tagged[tag] = _route_template(scope), control
                    if what.if_none_match.strip() == b"*":
                        chunks, unmodified = None, True
                        message = not_modified(quoted(tag, b""), control)
                headers = tuple(message["headers"])
                if content_length(message) > self._limit:
                    chunks = None
            elif chunks is not None:
                chunks.append(message["body"])
                size += len(message["body"])
                if size > self._limit or what.is_range:
                    chunks = None
                elif not message.get("more_body", False):
                    self._keep(scope, what, headers, b"".join(chunks), tag)
            elif unmodified:
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, receive, send_kept)
        finally:
            observation(scope).route = _route_template(scope)

    def _keep(
        self, scope: Scope, what: RequestParts, headers: tuple[tuple[bytes, bytes], ...], body: bytes, tag: bytes
    ) -> None:
        route = _route_template(scope)
        # Server-Timing of this answer does not hold for later ones.
        stored = tuple(header for header in headers if header[0] not in _NOT_KEPT)
        stored = (*stored, (b"content-length", b"%d" % len(body)))
        size = len(body) + sum(map(len, what.deciding)) + _OVERHEAD
        if size <= self._kept.maxsize:
            self._kept[what.deciding, what.gzip] = Kept(stored, body, tag, route, size)


_NOT_KEPT = frozenset({b"content-length", b"server-timing"})


def _own_headers(message: Message) -> MutableHeaders:
    """Return the headers of an answer, copied: a response object may be sent several times."""
    message["headers"] = [*message["headers"]]
    return MutableHeaders(raw=message["headers"])


def _unconditional(scope: Scope, what: RequestParts, tag: bytes) -> Scope:
    """Return the scope without conditional headers; they are evaluated here."""
    if not tag:
        return scope
    decided = {b"if-none-match", b"if-range", b"if-modified-since"}
    if what.if_range and what.if_range != quoted(tag, b""):
        # RFC 9110, section 13.1.5: the client has a part of another version, and gets the whole.
        decided.add(b"range")
    headers = [header for header in scope["headers"] if header[0] not in decided]
    scope["headers"] = headers
    return scope


def _is_short_query(scope: Scope) -> bool:
    length = Headers(scope=scope).get("content-length", "")
    short = length.isdecimal() and int(length) <= _LONGEST_QUERY
    return scope["method"] == "POST" and _inner_path(scope) in _QUERIED and short


async def _send_kept(scope: Scope, send: Send, entry: Kept) -> None:
    seen = observation(scope)
    seen.kept, seen.route = True, entry.route
    # A copy, since outer middleware adds to it.
    await _send(send, {"type": "http.response.start", "status": 200, "headers": [*entry.headers]}, entry.body)


async def _send(send: Send, start: Message, body: bytes) -> None:
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _route_template(scope: Scope) -> str:
    """Return the path of the matched route as declared (`/states/{key}`), empty if none matched."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path_format", None) or getattr(route, "path", ""))
    # Of mounted files only the prefix of the path is declared.
    root, outer = scope.get("root_path", ""), scope.get("app_root_path")
    return "" if outer is None or root == outer else f"{root.removeprefix(outer)}/{{path}}"
