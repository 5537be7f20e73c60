"""Checks the Host header of requests."""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from csekg_api.web.problems import problem_response

# A name, an IPv4 address or an IPv6 address in brackets, and a port (RFC 9110, section 4.2.1: not
# empty). RFC 3986 allows more characters in names, DNS does not.
_HOST = re.compile(rb"([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{0,5})?")
# Load balancers request these by the address of the machine; their answers contain no links.
_EXEMPT = frozenset({"/healthz", "/readyz", "/metrics"})


class Hosts:
    """Answers 400 unless there is one valid Host (RFC 9112, section 3.2), 421 to an unknown one.

    Links in answers contain the host of the request unless a setting names another: a client that
    could choose any host could poison a shared cache with such links.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        """Take the application and the allowed host names; empty allows all."""
        self._app, self._allowed = app, allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or (fault := self._fault(scope)) is None:
            await self._app(scope, receive, send)
            return
        # Without the invalid Host, from which no URL can be made.
        headers = [header for header in scope["headers"] if header[0] != b"host"]
        answer = problem_response(Request({**scope, "headers": headers}), *fault)
        await answer(scope, receive, send)

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if not hosts:
            missing = "the header Host is missing: it names the host that is asked"
            return None if scope["http_version"] == "1.0" else (400, missing)
        if len(hosts) > 1:
            return 400, f"one header Host is needed, but there are {len(hosts)}"
        if not (found := _HOST.fullmatch(hosts[0])):
            return 400, "the header Host must be a name or an address, and a port if need be"
        name = found[1].decode("ascii").lower()
        if self._allowed and name not in self._allowed and scope["path"] not in _EXEMPT:
            # RFC 9110, section 15.5.20.
            return 421, f"no host {name!r} is served here"
        return None
