"""Chooses the language of an answer: by the beginning of the path, or by Accept-Language."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from werkzeug.http import parse_accept_header

from csekg.languages.current import ENGLISH, LANGUAGES, current, speaking
from csekg_api.web.urls import API, LANGUAGE_PREFIX, in_its_language

#: What is the same in all languages: it has one address, to which all pages lead.
_WITHOUT_LANGUAGE = frozenset(
    {
        "context.jsonld",
        "data",
        "docs",
        "healthz",
        "id",
        "metrics",
        "ontology",
        "ontology.ttl",
        "openapi.json",
        "page",
        "readyz",
        "robots.txt",
        "shapes",
        "shapes.ttl",
        "sitemap.xml",
        "sparql",
        "static",
        "vocabularies",
        ".well-known",
    }
)
_VARY = b"Accept-Language"
#: Of these the answer says its language in a header.
_SAYING = (b"application/json", b"application/ld+json", b"text/csv")


class Languages:
    """Makes the rest of the application speak the language that a request asks for.

    `/fr/states/SEN` is the French page of `/states/SEN`; English pages have no prefix. Only `/`
    asks Accept-Language: it leads to the start page in the language that the client prefers, and
    `/en/` is the English one for everybody. The API negotiates, too; there the parameter `lang`
    decides before the header.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        root = str(scope.get("root_path", "")).rstrip("/")
        spoken = in_its_language(scope)
        language = str(spoken.get(LANGUAGE_PREFIX, "")).removeprefix("/")
        path = str(scope["path"]).removeprefix(str(spoken.get("root_path", "")).rstrip("/"))
        if language:
            if place := _elsewhere(language, path):
                await _redirect(scope, root, place, language)(scope, receive, send)
            elif language == ENGLISH:
                start = {**scope, "path": f"{root}/", "raw_path": f"{root}/".encode()}
                await self._app(start, receive, send)
            else:
                with speaking(language):
                    await self._app(spoken, receive, send)
        elif path == "/":
            language = _preferred(scope["headers"])
            if language == ENGLISH:
                await self._app(scope, receive, _varying(send))
            else:
                away = RedirectResponse(f"{root}/{language}/", 302, {"Vary": _VARY.decode()})
                await away(scope, receive, send)
        elif path.startswith(f"{API}/"):
            with speaking(_preferred(scope["headers"])):
                await self._app(scope, receive, _varying(send))
        else:
            await self._app(scope, receive, send)


def _redirect(scope: Scope, root: str, place: str, language: str) -> RedirectResponse:
    """Return what leads to a path without language, or to the start page of one."""
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if place.startswith(API) and language != ENGLISH:
        pairs.append(("lang", language))
    query = urlencode(pairs)
    return RedirectResponse(root + quote(place) + (f"?{query}" if query else ""), 308)


def _elsewhere(language: str, path: str) -> str:
    """Return the path to which a path behind a language leads; '' where it is answered itself.

    The start page has a slash at its end in every language. Only that has the prefix of English.
    """
    if not path:
        return f"/{language}/"
    first = path.removeprefix("/").partition("/")[0]
    english = language == ENGLISH and path != "/"
    shared = first in _WITHOUT_LANGUAGE or first.startswith("sitemap-")
    if shared or f"{path}/".startswith(f"{API}/") or english:
        # One slash: what begins with two would lead to another host.
        return "/" + path.lstrip("/")
    return ""


def _varying(send: Send) -> Send:
    """Return what says of an answer that it depends on Accept-Language.

    Outside of the cache of answers, whose entries are made for one language each.
    """

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"].append((b"vary", _VARY))
        await send(message)

    return send_varying


class ContentLanguage:
    """Says in a header in which language an answer of the API is; a page says it itself.

    It stands where the handler has chosen the language.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        root = str(scope.get("root_path", "")).rstrip("/")
        says = str(scope.get("path", "")).removeprefix(root).startswith(f"{API}/")

        async def send_with_language(message: Message) -> None:
            starts = message["type"] == "http.response.start"
            if starts and _content_type(message).startswith(_SAYING):
                language = (b"content-language", current().encode())
                message = {**message, "headers": [*message["headers"], language]}
            await send(message)

        await self._app(scope, receive, send_with_language if says else send)


def _content_type(start: Message) -> bytes:
    content_type: bytes = dict(start["headers"]).get(b"content-type", b"")
    return content_type


def _preferred(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the language that Accept-Language asks for (RFC 9110, section 12.5.4).

    English for a request without the header, and for one that takes none of our languages.
    """
    header = b",".join(value for name, value in headers if name == b"accept-language")
    accepted = parse_accept_header(header.decode("latin-1"))
    # The first part of a tag is its language (RFC 5646, section 2.1).
    wanted = (tag.partition("-")[0].lower() for tag, quality in accepted if quality > 0)
    return next((language for language in wanted if language in LANGUAGES), ENGLISH)
