"""HTTP requests to a server: address and credentials, limits of time and size, retries, errors."""

from __future__ import annotations

import os
import random
import re
import time
import weakref
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

import httpx2
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pyoxigraph import NamedNode

from csekg._version import __version__
from csekg.errors import CsekgError
from csekg.http_limits import Allowance, TooMuchError, heed_allowances, retry_after
from csekg.redaction import hide, quoted
from csekg.sparql.errors import EndpointError, EndpointTimeoutError, RefusedQueryError
from csekg.sparql.remote.responses import Answer, Waiting

#: The address of the query service; where it is set, commands query it and load no dataset.
VARIABLE = "CSEKG_ENDPOINT"

_ATTEMPTS = 4
#: Seconds before the second attempt; doubled for each further one.
_PAUSE = 0.2
#: A server that asks for a longer pause (in seconds) is not tried again; the request fails.
_PATIENCE = 5.0
#: Statuses of a server that may answer later.
_PASSING = {502, 503, 504}
#: Statuses that refuse the content of a request (RFC 9110, sections 15.5.1, 15.5.14, 15.5.21).
_REFUSALS = {400, 413, 422}
#: The most bytes of an answer: several times the size of the whole dataset as N-Triples.
_MOST_BYTES = 256 << 20


class EndpointSettings(BaseSettings):
    """The environment variables `CSEKG_ENDPOINT...`; times are in seconds."""

    model_config = SettingsConfigDict(env_prefix="CSEKG_ENDPOINT_", frozen=True)

    url: str = Field(default="", validation_alias=VARIABLE)
    user: str = ""
    password: SecretStr = SecretStr("")
    token: SecretStr = SecretStr("")
    connect_timeout: float = Field(default=5, gt=0)
    timeout: float = Field(default=30, gt=0)
    #: A named graph that holds the union, on servers that have no default graph of their own.
    default_graph: str = ""

    @field_validator("url")
    @classmethod
    def _is_http(cls, url: str) -> str:
        return http_url(url)

    @field_validator("default_graph")
    @classmethod
    def _is_iri(cls, iri: str) -> str:
        return _graph_name(iri)


