"""Limits of what a request may send: parameters, the media type of its body, and its length.

The client is whoever shares these limits with others, by the key under which it is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from ipaddress import IPv6Address

from fastapi import Request
from starlette.types import Scope
from werkzeug.http import parse_options_header

from csekg_api.web.problems import ProblemError

#: The most characters of the key of a thing, and of a part of a name.
KEY, NAME = 60, 100
#: The most characters of the value of a parameter, unless its route allows more.
LONGEST = 200
#: The most values of one filter.
SEVERAL = 50
#: The most bytes of a body; deploy/haproxy.cfg has the same limit.
BODY_BYTES = 1_024_000
#: The most parameters of an address or a form: the time to read them grows with their number.
MOST_FIELDS = 100


def too_many_fields(number: int) -> str:
    """Return what is said to a request with more parameters than `MOST_FIELDS`."""
    return f"a request may have {MOST_FIELDS} parameters, but this one has {number:,}"


def check_values(request: Request, status: int, several: Collection[str] = (), longer: Mapping[str, int] = {}) -> None:
    """Raise a problem of this status for a value that is too long or given twice.

    Parameters in `several` may be given several times. Of any other, keeping one of two values
    silently would answer another question than the client sent. `longer` has the lengths of
    parameters that may be longer than `LONGEST`.
    """
    seen: set[str] = set()
    for name, value in request.query_params.multi_items():
        most = longer.get(name, LONGEST)
        if len(value) > most:
            raise ProblemError(
                status, f"parameter {name[:KEY]} should have at most {most} characters, but it has {len(value)}"
            )
        if name in seen and name not in several:
            raise ProblemError(status, f"parameter {name[:KEY]} may be given once, but it is given several times")
        seen.add(name)


#: The most bytes of a Content-Type; that of a form with a file has 70.
MOST_BYTES = 200
_UTF_8 = ("utf-8", "utf8", "us-ascii")


def media_type(request: Request, accepted: Sequence[str], what: str) -> str:
    """Return the media type of the body, in lower case; `what` says what is sent in it.

    Raises a 415 problem for a Content-Type that is too long, for a media type that is not `accepted`,
    and for another charset than UTF-8.
    """
    sent = request.headers.get("content-type", "")
    stated, parameters = parse_options_header(sent[:MOST_BYTES])
    charset = parameters.get("charset", "utf-8")
    if not sent:
        fault = "the header Content-Type is missing"
    elif len(sent) > MOST_BYTES:
        fault = f"Content-Type may have {MOST_BYTES} bytes, but it has {len(sent):,}"
    elif stated.lower() not in accepted:
        fault = f"Content-Type {stated!r} is not understood"
    elif charset.lower() not in _UTF_8:
        fault = f"charset {charset!r} is not understood"
    else:
        return stated.lower()
    types = ", ".join(accepted)
    raise ProblemError(415, f"{fault}: send {what} in UTF-8 as {types}", {"Accept-Post": types})


async def body_of(request: Request, accepted: Sequence[str], what: str, most_bytes: int) -> tuple[str, bytes]:
    """Return media type and body of a request; raises a 415 problem as `media_type` does, 413 for a long one.

    `what` says what is sent in it.
    """
    kind, body = media_type(request, accepted, what), await request.body()
    if len(body) > most_bytes:
        raise ProblemError(413, f"{what} may have {most_bytes:,} bytes here, not {len(body):,}")
    return kind, body


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
