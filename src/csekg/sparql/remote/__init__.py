"""A dataset on another server, queried over the SPARQL 1.1 Protocol.

Importing this package loads an HTTP client; the error is in `csekg.sparql.errors`.
"""

from csekg.sparql.remote.settings import EndpointSettings, endpoint_settings, settings_for
from csekg.sparql.remote.store import RemoteStore

__all__ = ["EndpointSettings", "RemoteStore", "endpoint_settings", "settings_for"]
