"""HTTP requests to a server: authentication, limits of time and size, retries, error messages."""

from __future__ import annotations

import os
import random
import re
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from functools import partial

import httpx2
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
)

from csekg._version import __version__
from csekg.sparql.remote.allowance import Allowance, TooMuchError, heed_allowances
from csekg.sparql.remote.answer import Answer, Waiting
from csekg.sparql.remote.credentials import credentials
from csekg.sparql.remote.errors import EndpointError, EndpointTimeoutError, TryAgainError
from csekg.sparql.remote.quoting import hide, quoted
from csekg.sparql.remote.settings import VARIABLE, EndpointSettings

_ATTEMPTS = 4
#: Seconds before the second attempt; doubled for each further one.
_PAUSE = 0.2
#: A server that asks for a longer pause (in seconds) is not tried again; the request fails.
_PATIENCE = 5.0
_PASSING = {502, 503, 504}
#: The most bytes of an answer: several times the size of the whole dataset as N-Triples.
_MOST_BYTES = 256 << 20


class Connection:
    """Requests to one address; safe to share between threads and to use after a fork."""

    def __init__(self, url: str, settings: EndpointSettings) -> None:
        """Take the address and the settings; sends nothing yet."""
        self._settings = settings
        hide(url, settings.user, settings.password.get_secret_value(),
             settings.token.get_secret_value())  # fmt: skip
        self.url = url
        #: The address as messages show it, without the query string, which may hold a key.
        self.name = re.split(r"[?#]", url)[0]
        self._clients: dict[int, httpx2.Client] = {}
        # Callers that open a store for one query do not close it.
        self.close = weakref.finalize(self, _close, self._clients)

    def read(self, form: Sequence[tuple[str, str]], accept: str) -> Answer:
        """Send a form that changes nothing with POST, and return the answer, whatever its status.

        Retries where the server cannot be reached, breaks off within the first megabyte, or
        answers 502, 503 or 504, after a pause or the seconds of Retry-After (RFC 9110, section
        10.2.3). All attempts together may take the seconds of the setting `timeout`, from the
        first byte sent to the last byte read. Raises EndpointError.
        """
        seconds = self._settings.timeout
        attempts = Retrying(
            retry=retry_if_exception(_is_passing),
            stop=stop_after_attempt(_ATTEMPTS) | stop_before_delay(seconds),
            wait=_pause,
            reraise=True,
        )
        fields: dict[str, list[str]] = {}
        for name, value in form:
            fields.setdefault(name, []).append(value)
        return attempts(self._read, fields, accept, Allowance(seconds, _MOST_BYTES))

    def _read(self, fields: dict[str, list[str]], accept: str, allowance: Allowance) -> Answer:
        answer = self._request(
            "POST",
            partial(self._waiting, allowance),
            data=fields,
            headers={"Accept": accept},
            extensions={"timeout": allowance.extension(self._settings.connect_timeout)},
        )
        if answer.status in _PASSING:
            raise TryAgainError(self._failure(answer), _retry_after(answer))
        return answer

    def write(self, method: str, content: bytes, media_type: str, **params: str) -> int:
        """Send content, once, and return the status code: 2xx, or a 4xx that does not refuse us.

        The time is not limited, since loading may take long. Raises EndpointError for 401, 403,
        404, 408, 3xx and 5xx, and where the server cannot be reached.
        """
        answer = self._request(
            method,
            self._failures,
            content=content,
            params=params,
            headers={"Content-Type": media_type} if content else {},
            timeout=httpx2.Timeout(None, connect=self._settings.connect_timeout),
        )
        if answer.status >= 500:
            raise EndpointError(self._failure(answer))
        return answer.status

    def _request(self, method: str, waiting: Waiting, **options: object) -> Answer:
        client = self._client
        if client.is_closed:
            # The program is being stopped, and one of its threads still sends a query.
            raise EndpointError(f"the connections to {self.name} are closed")
        with waiting():
            request = client.build_request(method, self.url, **options)  # type: ignore[arg-type]
            response = client.send(request, stream=True)
        answer = Answer(response, waiting)
        self._check(answer)
        return answer

    @contextmanager
    def _waiting(self, allowance: Allowance) -> Iterator[None]:
        with self._failures(), allowance.running():
            yield

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turn transport errors within this block into EndpointError."""
        try:
            yield
        except httpx2.ConnectTimeout as error:
            seconds = self._settings.connect_timeout
            raise TryAgainError(f"{self.name} took no connection within {seconds:g} s") from error
        except httpx2.TimeoutException:
            raise EndpointTimeoutError(
                f"{self.name} has not answered within {self._settings.timeout:g} s "
                f"({VARIABLE}_TIMEOUT)"
            ) from None
        except TooMuchError:
            raise EndpointError(
                f"{self.name} sends more than {_MOST_BYTES >> 20} megabytes in one answer"
            ) from None
        except httpx2.TransportError as error:
            raise TryAgainError(f"{self.name} cannot be reached: {quoted(str(error))}") from None
        except httpx2.HTTPError as error:
            raise EndpointError(
                f"{self.name} answers what is no HTTP: {quoted(str(error))}"
            ) from None

    def _check(self, answer: Answer) -> None:
        """Raise EndpointError for a status that shows a wrong address or wrong credentials."""
        if answer.status in (401, 403):
            named = self._settings.user or self._settings.token
            hint = (
                f"it refuses what {VARIABLE}_USER and _PASSWORD, or _TOKEN, say"
                if named
                else f"set {VARIABLE}_USER and {VARIABLE}_PASSWORD, or {VARIABLE}_TOKEN"
            )
            raise EndpointError(f"{self.name} answers {answer.reason}: {hint}")
        if 300 <= answer.status < 400:
            # Following the redirect would send the password to another server.
            target = answer.headers.get("location", "another address").partition("?")[0]
            target = quoted(target)
            raise EndpointError(f"{self.name} has moved: use {target} if you trust it")
        if answer.status == 404:
            raise EndpointError(f"{self.name} answers {answer.reason}: check the address")
        if answer.status == 408:
            raise EndpointTimeoutError(self._failure(answer))

    def _failure(self, answer: Answer) -> str:
        return f"{self.name} answers {answer.reason}{answer.explanation}"

    @property
    def _client(self) -> httpx2.Client:
        """The client of this process: sharing a connection with the parent would mix up answers."""
        client = self._clients.get(os.getpid())
        if client is None:
            client = httpx2.Client(
                auth=credentials(self._settings),
                headers={"User-Agent": f"csekg/{__version__}", "Accept-Encoding": "identity"},
                # A hook sees answers of status 401 too, whose bodies httpx2 itself reads.
                event_hooks={"response": [partial(_refuse_encoding, self.name)]},
            )
            heed_allowances(client)
            self._clients[os.getpid()] = client
        return client


def _refuse_encoding(server: str, response: httpx2.Response) -> None:
    """Raise EndpointError for a compressed body: a small one may unpack to a huge one."""
    encoding = response.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise EndpointError(
            f"{server} answers in the Content-Encoding {quoted(encoding)}, but csekg asks for "
            "none: switch compression off there"
        )


def _close(clients: dict[int, httpx2.Client]) -> None:
    """Close the connections of this process; the parent closes its own."""
    if client := clients.get(os.getpid()):
        client.close()


def _retry_after(answer: Answer) -> float | None:
    """Return the seconds that the header Retry-After asks for, as a number or as a date."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, TryAgainError) and (error.after or 0) <= _PATIENCE


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, TryAgainError) and error.after is not None:
        return error.after
    # At random, so that replicas that lost the same server do not all return at the same moment.
    return float(_PAUSE * 2 ** (state.attempt_number - 1) * random.uniform(0.75, 1.25))
