"""Answers 500 to unhandled exceptions, and logs them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from csekg.languages.current import ENGLISH, speaking
from csekg_api.observing.logs import Log
from csekg_api.observing.observation import observation
from csekg_api.web.problems import CRASHED, problem_response
from csekg_api.web.urls import LANGUAGE_PREFIX, in_its_language
from csekg_api.web.words import _


class ErrorMiddleware:
    """Answers 500 to every exception that nothing else handles.

    Starlette's own handler is the outermost middleware, so that its answer would lack the headers
    of the others and would not be counted.
    """

    def __init__(self, app: ASGIApp, log: Log) -> None:
        """Take the application and the log."""
        self._app, self._log = app, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            seen = observation(scope)
            self._log.crash(seen, error)
            if scope["type"] != "http" or seen.status:
                # The answer has begun: only closing the connection shows that it is incomplete.
                raise
            # The cause stands in the log; the client does not see it.
            # This stands outside of what chooses the language of a request.
            spoken = in_its_language(scope)
            language = str(spoken.get(LANGUAGE_PREFIX, "")).removeprefix("/") or ENGLISH
            with speaking(language):
                answer = problem_response(
                    Request(spoken), 500, CRASHED, localized=_(CRASHED), request_id=seen.request_id
                )
            await answer(scope, receive, send)
