"""Fetches files of depositaries: only when asked, politely, and whole or not at all.

Proxies come from the environment (HTTPS_PROXY, NO_PROXY), certificates from the system
(SSL_CERT_FILE names others).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx2

from csekg.errors import CsekgError, quoted
from csekg.resources import __version__
from csekg.sparql.remote.http_limits import Allowance, TooMuchError, heed_allowances, retry_after

#: Statuses of a server that may answer later: RFC 9110, section 15, and RFC 6585, section 4.
_PASSING = {408, 429, 500, 502, 503, 504}
#: The most bytes of one file; those of the depositaries have under 6 MB.
MOST_BYTES = 60_000_000
_REDIRECTS = 5
_CONNECT_SECONDS = 20.0


class FetchError(CsekgError):
    """A file cannot be fetched."""


class TryAgainError(FetchError):
    """An attempt failed for a reason that may pass."""

    def __init__(self, message: str, after: float | None = None) -> None:
        """Take the message and the seconds of Retry-After, None where the server names none."""
        self.after = after
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How long the fetcher waits, in seconds.

    `between` lies between two requests to one host. `request` is the most that one request may
    take, to its last byte. `pauses` precede the second attempt and further ones; a server that asks
    with Retry-After for more than `patience` is not asked again.
    """

    between: float = 3.0
    request: float = 120.0
    pauses: tuple[float, ...] = (5.0, 10.0, 20.0)
    patience: float = 300.0


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


def _redirected(url: httpx2.URL, response: httpx2.Response) -> httpx2.URL:
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


def _refuse_encoding(response: httpx2.Response) -> None:
    """Raise FetchError for a compressed body: a small one may unpack to a huge one."""
    encoding = response.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise FetchError(f"{response.url} is compressed ({quoted(encoding)}), although csekg asks for it plain")


class Fetcher:
    """Fetches files by HTTP GET; a context manager that closes its connections."""

    def __init__(self, manners: Manners | None = None, report: Callable[[str], None] = lambda _: None) -> None:
        """Take the manners and whom to tell each step; connects to nothing yet."""
        self._manners = manners or Manners()
        self._report = report
        self._free_at: dict[str, float] = {}
        self._client = httpx2.Client(
            headers={"User-Agent": f"csekg/{__version__}", "Accept-Encoding": "identity"},
            event_hooks={"response": [_refuse_encoding]},
        )
        heed_allowances(self._client)

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
        for pause in self._manners.pauses:
            try:
                return self._attempt(url)
            except TryAgainError as error:
                wait = pause if error.after is None else error.after
                self._report(f"{error}: trying again in {wait:.0f} s")
                time.sleep(wait)
        return self._attempt(url)

    def _attempt(self, address: httpx2.URL) -> bytes:
        """Send one request and its redirects; return the content of the answer of status 200."""
        url = address
        for _ in range(_REDIRECTS + 1):
            response = self._get(url)
            if not response.has_redirect_location:
                self._check_status(address, response)
                return response.content
            url = _redirected(url, response)
        raise FetchError(f"{address} redirects more than {_REDIRECTS} times")

    def _get(self, url: httpx2.URL) -> httpx2.Response:
        manners = self._manners
        time.sleep(max(0.0, self._free_at.get(url.host, 0.0) - time.monotonic()))
        self._report(f"fetching {url}")
        allowance = Allowance(manners.request, MOST_BYTES)
        try:
            with allowance.running():
                return self._client.get(url, extensions={"timeout": allowance.extension(_CONNECT_SECONDS)})
        except TooMuchError:
            raise FetchError(f"{url} sends more than {MOST_BYTES // 1_000_000} MB") from None
        except httpx2.TimeoutException:
            raise TryAgainError(f"{url} has not answered within {manners.request:g} s") from None
        except httpx2.HTTPError as error:
            # Also where the certificate cannot be verified: nothing was taken from the server then.
            reason = quoted(str(error)) or type(error).__name__
            raise TryAgainError(f"{url} cannot be reached, or breaks off: {reason}") from None
        finally:
            self._free_at[url.host] = time.monotonic() + manners.between

    def _check_status(self, address: httpx2.URL, response: httpx2.Response) -> None:
        """Raise FetchError unless the answer is 200; TryAgainError where waiting may help."""
        status = response.status_code
        if status == HTTPStatus.OK:
            return
        message = f"{address} answers {quoted(f'{status} {response.reason_phrase}')}"
        if status in _PASSING:
            after = retry_after(response.headers)
            if after is not None and after > self._manners.patience:
                raise FetchError(f"{message} and asks to wait {after:.0f} s: fetch again then")
            raise TryAgainError(message, after)
        raise FetchError(message + (": check the address in feeds.csv" if status in (404, 410) else ""))
