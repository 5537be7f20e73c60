"""The key by which requests and connections of a client are counted."""

from __future__ import annotations

from ipaddress import IPv6Address


def counted_as(host: str) -> str:
    """Return the key under which an address is counted: the /64 network of an IPv6 address.

    A client with one IPv6 address usually has its whole /64. Anything else is its own key.
    """
    if ":" not in host:
        return host
    try:
        return str(int(IPv6Address(host.partition("%")[0])) >> 64)
    except ValueError:
        return host
