"""Fetches files of depositaries: only when asked, politely, and a file is kept whole or not at all.

Proxies come from the environment (HTTPS_PROXY, NO_PROXY), certificates from the system
(SSL_CERT_FILE names others).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from csekg._version import __version__
from csekg.facts.refresh_schedule import Host, read_hosts
from csekg.http_limits import Allowance, TooMuchError, heed_allowances
from csekg.refresh.fetching.http_rules import (
    FetchError,
    TryAgainError,
    check_status,
    failure,
    redirected,
    refuse_encoding,
    web_address,
)
from csekg.refresh.fetching.kept_files import KeptFile, KeptFiles
from csekg.resources import data_dir

#: The most bytes of one file; those of the depositaries have under 6 MB.
MOST_BYTES = 60_000_000
_ATTEMPTS = 4
_REDIRECTS = 5
_CONNECT_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file of a depositary in the cache: as of `checked_at` it is what the server sends.

    `changed` tells whether its bytes differ from those kept before.
    """

    file: Path
    address: str
    checked_at: datetime
    changed: bool


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


def _anything(_file: Path) -> None:
    """Accept every file."""


def _silent(_step: str) -> None:
    """Report nothing."""


class Fetcher:
    """Fetches files by HTTP GET; a context manager that closes its connections."""

    def __init__(
        self,
        folder: Path | None = None,
        manners: Manners | None = None,
        report: Callable[[str], None] = _silent,
        hosts: Mapping[str, Host] | None = None,
    ) -> None:
        """Take the folder of kept files, by default the user's cache; connects to nothing yet.

        `hosts` says what some hosts need, by default what `data/refresh/hosts.csv` says.
        """
        self._kept = KeptFiles(folder)
        self._manners = manners or Manners()
        self._report = report
        self._hosts = read_hosts(data_dir()) if hosts is None else hosts
        self._clients: dict[bool, httpx2.Client] = {}
        self._free_at: dict[str, float] = {}

    def __enter__(self) -> Self:
        """Return the fetcher."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        for client in self._clients.values():
            client.close()

    def fetch(self, address: str, accept: Callable[[Path], object] = _anything) -> Fetched:
        """Return the file of an address; the server transfers it only where it has changed.

        `accept` reads the new file and raises CsekgError where it is none of its format, such as a
        maintenance page with status 200: then the former file stays. Raises FetchError.
        """
        url = web_address(address)
        kept = self._kept.find(address)
        headers = self._headers(url.host) | (kept.conditions if kept else {})
        attempts = Retrying(
            retry=retry_if_exception_type(TryAgainError),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=self._pause,
            before_sleep=self._tell,
            reraise=True,
        )
        try:
            response = attempts(self._attempt, url, headers)
        except FetchError as error:
            note = f"; the copy of {kept.checked_at:%Y-%m-%d} stays at {kept.file}" if kept else ""
            raise FetchError(f"{error}{note}") from None
        try:
            return self._result(address, response, kept, accept)
        except OSError as error:
            raise FetchError(f"{address} cannot be kept: {error}") from None

    def _result(
        self, address: str, response: httpx2.Response, kept: KeptFile | None, accept: Callable[[Path], object]
    ) -> Fetched:
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            if kept is None:
                raise FetchError(f"{address} answers 304 Not Modified, but no copy was named")
            new = self._kept.confirm(kept)
        else:
            new = self._kept.keep(address, response.content, response.headers, accept)
        changed = kept is None or kept.sha256 != new.sha256
        return Fetched(file=new.file, address=address, checked_at=new.checked_at, changed=changed)

    def _headers(self, host: str) -> dict[str, str]:
        """Return the headers that a host wants."""
        needs = self._hosts.get(host)
        if not needs or not needs.header:
            return {}
        value = os.environ.get(needs.variable, "")
        if not value or not value.isascii() or not value.isprintable():
            raise FetchError(f"{host} wants a header {needs.header!r}: set {needs.variable} to its value; {needs.note}")
        return {needs.header: value}

    def _attempt(self, address: httpx2.URL, headers: Mapping[str, str]) -> httpx2.Response:
        """Send one request and its redirects; return the answer of status 200 or 304."""
        url = address
        for _ in range(_REDIRECTS + 1):
            response = self._get(url, headers)
            if not response.has_redirect_location:
                check_status(str(address), response, self._manners.patience)
                return response
            url = redirected(url, response)
        raise FetchError(f"{address} redirects more than {_REDIRECTS} times")

    def _get(self, url: httpx2.URL, headers: Mapping[str, str]) -> httpx2.Response:
        host, manners = url.host, self._manners
        time.sleep(max(0.0, self._free_at.get(host, 0.0) - time.monotonic()))
        self._report(f"fetching {url}")
        allowance = Allowance(manners.request, MOST_BYTES)
        try:
            with allowance.running():
                client = self._client(url.host)
                request = client.build_request(
                    "GET", url, headers=headers, extensions={"timeout": allowance.extension(_CONNECT_SECONDS)}
                )
                response = client.send(request)
        except TooMuchError:
            raise FetchError(f"{url} sends more than {MOST_BYTES // 1_000_000} MB") from None
        except httpx2.TimeoutException:
            raise TryAgainError(f"{url} has not answered within {manners.request:g} s") from None
        except httpx2.HTTPError as error:
            raise failure(url, error) from None
        finally:
            self._free_at[host] = time.monotonic() + manners.between
        return response

    def _client(self, host: str) -> httpx2.Client:
        short_key = host in self._hosts and self._hosts[host].has_short_key
        client = self._clients.get(short_key)
        if client is None:
            context = httpx2.create_ssl_context()
            if short_key:
                # Certificates are verified all the same.
                context.set_ciphers("DEFAULT@SECLEVEL=1")
            client = httpx2.Client(
                verify=context,
                headers={"User-Agent": f"csekg/{__version__}", "Accept-Encoding": "identity"},
                event_hooks={"response": [refuse_encoding]},
            )
            heed_allowances(client)
            self._clients[short_key] = client
        return client

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        after = error.after if isinstance(error, TryAgainError) else None
        usual = self._manners.first_pause * 2.0 ** (state.attempt_number - 1)
        return usual if after is None else after

    def _tell(self, state: RetryCallState) -> None:
        assert state.outcome
        self._report(f"{state.outcome.exception()}: trying again in {state.upcoming_sleep:.0f} s")
