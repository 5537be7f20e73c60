"""Installs the middleware in the required order, with what answers 500 to unhandled exceptions."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from csekg.languages.current import ENGLISH, speaking
from csekg_api.middleware.common_headers import CommonHeaders, Compression, HeadAsGet, Options
from csekg_api.middleware.languages import ContentLanguage, Languages
from csekg_api.middleware.request_checks import BodyLimit, HostCheck
from csekg_api.middleware.response_cache import ResponseCache, service_version
from csekg_api.observing.logs import Log
from csekg_api.observing.observation import Listener, ObservationMiddleware, observation
from csekg_api.settings import Settings
from csekg_api.web.large_answers import AT_ONCE, OF_ONE, LargeAnswers
from csekg_api.web.problems import CRASHED, problem_response
from csekg_api.web.urls import LANGUAGE_PREFIX, in_its_language
from csekg_api.web.words import _
from csekg_api.workers.places import Places


class ErrorMiddleware:
    """Answers 500 to every exception that nothing else handles.

    Starlette's own handler is the outermost middleware, so that its answer would lack the headers
    of the others and would not be counted.
    """

    def __init__(self, app: ASGIApp, log: Log) -> None:
        self._app, self._log = app, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            seen = observation(scope)
            self._log.crash(seen, error)
            if seen.status:
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


_MEGABYTE = 1_000_000


def install_middleware(
    app: FastAPI,
    settings: Settings,
    fingerprint: str | None,
    log: Log,
    listeners: Sequence[Listener],
    beside: bytes = b"",
) -> None:
    """Install the middleware of an application.

    `fingerprint` names the dataset (None: answers get no validators), `beside` is a hash of what
    answers tell beside it; `listeners` are notified of every request, in addition to the log.
    """
    if fingerprint is not None:
        # Computed now, so that the first request need not wait for it.
        service_version()
    app.state.large_answers = Places(AT_ONCE, OF_ONE)
    layers = [
        # Outermost, so that it sees what inner middleware answers, too.
        Middleware(ObservationMiddleware, listeners=[log, *listeners]),
        # Outside of ErrorMiddleware, since browsers hide errors without these headers from scripts.
        Middleware(CommonHeaders, router=app.router),
        Middleware(ErrorMiddleware, log=log),
        Middleware(HostCheck, allowed=settings.hosts),
        # Outside of what routes, since the path of a page begins with its language.
        Middleware(Languages),
        Middleware(Options, router=app.router),
        Middleware(BodyLimit),
        # Outside of HeadAsGet, since an answer to HEAD is never large.
        Middleware(LargeAnswers),
        # Outside of the cache, so that HEAD and GET share it.
        Middleware(HeadAsGet),
        # Outside of the compression, so that cached answers are compressed once.
        Middleware(
            ResponseCache, fingerprint=fingerprint, beside=beside, cache_bytes=settings.answer_cache_mb * _MEGABYTE
        ),
        Middleware(Compression),
        Middleware(ContentLanguage),
    ]
    app.user_middleware[:] = [Middleware(HttpLayers, layers=layers)]


class HttpLayers:
    """Passes requests through the layers, the outermost first, and all but HTTP (the lifespan) past them."""

    def __init__(self, app: ASGIApp, layers: Sequence[Middleware]) -> None:
        self._app = self._layered = app
        for layer in reversed(layers):
            self._layered = layer.cls(self._layered, *layer.args, **layer.kwargs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        await (self._layered if scope["type"] == "http" else self._app)(scope, receive, send)
