"""Installs the middleware around the application, in the required order."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware import Middleware

from csekg_api.middleware.caching_headers import service_version
from csekg_api.middleware.common_headers import CommonHeaders, HeadAsGet, Options
from csekg_api.middleware.compression import Compression
from csekg_api.middleware.errors import ErrorMiddleware
from csekg_api.middleware.languages import ContentLanguage, Languages
from csekg_api.middleware.request_checks import BodyLimit, FieldLimits, HostCheck
from csekg_api.middleware.response_cache import ResponseCache
from csekg_api.observing.logs import Log
from csekg_api.observing.observation import Listener, ObservationMiddleware, traffic
from csekg_api.settings import Settings
from csekg_api.web.large_answers import AT_ONCE, OF_ONE, LargeAnswers
from csekg_api.workers.places import Places

_MEGABYTE = 1_000_000
_KILOBYTE = 1000


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
        Middleware(ObservationMiddleware, listeners=[log, traffic, *listeners]),
        # Outside of ErrorMiddleware, since browsers hide errors without these headers from scripts.
        Middleware(CommonHeaders, router=app.router),
        Middleware(ErrorMiddleware, log=log),
        # Before all that reads header fields.
        Middleware(FieldLimits),
        Middleware(HostCheck, allowed=settings.hosts),
        # Outside of what routes, since the path of a page begins with its language.
        Middleware(Languages),
        Middleware(Options, router=app.router),
        Middleware(BodyLimit, limit=settings.max_request_kb * _KILOBYTE),
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
    app.user_middleware[:] = layers