def http_url(url: str) -> str:
    """Return an address; raises ValueError unless it is one of HTTP(S) without a password."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write an address as https://host/sparql")
    # A password in an address would appear in logs and in lists of processes.
    if parts.username or parts.password:
        raise ValueError(f"set {VARIABLE}_USER and {VARIABLE}_PASSWORD, not a password in the URL")
    return url


def endpoint_settings(missing: str = f"{VARIABLE} is not set") -> EndpointSettings:
    """Return the settings in the environment.

    Raises CsekgError for an unusable setting, without repeating its value, and with the message
    `missing` where no endpoint is set.
    """
    if not os.environ.get(VARIABLE):
        raise CsekgError(missing)
    return _checked(EndpointSettings)


def settings_for(address: str) -> EndpointSettings:
    """Return the settings for an address; raises CsekgError for one that cannot be used.

    User, password and token in the environment belong to the endpoint there, and go to no other.
    """
    if address == os.environ.get(VARIABLE):
        return _checked(EndpointSettings)
    values = {VARIABLE: address, "user": "", "password": "", "token": ""}
    return _checked(lambda: EndpointSettings.model_validate(values))


def _checked(make: Callable[[], EndpointSettings]) -> EndpointSettings:
    try:
        return make()
    except ValidationError as error:
        faults = "; ".join(
            f"{_variable(str(fault['loc'][0]))}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        )
        raise CsekgError(f"unusable setting: {faults}") from None


def _variable(field: str) -> str:
    return VARIABLE if field == VARIABLE else f"{VARIABLE}_{field.upper()}"


def default_graph() -> str:
    """Return the IRI of the named graph that holds the union, empty if unset; needs no endpoint."""
    return _graph_name(os.environ.get(f"{VARIABLE}_DEFAULT_GRAPH", ""))


def _graph_name(iri: str) -> str:
    return NamedNode(iri).value if iri else ""


class _PassingError(EndpointError):
    """The server cannot answer now; `after` are the seconds of its Retry-After, if it sent any."""

    public = "the server that holds the data cannot be reached at this moment"

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Connection:
    """Requests to one address; safe to share between threads and to use after a fork."""

    def __init__(self, url: str, settings: EndpointSettings) -> None:
        """Take the address and the settings; sends nothing yet."""
        self._settings = settings
        password, token = settings.password.get_secret_value(), settings.token.get_secret_value()
        hide(url, settings.user, password, token)
        self.url = url
        #: The address as messages show it, without the query string, which may hold a key.
        self.name = re.split(r"[?#]", url)[0]
        self._clients: dict[int, httpx2.Client] = {}
        # Callers that open a store for one query do not close it.
        self.close = weakref.finalize(self, _close, self._clients)

    def read(self, form: Sequence[tuple[str, str]], accept: str) -> Answer:
        """Send a form that changes nothing with POST, and return the answer, of status 200.

        Retries where the server cannot be reached, breaks off within the first megabyte, or
        answers 502, 503 or 504, after a pause or the seconds of Retry-After (RFC 9110, section
        10.2.3). All attempts together may take the seconds of the setting `timeout`, from the
        first byte sent to the last byte read. Raises EndpointError, RefusedQueryError where the
        server refuses the form.
        """
        fields: dict[str, list[str]] = {}
        for name, value in form:
            fields.setdefault(name, []).append(value)
        allowance = Allowance(self._settings.timeout, _MOST_BYTES)
        ends = time.monotonic() + self._settings.timeout
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._read(fields, accept, allowance)
            except _PassingError as error:
                # At random, so that replicas that lost one server do not all return at one moment.
                pause = _PAUSE * 2 ** (attempt - 1) * random.uniform(0.75, 1.25)
                pause = pause if error.after is None else error.after
                if attempt == _ATTEMPTS or pause > _PATIENCE or time.monotonic() + pause > ends:
                    raise
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _read(self, fields: dict[str, list[str]], accept: str, allowance: Allowance) -> Answer:
        answer = self._request(
            "POST",
            partial(self._waiting, allowance),
            data=fields,
            headers={"Accept": accept},
            extensions={"timeout": allowance.extension(self._settings.connect_timeout)},
        )
        if answer.status in _PASSING:
            raise _PassingError(self._failure(answer), retry_after(answer.headers))
        if answer.status in _REFUSALS:
            raise RefusedQueryError(f"{self.name} refuses the query{answer.explanation}")
        # Another 2xx is no whole answer: Virtuoso sends 206 and some rows when its time is up.
        if answer.status != 200:
            raise EndpointError(f"{self.name} fails with status {answer.status}{answer.explanation}")
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
            raise _PassingError(f"{self.name} took no connection within {seconds:g} s") from error
        except httpx2.TimeoutException:
            raise EndpointTimeoutError(
                f"{self.name} has not answered within {self._settings.timeout:g} s ({VARIABLE}_TIMEOUT)"
            ) from None
        except TooMuchError:
            raise EndpointError(f"{self.name} sends more than {_MOST_BYTES >> 20} megabytes in one answer") from None
        except httpx2.TransportError as error:
            raise _PassingError(f"{self.name} cannot be reached: {quoted(str(error))}") from None
        except httpx2.HTTPError as error:
            raise EndpointError(f"{self.name} answers what is no HTTP: {quoted(str(error))}") from None

    def _check(self, answer: Answer) -> None:
        """Raise EndpointError for a status that shows a wrong address or wrong credentials."""
        if answer.status in (401, 403):
            hint = (
                f"it refuses what {VARIABLE}_USER and _PASSWORD, or _TOKEN, say"
                if self._settings.user or self._settings.token
                else f"set {VARIABLE}_USER and {VARIABLE}_PASSWORD, or {VARIABLE}_TOKEN"
            )
            raise EndpointError(f"{self.name} answers {answer.reason}: {hint}")
        if 300 <= answer.status < 400:
            # Following the redirect would send the password to another server.
            target = quoted(answer.headers.get("location", "another address").partition("?")[0])
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
                auth=_authentication(self._settings),
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


def _authentication(settings: EndpointSettings) -> httpx2.Auth | None:
    """Return Bearer (RFC 6750), Basic or Digest authentication (RFC 7617, 7616); None if unset."""
    if token := settings.token.get_secret_value():
        return httpx2.FunctionAuth(partial(_with_token, token))
    if settings.user:
        return _Password(settings.user, settings.password.get_secret_value())
    return None


def _with_token(token: str, request: httpx2.Request) -> httpx2.Request:
    request.headers["Authorization"] = f"Bearer {token}"
    return request


class _Password(httpx2.Auth):
    """Sends Basic first, and Digest from then on where the server refuses Basic."""

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx2.BasicAuth(user, password)
        self._digest = httpx2.DigestAuth(user, password)
        self._wants_digest = False

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        if not self._wants_digest:
            response = yield next(self._basic.auth_flow(request))
            challenge = response.headers.get("www-authenticate", "").lower()
            # Virtuoso names no scheme in its answer to a wrong one.
            if response.status_code != 401 or challenge.startswith("basic"):
                return
            self._wants_digest = True
            del request.headers["Authorization"]
        yield from self._digest.auth_flow(request)
