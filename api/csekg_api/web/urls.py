"""Public addresses of the service, also behind a proxy."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request

from csekg_api.observing.observation import observation
from csekg_api.settings import Settings

#: Path of the REST API.
API = "/api/v1"


def service_url(request: Request, path: str) -> str:
    """Return the absolute address of a path of this service.

    It begins with the setting `CSEKG_PUBLIC_URL`, or else with the host of the request (Host
    header, and X-Forwarded-* of a trusted proxy).
    """
    settings: Settings = request.app.state.settings
    root = settings.public_url.rstrip("/")
    if not root:
        if not settings.allowed_hosts:
            # The client chose the host: no shared cache may keep such an answer for others.
            observation(request.scope).names_any_host = True
        root = f"{request.url.scheme}://{request.url.netloc}" + root_path(request)
    return root + path


def root_path(request: Request) -> str:
    """Return the path under which the service is published, without a slash at its end.

    It is that of `CSEKG_PUBLIC_URL` if set, or else the option `--root-path` of the server. All
    links in pages and headers begin with it and name no host, so that they lead to the host of the
    request.
    """
    settings: Settings = request.app.state.settings
    if settings.public_url:
        return urlsplit(settings.public_url).path.rstrip("/")
    return str(request.scope.get("root_path", "")).rstrip("/")


def raw_path(request: Request) -> str:
    """Return the path of a request within the service, percent-encoded as the client sent it.

    FastAPI passes decoded paths to routes, in which `%2F` and `/` are the same.
    """
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    path = raw.partition(b"?")[0].decode("latin-1")
    return path.removeprefix(str(request.scope.get("root_path", "")).rstrip("/"))
