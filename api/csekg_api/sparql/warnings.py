"""Warnings beside the answer to a query: a member of SPARQL's JSON results, and a header.

SPARQL 1.1 Query Results JSON Format has no warnings and does not close its object to further
members, which clients ignore.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

#: How Oxigraph begins results in JSON; JSON-LD does not begin so.
JSON_HEAD = b'{"head":{'
#: The header of answers: a list of strings (RFC 9651, section 3.1), one for each warning.
HEADER = "Csekg-Warning"
# Servers and proxies refuse headers of eight kilobytes; a warning has two names at most.
_MOST = 1_500


def with_member(results: bytes, warnings: Sequence[str]) -> bytes:
    """Return results in JSON with the member `warnings` at the end."""
    member = json.dumps(list(warnings), ensure_ascii=False).encode()
    return results.rstrip()[:-1] + b',"warnings":' + member + b"}"


def header(warnings: Sequence[str]) -> dict[str, str]:
    """Return the header for some warnings, none for none; its value is ASCII and not long."""
    listed: list[str] = []
    for warning in warnings:
        # A string of RFC 9651 has printable ASCII alone, quotes and backslashes escaped.
        text = warning.encode("ascii", "backslashreplace").decode()
        text = "".join(letter if letter.isprintable() else " " for letter in text)
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        listed.append(f'"{quoted}"')
        if sum(map(len, listed)) > _MOST:
            listed.pop()
            break
    return {HEADER: ", ".join(listed)} if listed else {}
