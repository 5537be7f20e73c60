"""Addresses of the service as clients see them, also behind a proxy."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request

from csekg_api.observing.observation import observation
from csekg_api.settings import Settings


def service_url(request: Request, path: str) -> str:
    """Return the absolute address of a path of this service.

    The setting `CSEKG_PUBLIC_URL` says where the service is published; without it the address is
    the one the request came to (Host header, and what a trusted proxy tells in X-Forwarded-*).
    """
    settings: Settings = request.app.state.settings
    root = settings.public_url.rstrip("/")
    if not root:
        if not settings.allowed_hosts:
            # Whoever asked chose the host: no shared cache may keep such an answer for others.
            observation(request.scope).names_any_host = True
        root = f"{request.url.scheme}://{request.url.netloc}" + root_path(request)
    return root + path


def root_path(request: Request) -> str:
    """Return the path under which the service is published, without a slash at its end.

    It is that of `CSEKG_PUBLIC_URL` where this is set, or else what the server was told
    (`--root-path`). All links in pages and headers begin with it and name no host, so that they
    lead back to the host that was asked.
    """
    settings: Settings = request.app.state.settings
    if settings.public_url:
        return urlsplit(settings.public_url).path.rstrip("/")
    return str(request.scope.get("root_path", "")).rstrip("/")


def raw_path(request: Request) -> str:
    """Return the path of a request within the service, percent-encoded as the client sent it.

    What the framework hands to routes is decoded, so that `%2F` and `/` look the same.
    """
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    path = raw.partition(b"?")[0].decode("latin-1")
    return path.removeprefix(str(request.scope.get("root_path", "")).rstrip("/"))
