"""Fetches files of depositaries: only when asked, politely, and whole or not at all.

Proxies come from the environment (HTTPS_PROXY, NO_PROXY), certificates from the system
(SSL_CERT_FILE names others).
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx2
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from csekg._version import __version__
from csekg.errors import CsekgError
from csekg.http_limits import Allowance, TooMuchError, heed_allowances, retry_after
from csekg.redaction import quoted

#: Statuses of a server that may answer later: RFC 9110, section 15, and RFC 6585, section 4.
_PASSING = {408, 429, 500, 502, 503, 504}


class FetchError(CsekgError):
    """A file cannot be fetched."""


class TryAgainError(FetchError):
    """An attempt failed for a reason that may pass."""

    def __init__(self, message: str, after: float | None = None) -> None:
        """Take the message and the seconds of Retry-After, None where the server names none."""
        self.after = after
        super().__init__(message)


def web_address(address: str) -> httpx2.URL:
    """Return an address; raises FetchError unless it is https:// or http://, without a password."""
    try:
        # Each library takes a few addresses that the other refuses.
        urlsplit(address)
        url = httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError(f"{quoted(address)} is no web address: {error}") from None
    is_web = url.scheme in ("https", "http") and url.host and not url.userinfo
    if not is_web or not address.isprintable() or " " in address:
        raise FetchError(
            f"{quoted(address)} cannot be fetched: an address begins with https:// or http:// and holds no password"
        )
    return url


def redirected(url: httpx2.URL, response: httpx2.Response) -> httpx2.URL:
    """Return the target of a redirect: on the same host and port, or the same host over https.

    Raises FetchError for another host, since its file would be taken for the depositary's, and for
    a step from https to http.
    """
    try:
        target = url.join(response.headers["location"])
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError(f"{url} redirects to what is no address: {quoted(str(error))}") from None
    same = (target.scheme, target.host, target.port) == (url.scheme, url.host, url.port)
    upgrade = target.host == url.host and (url.scheme, target.scheme) == ("http", "https")
    if target.userinfo or not (same or upgrade):
        raise FetchError(
            f"{url} redirects to {quoted(str(target))}, which is not followed: if the depositary "
            "has moved there, change the address in feeds.csv"
        )
    return target


def check_status(address: str, response: httpx2.Response, patience: float) -> None:
    """Raise FetchError unless the answer is 200; TryAgainError where waiting may help.

    A server that asks with Retry-After for more seconds than `patience` is not asked again.
    """
    status = response.status_code
    if status == HTTPStatus.OK:
        return
    message = f"{address} answers {quoted(f'{status} {response.reason_phrase}')}"
    if status in _PASSING:
        after = retry_after(response.headers)
        if after is not None and after > patience:
            raise FetchError(f"{message} and asks to wait {after:.0f} s: fetch again then")
        raise TryAgainError(message, after)
    hint = ": check the address in feeds.csv" if status in (404, 410) else ""
    raise FetchError(message + hint)


def failure(url: httpx2.URL, error: Exception) -> FetchError:
    """Return what a transport error means; only a certificate that fails will fail again."""
    causes = list(_causes(error))
    reason = quoted(str(error)) or type(error).__name__
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return FetchError(
            f"the certificate of {url.host} cannot be verified ({reason}): nothing was taken from "
            "it. Compare it in a browser; SSL_CERT_FILE names further authorities"
        )
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return FetchError(f"{url.host} and csekg agree on no encryption ({reason})")
    if isinstance(error, httpx2.TransportError):
        return TryAgainError(f"{url} cannot be reached, or breaks off: {reason}")
    return FetchError(f"{url} answers what is no HTTP: {reason}")


def refuse_encoding(response: httpx2.Response) -> None:
    """Raise FetchError for a compressed body: a small one may unpack to a huge one."""
    encoding = response.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise FetchError(f"{response.url} is compressed ({quoted(encoding)}), although csekg asks for it plain")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


#: The most bytes of one file; those of the depositaries have under 6 MB.
MOST_BYTES = 60_000_000
_ATTEMPTS = 4
_REDIRECTS = 5
_CONNECT_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How long the fetcher waits, in seconds.

    `between` lies between two requests to one host. `request` is the most that one request may
    take, to its last byte. `first_pause` precedes the second attempt and doubles for each further
    one; a server that asks with Retry-After for more than `patience` is not asked again.
    """

    between: float = 3.0
    request: float = 120.0
    first_pause: float = 5.0
    patience: float = 300.0


def _silent(_step: str) -> None:
    """Report nothing."""


class Fetcher:
    """Fetches files by HTTP GET; a context manager that closes its connections."""

    def __init__(self, manners: Manners | None = None, report: Callable[[str], None] = _silent) -> None:
        """Take the manners and whom to tell each step; connects to nothing yet."""
        self._manners = manners or Manners()
        self._report = report
        self._client = httpx2.Client(
            headers={"User-Agent": f"csekg/{__version__}", "Accept-Encoding": "identity"},
            event_hooks={"response": [refuse_encoding]},
        )
        heed_allowances(self._client)
        self._free_at: dict[str, float] = {}

    def __enter__(self) -> Self:
        """Return the fetcher."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        self._client.close()

    def fetch(self, address: str) -> bytes:
        """Return the content of an address; raises FetchError."""
        url = web_address(address)
        attempts = Retrying(
            retry=retry_if_exception_type(TryAgainError),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=self._pause,
            before_sleep=self._tell,
            reraise=True,
        )
        return attempts(self._attempt, url).content

    def _attempt(self, address: httpx2.URL) -> httpx2.Response:
        """Send one request and its redirects; return the answer of status 200."""
        url = address
        for _ in range(_REDIRECTS + 1):
            response = self._get(url)
            if not response.has_redirect_location:
                check_status(str(address), response, self._manners.patience)
                return response
            url = redirected(url, response)
        raise FetchError(f"{address} redirects more than {_REDIRECTS} times")

    def _get(self, url: httpx2.URL) -> httpx2.Response:
        host, manners = url.host, self._manners
        time.sleep(max(0.0, self._free_at.get(host, 0.0) - time.monotonic()))
        self._report(f"fetching {url}")
        allowance = Allowance(manners.request, MOST_BYTES)
        try:
            with allowance.running():
                limit = {"timeout": allowance.extension(_CONNECT_SECONDS)}
                response = self._client.get(url, extensions=limit)
        except TooMuchError:
            raise FetchError(f"{url} sends more than {MOST_BYTES // 1_000_000} MB") from None
        except httpx2.TimeoutException:
            raise TryAgainError(f"{url} has not answered within {manners.request:g} s") from None
        except httpx2.HTTPError as error:
            raise failure(url, error) from None
        finally:
            self._free_at[host] = time.monotonic() + manners.between
        return response

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        after = error.after if isinstance(error, TryAgainError) else None
        usual = self._manners.first_pause * 2.0 ** (state.attempt_number - 1)
        return usual if after is None else after

    def _tell(self, state: RetryCallState) -> None:
        assert state.outcome
        self._report(f"{state.outcome.exception()}: trying again in {state.upcoming_sleep:.0f} s")
