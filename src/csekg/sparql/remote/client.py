"""A client of the SPARQL 1.1 Protocol: credentials, limits of time and size, further attempts, errors."""

from __future__ import annotations

import os
import re
import time
import weakref
from collections.abc import Sequence
from contextlib import closing
from urllib.parse import urlencode

import httpx2

from csekg.errors import hide, quoted
from csekg.resources import __version__
from csekg.sparql.errors import UNREADABLE, EndpointError
from csekg.sparql.remote.http_limits import Allowance, TooMuchError, heed_allowances
from csekg.sparql.remote.settings import VARIABLE, EndpointSettings

#: Seconds before each further attempt.
_PAUSES = (0.2, 0.4, 0.8)
#: The most bytes of an answer: several times the size of the whole dataset as N-Triples.
_MOST_BYTES = 256 << 20
#: Bytes of an answer that are looked at for the words of a refusal.
_LOOKED_AT = 2000
_UNREACHABLE = "the server that holds the data cannot be reached at this moment"
_LATE = "the server that holds the data has not answered in time"
_REFUSED = "the server that holds the data refuses the query"
#: What a client of the service reads where not that the answer cannot be read.
_PUBLIC = {**dict.fromkeys((502, 503, 504), _UNREACHABLE), **dict.fromkeys((400, 413, 422), _REFUSED)}
_CREDENTIALS = f" (check {VARIABLE}_USER and _PASSWORD, or _TOKEN)"
# Following a redirect would send the password to another server.
_MOVED = dict.fromkeys((301, 302, 307, 308), f" (set {VARIABLE} to the address where it is now)")
_HINTS = {401: _CREDENTIALS, 403: _CREDENTIALS, 404: " (check the address)", **_MOVED}


class _PassingError(EndpointError):
    """The server cannot answer now, and may answer the next time."""


class Client:
    """Requests to one address; safe to share between threads and to use after a fork."""

    def __init__(self, settings: EndpointSettings) -> None:
        """Take the settings; sends nothing yet."""
        self._settings = settings
        password, token = settings.password.get_secret_value(), settings.token.get_secret_value()
        hide(settings.url, settings.user, password, token)
        #: The address as messages show it, without the query string, which may hold a key.
        self.name = re.split(r"[?#]", settings.url)[0]
        self._clients: dict[int, httpx2.Client] = {}
        # Callers that open a store for one query do not close it.
        self.close = weakref.finalize(self, _close, self._clients)

    def __reduce__(self) -> tuple[object, ...]:
        """Give another process what sends requests to the same address, over connections of its own."""
        return Client, (self._settings,)

    def post(self, form: Sequence[tuple[str, str]], media_type: str) -> bytes:
        """Send a form and return the answer, which is of this media type; raises EndpointError.

        Where the server cannot be reached, or answers 502, 503 or 504, it is asked again. All
        attempts together may take the seconds of the setting `timeout`.
        """
        content = urlencode(form).encode()
        allowance = Allowance(self._settings.timeout, _MOST_BYTES)
        ends = time.monotonic() + self._settings.timeout
        for pause in _PAUSES:
            try:
                return self._post(content, media_type, allowance)
            except _PassingError:
                if time.monotonic() + pause > ends:
                    raise
            time.sleep(pause)
        return self._post(content, media_type, allowance)

    def _post(self, content: bytes, media_type: str, allowance: Allowance) -> bytes:
        client = self._client
        if client.is_closed:
            # The program is being stopped, and one of its threads still sends a query.
            raise EndpointError(f"the connections to {self.name} are closed")
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": media_type}
        extensions = {"timeout": allowance.extension(self._settings.connect_timeout)}
        request = client.build_request(
            "POST", self._settings.url, content=content, headers=headers, extensions=extensions
        )
        try:
            with allowance.running(), closing(client.send(request, stream=True)) as answer:
                # Not unpacked: a small body may unpack to a huge one.
                body = b"".join(answer.iter_raw())
        except TooMuchError:
            raise EndpointError(f"{self.name} sends more than {_MOST_BYTES >> 20} megabytes in one answer") from None
        except httpx2.HTTPError as error:
            if isinstance(error, httpx2.TimeoutException) and not isinstance(error, httpx2.ConnectTimeout):
                limit = f"{self._settings.timeout:g} s ({VARIABLE}_TIMEOUT)"
                raise EndpointError(f"{self.name} has not answered within {limit}", _LATE, late=True) from None
            raise _PassingError(f"{self.name} cannot be reached: {quoted(str(error))}", _UNREACHABLE) from None
        self._check(answer, body, media_type)
        return body

    def _check(self, answer: httpx2.Response, body: bytes, media_type: str) -> None:
        """Raise EndpointError for an answer that holds no results of this media type."""
        status, sent_as = answer.status_code, answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        # Another 2xx is no whole answer: Virtuoso sends 206 and some rows when its time is up.
        if status != 200:
            said = "" if "html" in sent_as else quoted(body[:_LOOKED_AT].decode(errors="replace"))
            message = f"{self.name} answers with status {status}{_HINTS.get(status, '')}{': ' if said else ''}{said}"
            public = _PUBLIC.get(status, UNREADABLE)
            raise (_PassingError if public == _UNREACHABLE else EndpointError)(message, public)
        packed = answer.headers.get("content-encoding", "identity")
        if sent_as != media_type or packed != "identity":
            raise self.unreadable(sent_as if packed == "identity" else packed)

    def unreadable(self, media_type: str) -> EndpointError:
        """Return the error for an answer that holds no results."""
        shown = quoted(media_type) or "something without a Content-Type"
        return EndpointError(f"{self.name} answers with {shown} that cannot be read: is it a query service?")

    @property
    def _client(self) -> httpx2.Client:
        """The client of this process: sharing a connection with the parent would mix up answers."""
        if os.getpid() not in self._clients:
            settings, headers = self._settings, {"User-Agent": f"csekg/{__version__}", "Accept-Encoding": "identity"}
            if token := settings.token.get_secret_value():
                headers["Authorization"] = f"Bearer {token}"
            auth = (settings.user, settings.password.get_secret_value()) if settings.user and not token else None
            client = self._clients[os.getpid()] = httpx2.Client(auth=auth, headers=headers)
            heed_allowances(client)
        return self._clients[os.getpid()]


def _close(clients: dict[int, httpx2.Client]) -> None:
    """Close the connections of this process; the parent closes its own."""
    if client := clients.get(os.getpid()):
        client.close()
