"""Puts the layers around the application, in the order in which they have to be."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware import Middleware

from csekg_api.middleware.body_limit import BodyLimit
from csekg_api.middleware.common_headers import CommonHeaders, Options
from csekg_api.middleware.compression import Compression
from csekg_api.middleware.content_coding import ContentCoding
from csekg_api.middleware.crashes import Crashes
from csekg_api.middleware.field_limits import FieldLimits
from csekg_api.middleware.head_as_get import HeadAsGet
from csekg_api.middleware.hosts import Hosts
from csekg_api.middleware.rate_limit import RateLimit
from csekg_api.middleware.response_cache import ResponseCache
from csekg_api.middleware.validators import service_version
from csekg_api.observing.layer import Listener, Observing
from csekg_api.observing.logs import Log
from csekg_api.settings import Settings

_MEGABYTE = 1_000_000
_KILOBYTE = 1000


def install_middleware(
    app: FastAPI,
    settings: Settings,
    fingerprint: str | None,
    log: Log,
    listeners: Sequence[Listener],
) -> None:
    """Put the layers around an application that has none yet.

    `fingerprint` names the dataset (None: answers get no validators); `listeners` hear of every
    request beside the log.
    """
    if fingerprint is not None:
        # The layers are made with the first request, which need not wait for this.
        service_version()
    layers = [
        # Sees everything, also what the layers below it answer.
        Middleware(Observing, listeners=[log, *listeners]),
        # Errors need the headers, too: a browser shows a script no answer without them.
        Middleware(CommonHeaders, router=app.router),
        Middleware(Crashes, log=log),
        # What any layer below reads of the header is of a sane size, and names a sane host.
        Middleware(FieldLimits),
        Middleware(Hosts, allowed=settings.hosts),
        Middleware(Options, router=app.router),
        *([Middleware(RateLimit, limit=settings.rate_limit)] if settings.rate_limit else []),
        Middleware(ContentCoding),
        Middleware(BodyLimit, limit=settings.max_request_kb * _KILOBYTE),
        # Before what is kept, so that HEAD and GET share it.
        Middleware(HeadAsGet),
        # Outside of the compression, so that nothing is compressed twice.
        Middleware(
            ResponseCache,
            fingerprint=fingerprint,
            cache_bytes=settings.answer_cache_mb * _MEGABYTE,
        ),
        Middleware(Compression),
    ]
    app.user_middleware[:] = layers
