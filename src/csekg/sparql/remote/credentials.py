"""HTTP authentication: a bearer token, or user and password with the scheme of the server."""

from __future__ import annotations

from collections.abc import Generator

import httpx2

from csekg.sparql.remote.settings import EndpointSettings


def credentials(settings: EndpointSettings) -> httpx2.Auth | None:
    """Return Bearer (RFC 6750), Basic or Digest authentication (RFC 7617, 7616); None if unset."""
    if token := settings.token.get_secret_value():
        return _Bearer(token)
    if settings.user:
        return _Password(settings.user, settings.password.get_secret_value())
    return None


class _Bearer(httpx2.Auth):
    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(
        self, request: httpx2.Request
    ) -> Generator[httpx2.Request, httpx2.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


class _Password(httpx2.Auth):
    """Sends Basic first, and Digest from then on where the server refuses Basic."""

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx2.BasicAuth(user, password)
        self._digest = httpx2.DigestAuth(user, password)
        self._wants_digest = False

    def auth_flow(
        self, request: httpx2.Request
    ) -> Generator[httpx2.Request, httpx2.Response, None]:
        if not self._wants_digest:
            response = yield from _last_of(self._basic.auth_flow(request))
            challenge = response.headers.get("www-authenticate", "").lower()
            # Virtuoso names no scheme in its answer to a wrong one.
            if response.status_code != 401 or challenge.startswith("basic"):
                return
            self._wants_digest = True
            del request.headers["Authorization"]
        yield from self._digest.auth_flow(request)


def _last_of(
    flow: Generator[httpx2.Request, httpx2.Response, None],
) -> Generator[httpx2.Request, httpx2.Response, httpx2.Response]:
    response = yield next(flow)
    return response
