"""The key by which requests and connections of a client are counted."""

from __future__ import annotations

from ipaddress import IPv6Address

from starlette.types import Scope


def counted_as(host: str) -> str:
    """Return the key under which an address is counted: the /64 network of an IPv6 address.

    A client with one IPv6 address usually has its whole /64. Anything else is its own key; a proxy
    may write an IPv4 address as `::ffff:192.0.2.1`.
    """
    if ":" not in host:
        return host
    try:
        address = IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    return str(address.ipv4_mapped or int(address) >> 64)


def client_of(scope: Scope) -> str:
    """Return the key of the client that sent a request.

    Its address is that of the connection, or the one in X-Forwarded-For of a trusted proxy.
    """
    return counted_as(str((scope.get("client") or ("", 0))[0]))
