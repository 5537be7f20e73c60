"""A dataset on another server: queried over the SPARQL 1.1 Protocol, loaded by Graph Store HTTP."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from csekg.sparql.remote.errors import EndpointError, EndpointTimeoutError, RefusedQueryError

if TYPE_CHECKING:
    from csekg.sparql.remote.settings import EndpointSettings, endpoint_settings
    from csekg.sparql.remote.store import RemoteStore

__all__ = [
    "EndpointError",
    "EndpointSettings",
    "EndpointTimeoutError",
    "RefusedQueryError",
    "RemoteStore",
    "endpoint_settings",
]

# Every service handles the errors; only one with a remote store needs an HTTP client.
_HOMES = {"EndpointSettings": "settings", "RemoteStore": "store", "endpoint_settings": "settings"}


def __getattr__(name: str) -> object:
    """Return a name of this package; imports its module on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
