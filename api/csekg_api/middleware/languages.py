"""Chooses the language of an answer: by the beginning of the path, or by Accept-Language."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg.languages.current import ENGLISH, LANGUAGES, current, speaking
from csekg_api.web.languages import LANGUAGE_PREFIX, preferred
from csekg_api.web.urls import API

#: What is the same in all languages: it has one address, to which all pages lead.
_WITHOUT_LANGUAGE = frozenset({
    "context.jsonld", "data", "docs", "healthz", "id", "metrics", "ontology", "ontology.ttl",
    "openapi.json", "page", "rdf-graph-store", "readyz", "robots.txt", "shapes", "shapes.ttl",
    "sitemap.xml", "sparql", "static", "vocabularies", ".well-known",
})  # fmt: skip
_VARY = b"Accept-Language"
#: Of these the answer says its language in a header; a page says it itself.
_SAYING = (b"application/json", b"application/ld+json", b"text/csv")
#: The marks of English text (`csekg.languages.marks`) in UTF-8.
_MARKS = (b"\xef\xb7\x90", b"\xef\xb7\x91")
_TEXTS = (b"text/", b"application/json", b"application/ld+json", b"application/atom+xml",
          b"application/rss+xml", b"application/problem+json", b"image/svg+xml")  # fmt: skip


class Languages:
    """Makes the rest of the application speak the language that a request asks for.

    `/fr/states/SEN` is the French page of `/states/SEN`; English pages have no prefix. Only `/`
    asks Accept-Language: it leads to the start page in the language that the client prefers, and
    `/en/` is the English one for everybody. The API negotiates, too; there the parameter `lang`
    decides before the header.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        root = str(scope.get("root_path", "")).rstrip("/")
        path = str(scope["path"]).removeprefix(root)
        first, slash, rest = path.removeprefix("/").partition("/")
        if first in LANGUAGES:
            if place := _elsewhere(first, slash, rest):
                query = scope["query_string"].decode("latin-1")
                address = root + quote(place) + (f"?{query}" if query else "")
                if place.startswith(API) and first != ENGLISH:
                    address += f"{'&' if query else '?'}lang={first}"
                await RedirectResponse(address, 308)(scope, receive, send)
            elif first == ENGLISH:
                start = {**scope, "path": f"{root}/", "raw_path": f"{root}/".encode()}
                await self._app(start, receive, send)
            else:
                spoken = {**scope, "root_path": f"{root}/{first}", LANGUAGE_PREFIX: f"/{first}"}
                with speaking(first):
                    await self._app(spoken, receive, send)
        elif path == "/":
            language = preferred(scope["headers"])
            if language == ENGLISH:
                await self._app(scope, receive, _varying(send))
            else:
                away = RedirectResponse(f"{root}/{language}/", 302, {"Vary": _VARY.decode()})
                await away(scope, receive, send)
        elif path.startswith(f"{API}/"):
            with speaking(preferred(scope["headers"])):
                await self._app(scope, receive, _varying(send))
        else:
            await self._app(scope, receive, send)


def _elsewhere(language: str, slash: str, rest: str) -> str:
    """Return the path without language to which a path with one leads; '' where it leads nowhere.

    The start page has a slash at its end in every language.
    """
    first = rest.partition("/")[0]
    if not slash:
        return f"/{language}/"
    if (
        first in _WITHOUT_LANGUAGE
        or f"/{rest}/".startswith(f"{API}/")
        or (rest and language == ENGLISH)
    ):
        return f"/{rest}"
    return ""


def _varying(send: Send) -> Send:
    """Return what sends an answer that depends on Accept-Language, and says so."""

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: list[tuple[bytes, bytes]] = message["headers"]
            headers.append((b"vary", _VARY))
            if dict(headers).get(b"content-type", b"").startswith(_SAYING):
                headers.append((b"content-language", current().encode()))
        await send(message)

    return send_varying


class Unmarked:
    """Takes the marks of English text out of every answer in another language that is text.

    A page has elements in place of them by then.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        text = False

        async def send_unmarked(message: Message) -> None:
            nonlocal text
            if current() != ENGLISH:
                if message["type"] == "http.response.start":
                    headers = message["headers"]
                    text = dict(headers).get(b"content-type", b"").startswith(_TEXTS)
                    if text:
                        headers = [each for each in headers if each[0] != b"content-length"]
                        message = {**message, "headers": headers}
                elif text and message.get("body"):
                    body = message["body"]
                    for mark in _MARKS:
                        body = body.replace(mark, b"")
                    message = {**message, "body": body}
            await send(message)

        await self._app(scope, receive, send_unmarked)
