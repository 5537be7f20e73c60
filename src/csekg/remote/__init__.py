"""A dataset on a server of its own: asked over the SPARQL 1.1 Protocol, loaded by Graph Store."""

from csekg.remote.errors import EndpointError, EndpointTimeoutError
from csekg.remote.settings import EndpointSettings, endpoint_settings
from csekg.remote.store import RemoteStore

__all__ = [
    "EndpointError",
    "EndpointSettings",
    "EndpointTimeoutError",
    "RemoteStore",
    "endpoint_settings",
]
