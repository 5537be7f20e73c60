"""What is seen of one request while it is answered: for the log, the metrics and the answer."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from starlette.types import Scope

_KEY = "csekg.observation"


@dataclass(slots=True)
class Observation:
    """One request and its answer; durations are seconds, `status` is 0 until the answer begins.

    Handlers that answer a query fill in the members that begin with `query`: its text, the time it
    took and its outcome (`ok`, `error`, `timeout`, `busy` or `lost`).
    """

    request_id: str = ""
    method: str = ""
    path: str = ""
    started: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0
    #: The path as the route declares it (`/states/{key}`); empty where no route fits.
    route: str = ""
    status: int = 0
    sent_bytes: int = 0
    #: Whether the answer was kept from an earlier request; None where that was not looked up.
    kept: bool | None = None
    #: Whether the answer holds the Host of the request, and no setting says which ones there are.
    names_any_host: bool = False
    query: str = ""
    query_seconds: float | None = None
    query_outcome: str = ""


def observe(scope: Scope) -> Observation:
    """Begin to observe a request: return its observation, which the scope then holds."""
    seen = Observation(method=scope["method"], path=_path(scope))
    scope[_KEY] = seen
    return seen


def observation(scope: Scope) -> Observation:
    """Return the observation of a request, a new one that nobody reads where there is none."""
    seen = scope.get(_KEY)
    return seen if isinstance(seen, Observation) else Observation()


def _path(scope: Scope) -> str:
    """Return the path as it was sent: still percent-encoded, so that a log line stays one line."""
    raw = scope.get("raw_path") or scope["path"].encode("utf-8", "backslashreplace")
    return str(raw.decode("ascii", "backslashreplace"))
