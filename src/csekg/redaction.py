"""Quotes text of a server in a message: without credentials, on one line, shortened."""

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

_SHOWN = 200
_HIDDEN = "***"

# The credentials of this process, longest first: one list for all servers, so that no message can
# omit to hide them.
_secrets: list[str] = []

_PATTERNS = (
    # An echoed header: hides the rest of the line.
    (re.compile(r"\b((?:proxy-)?authorization)\b.*", re.IGNORECASE | re.DOTALL), rf"\1 {_HIDDEN}"),
    (re.compile(r"\b(digest\s+username)\b.*", re.IGNORECASE | re.DOTALL), rf"\1 {_HIDDEN}"),
    (re.compile(r"\b(bearer)\s+\S+", re.IGNORECASE), rf"\1 {_HIDDEN}"),
    # `https://user:password@host/`
    (re.compile(r"//[^/\s@]*@"), f"//{_HIDDEN}@"),
    # `password=...`, `"api_key": "..."`, as in the connection string of a database.
    (
        re.compile(
            r"(pass(?:word|wd)?|pwd|token|secret|api[-_]?key)([\"']?\s*[:=]\s*[\"']?)[^\s\"'&,;]+", re.IGNORECASE
        ),
        rf"\1\2{_HIDDEN}",
    ),
)


def hide(url: str, user: str, *secrets: str) -> None:
    """Make `quoted` hide these credentials, and values in the query string of an address."""
    names = {secret for secret in secrets if secret}
    names |= {f"{user}:{secret}" for secret in names}
    names |= {value for _, value in parse_qsl(urlsplit(url).query) if value}
    for name in names:
        # The forms in which a server may echo it: in an address, HTML, JSON, a Basic header.
        forms = {
            name,
            quote(name, safe=""),
            quote_plus(name),
            html.escape(name),
            json.dumps(name)[1:-1],
            base64.b64encode(name.encode()).decode(),
        }
        _secrets.extend(forms.difference(_secrets))
    _secrets.sort(key=len, reverse=True)


def quoted(text: str) -> str:
    """Return a server's text for a message: at most 200 characters on one line.

    Credentials registered by `hide`, and what looks like credentials, become `***`; characters
    that are not printable (control characters, marks of direction) are escaped.
    """
    for secret in _secrets:
        text = text.replace(secret, _HIDDEN)
    text = " ".join(text.split())
    for pattern, hidden in _PATTERNS:
        text = pattern.sub(hidden, text)
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: _SHOWN + 1])
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN].rstrip() + " ..."
