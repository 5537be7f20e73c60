"""A dataset on another server: queried over the SPARQL 1.1 Protocol, loaded by Graph Store HTTP.

Importing this package loads an HTTP client; the errors are in `csekg.sparql.errors`.
"""

from csekg.sparql.remote.connection import EndpointSettings, endpoint_settings
from csekg.sparql.remote.store import RemoteStore

__all__ = ["EndpointSettings", "RemoteStore", "endpoint_settings"]
