"""Facts about one request that log, metrics and headers of the answer need."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from starlette.types import Scope

_KEY = "csekg.observation"


@dataclass(slots=True)
class Observation:
    """One request and its answer; durations are seconds, `status` is 0 until the answer begins.

    Handlers of queries set the members that begin with `query`: the text, the duration and the
    outcome (`ok`, `error`, `timeout`, `busy` or `lost`).
    """

    request_id: str = ""
    method: str = ""
    path: str = ""
    started: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0
    #: The path of the matched route as declared (`/states/{key}`), empty if none matched.
    route: str = ""
    status: int = 0
    sent_bytes: int = 0
    #: Whether the answer came from the cache; None if the cache was not searched.
    kept: bool | None = None
    #: Whether the answer contains the Host of the request while no setting lists allowed hosts.
    names_any_host: bool = False
    query: str = ""
    query_seconds: float | None = None
    query_outcome: str = ""


def observe(scope: Scope) -> Observation:
    """Return a new observation of a request, and store it in the scope."""
    seen = Observation(method=scope["method"], path=_path(scope))
    scope[_KEY] = seen
    return seen


def observation(scope: Scope) -> Observation:
    """Return the observation in the scope, or an unused new one if there is none."""
    seen = scope.get(_KEY)
    return seen if isinstance(seen, Observation) else Observation()


def _path(scope: Scope) -> str:
    """Return the path as sent: percent-encoded, so that it fits on one line of the log."""
    raw = scope.get("raw_path") or scope["path"].encode("utf-8", "backslashreplace")
    return str(raw.decode("ascii", "backslashreplace"))
