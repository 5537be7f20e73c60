"""Public addresses of the service, also behind a proxy, with the language in them."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request
from starlette.types import Scope

from csekg.languages.current import LANGUAGES
from csekg_api.observing.observation import observation
from csekg_api.settings import Settings

#: The member of the scope that has the beginning of the path of a page in another language than
#: English, such as `/fr`.
LANGUAGE_PREFIX = "csekg.language_prefix"


def in_its_language(scope: Scope) -> Scope:
    """Return the scope of a request whose path begins with a language as that of a mounted service.

    The language becomes a part of the root path, as any prefix under which a service is published.
    The scope of any other request comes unchanged.
    """
    root = str(scope.get("root_path", "")).rstrip("/")
    first = str(scope["path"]).removeprefix(root).removeprefix("/").partition("/")[0]
    if first not in LANGUAGES:
        return scope
    return {**scope, "root_path": f"{root}/{first}", LANGUAGE_PREFIX: f"/{first}"}


#: Path of the REST API.
API = "/api/v1"
#: Paths whose answers are about this process at this moment, for load balancers and operators.
LIVE = frozenset({"/healthz", "/readyz", "/metrics"})


def service_url(request: Request, path: str) -> str:
    """Return the absolute address of a path of this service, in the language of the request.

    It begins with the setting `CSEKG_PUBLIC_URL`, or else with the host of the request (Host
    header, and X-Forwarded-* of a trusted proxy).
    """
    return origin(request) + root_path(request) + path


def origin(request: Request) -> str:
    """Return scheme and host of the addresses of this service, as `https://example.org`."""
    settings: Settings = request.app.state.settings
    if settings.public_url:
        public = urlsplit(settings.public_url)
        return f"{public.scheme}://{public.netloc}"
    if not settings.allowed_hosts:
        # The client chose the host: no shared cache may keep such an answer for others.
        observation(request.scope).names_any_host = True
    # A proxy may call a request over TLS "wss", whatever it is.
    scheme = request.url.scheme.replace("ws", "http")
    return f"{scheme}://{request.url.netloc}"


def root_path(request: Request) -> str:
    """Return the path under which pages in the language of the request are, as "/fr".

    It has no slash at its end, and is empty for a service at the root of its host that answers in
    English.
    """
    return base_path(request) + _language(request)


def base_path(request: Request) -> str:
    """Return the path under which the service is published, without a slash at its end.

    It is that of `CSEKG_PUBLIC_URL` if set, or else the option `--root-path` of the server. All
    links in pages and headers begin with it and name no host, so that they lead to the host of the
    request.
    """
    settings: Settings = request.app.state.settings
    if settings.public_url:
        return urlsplit(settings.public_url).path.rstrip("/")
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return root.removesuffix(_language(request))


def _language(request: Request) -> str:
    return str(request.scope.get(LANGUAGE_PREFIX, ""))


def own_path(request: Request) -> str:
    """Return the path of a request within the service, in whichever language."""
    return str(request.scope["path"]).removeprefix(str(request.scope.get("root_path", "")).rstrip("/"))


def raw_path(request: Request) -> str:
    """Return the path of a request within the service, percent-encoded as the client sent it.

    FastAPI passes decoded paths to routes, in which `%2F` and `/` are the same.
    """
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    path = raw.partition(b"?")[0].decode("latin-1")
    return path.removeprefix(str(request.scope.get("root_path", "")).rstrip("/"))
