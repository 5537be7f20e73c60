"""The log: one line for each request on standard error, as logfmt or JSON."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Sequence
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

from csekg.errors import CsekgError
from csekg_api.observing.observation import Observation

_SHOWN_OF_A_QUERY = 200
_KEYS = ["time", "level", "event", "id", "method", "path", "status", "ms", "bytes"]


class Log:
    """Logs requests; `format` is `text` (logfmt), `json` or `none` (crashes only)."""

    def __init__(self, format: str, stream: TextIO | None = None) -> None:
        """Take the format of the lines and the stream, standard error by default."""
        self._requests = format != "none"
        stream = stream or sys.stderr
        # Not structlog's global configuration, which an embedding program may set.
        self._logger = structlog.wrap_logger(
            structlog.WriteLogger(stream),
            processors=_processors(format, stream),
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        ).bind()

    def started(self) -> None:
        """Do nothing: a request is logged once it has ended."""

    def ended(self, seen: Observation) -> None:
        """Log one request."""
        if not self._requests:
            return
        line: dict[str, Any] = {
            "id": seen.request_id,
            "method": seen.method,
            "path": seen.path,
            "status": seen.status,
            "ms": _milliseconds(seen.seconds),
            "bytes": seen.sent_bytes,
        }
        if seen.kept:
            line["kept"] = True
        if seen.query:
            line |= _about_query(seen)
        level = "error" if seen.status >= 500 else "info"
        getattr(self._logger, level)("request", **line)

    def unprepared(self, error: CsekgError) -> None:
        """Log why the preparation at the start failed; the first request that needs it waits."""
        if self._requests:
            self._logger.warning("unprepared", detail=str(error))

    def unsealed(self, layers: Sequence[str]) -> None:
        """Log that a layer is missing that should keep workers from opening sockets and files.

        `layers` are those that there are.
        """
        how = f"sealed by {' and '.join(layers)} alone here"
        if not layers:
            how = "not sealed here: only the reader refuses SERVICE"
        self._logger.warning("unsealed", detail=f"workers are {how}")

    def failure(self, seen: Observation, cause: str) -> None:
        """Log why a request failed; `cause` is not part of its answer."""
        if self._requests:
            self._logger.error("failure", id=seen.request_id, path=seen.path, cause=cause)

    def crash(self, seen: Observation, error: Exception) -> None:
        """Log an unhandled exception with its traceback."""
        self._logger.error("crash", id=seen.request_id, path=seen.path, exc_info=error)


def _about_query(seen: Observation) -> dict[str, Any]:
    """Return the log fields about a query: a hash and the beginning of its text.

    Control characters are escaped, since anybody may send a query and a log is read in terminals.
    """
    text = seen.query.encode("utf-8", "backslashreplace")
    about: dict[str, Any] = {
        "query_hash": hashlib.sha256(text).hexdigest()[:16],
        "query": " ".join(seen.query[:_SHOWN_OF_A_QUERY].split()).encode("unicode_escape").decode("ascii"),
    }
    if seen.query_outcome:
        about["outcome"] = seen.query_outcome
    if seen.query_seconds is not None:
        about["query_ms"] = _milliseconds(seen.query_seconds)
    return about


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _processors(format: str, stream: TextIO) -> list[Processor]:
    stamp: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    if format == "json":
        return [*stamp, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # A traceback on one line would be unreadable.
    pretty = structlog.processors.ExceptionPrettyPrinter(stream)
    return [*stamp, pretty, structlog.processors.LogfmtRenderer(key_order=_KEYS, drop_missing=True)]


def server_log_config(format: str, *, supervised: bool) -> dict[str, Any]:
    """Return uvicorn's `log_config`: its warnings and errors in the same format and stream.

    Of several servers, which are `supervised`, it is told when one dies, an INFO of uvicorn's.
    """
    level = "INFO" if supervised else "WARNING"
    level = "ERROR" if format == "none" else level
    return {
        "version": 1,
        "disable_existing_loggers": False,
        # A function, so that the configuration can be sent to other processes.
        "formatters": {"csekg": {"()": _formatter, "log_format": format}},
        "handlers": {"csekg": {"class": "logging.StreamHandler", "formatter": "csekg"}},
        "loggers": {"uvicorn": {"handlers": ["csekg"], "level": level, "propagate": False}},
    }


def _formatter(log_format: str) -> structlog.stdlib.ProcessorFormatter:
    processors = _processors(log_format, sys.stderr)
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *processors]
    )
