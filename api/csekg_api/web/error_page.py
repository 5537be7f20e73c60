"""The page that says what is wrong with a request, for people who follow a link."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import HTMLResponse

from csekg.languages.punctuation import as_sentence, capital
from csekg.languages.words import later
from csekg_api.web.pages import render
from csekg_api.web.words import _, in_english

_TITLES = {
    400: later("Bad Request"),
    404: later("Not Found"),
    405: later("Method Not Allowed"),
    406: later("Not Acceptable"),
    408: later("Request Timeout"),
    410: later("Gone"),
    413: later("Request Entity Too Large"),
    415: later("Unsupported Media Type"),
    421: later("Misdirected Request"),
    422: later("Unprocessable Entity"),
    429: later("Too Many Requests"),
    431: later("Request Header Fields Too Large"),
    500: later("Internal Server Error"),
    502: later("Bad Gateway"),
    503: later("Service Unavailable"),
    504: later("Gateway Timeout"),
}


def error_page(request: Request, status: int, detail: str) -> HTMLResponse:
    """Return the page for a problem; `detail` may be marked as English."""
    phrase = HTTPStatus(status).phrase
    title = _(_TITLES[status]) if status in _TITLES else in_english(phrase)
    sentence = capital(detail if str(detail).endswith("?") else as_sentence(detail))
    shown = render("error.html", request, status=status, title=title, detail=sentence)
    shown.status_code = status
    return shown
