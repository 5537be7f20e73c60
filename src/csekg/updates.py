"""Tells an update that was sent as a query from a query with an error."""

from __future__ import annotations

import re

# The words with which an operation of SPARQL 1.1 Update (section 3) begins, after the prologue.
_UPDATE = re.compile(
    r"""
    (?: \s | \#[^\n\r]* | PREFIX\s+[\w.-]*:\s*<[^<>\s]*> | BASE\s*<[^<>\s]*> )*+
    (INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def update_hint(text: str) -> str:
    """Return what to add to the message about a text that is no query, empty if it is no update."""
    match = _UPDATE.match(text)
    return f"; {match[1].upper()} begins an update, but this store is read-only" if match else ""
