"""The media type that a request states for its body, and a body of bounded length."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from werkzeug.http import parse_options_header

from csekg_api.web.problems import ProblemError

#: The most bytes of a Content-Type; that of a form with a file has 70.
MOST_BYTES = 200
_UTF_8 = ("utf-8", "utf8", "us-ascii")


def media_type(request: Request, known: Sequence[str], what: str) -> str:
    """Return the media type of the body, in lower case; `what` says what is sent in it.

    Raises a 415 problem for a Content-Type that is too long, for a media type that is not `known`,
    and for another charset than UTF-8.
    """
    sent = request.headers.get("content-type", "")
    stated, parameters = parse_options_header(sent[:MOST_BYTES])
    charset = parameters.get("charset", "utf-8")
    if not sent:
        fault = "the header Content-Type is missing"
    elif len(sent) > MOST_BYTES:
        fault = f"Content-Type may have {MOST_BYTES} bytes, but it has {len(sent):,}"
    elif stated.lower() not in known:
        fault = f"Content-Type {stated!r} is not understood"
    elif charset.lower() not in _UTF_8:
        fault = f"charset {charset!r} is not understood"
    else:
        return stated.lower()
    types = ", ".join(known)
    raise ProblemError(415, f"{fault}: send {what} in UTF-8 as {types}", {"Accept-Post": types})


async def body_of(request: Request, known: str, what: str, most_bytes: int) -> bytes:
    """Return the body of a request; raises a 415 problem as `media_type` does, 413 for a long one.

    `what` says what is sent in it.
    """
    media_type(request, [known], what)
    body = await request.body()
    if len(body) > most_bytes:
        raise ProblemError(413, f"{what} may have {most_bytes:,} bytes here, not {len(body):,}")
    return body
