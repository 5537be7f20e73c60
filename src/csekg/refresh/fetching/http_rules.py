"""What an address, a redirect and a failure of HTTP mean for a fetch."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx2

from csekg.errors import CsekgError
from csekg.redaction import quoted

#: Statuses of a server that may answer later: RFC 9110, section 15, and RFC 6585, section 4.
_PASSING = {408, 429, 500, 502, 503, 504}


class FetchError(CsekgError):
    """A file cannot be fetched; what was kept of it stays as it was."""


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
    """Raise FetchError unless the answer is 200 or 304; TryAgainError where waiting may help.

    A server that asks with Retry-After for more seconds than `patience` is not asked again.
    """
    status = response.status_code
    if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        return
    message = f"{address} answers {quoted(f'{status} {response.reason_phrase}')}"
    if status in _PASSING:
        after = _retry_after(response)
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


def _retry_after(response: httpx2.Response) -> float | None:
    """Return the seconds that Retry-After asks for, as a number or a date (RFC 9110, 10.2.3)."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
