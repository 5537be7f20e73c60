"""Ranges of bytes that clients ask for (RFC 9110, section 14)."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request

_FORM = re.compile(r"([0-9]{1,18})-([0-9]{1,18})?|-[1-9][0-9]{0,17}")
# A client that asks for more ranges than this gets the whole file.
_MOST = 10


def check_range(request: Request, size: int) -> None:
    """Raise a 416 problem for a range beyond the end of a file; drop a header that is no range.

    RFC 9110, section 14.2. Starlette would answer both with plain text.
    """
    asked = request.headers.get("range")
    if asked is None:
        return
    unit, _, parts = asked.partition("=")
    found = [_FORM.fullmatch(part.strip()) for part in parts.split(",")]
    if unit != "bytes" or len(found) > _MOST or not all(map(_is_range, found)):
        headers = [header for header in request.scope["headers"] if header[0] != b"range"]
        request.scope["headers"] = headers
    elif any(match and match[1] and int(match[1]) >= size for match in found):
        raise HTTPException(
            416, f"the file has {size} bytes, and none of {asked[:100]!r}",
            {"Content-Range": f"bytes */{size}"},
        )  # fmt: skip


def _is_range(match: re.Match[str] | None) -> bool:
    return match is not None and not (match[2] and int(match[1]) > int(match[2]))
