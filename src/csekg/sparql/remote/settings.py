"""Address and credentials of the remote store: environment variables `CSEKG_ENDPOINT...`."""

from __future__ import annotations

import os
from collections.abc import Callable
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pyoxigraph import NamedNode

from csekg.errors import CsekgError

#: The address of the query service; where it is set, commands query it and load no dataset.
VARIABLE = "CSEKG_ENDPOINT"


class EndpointSettings(BaseSettings):
    """The settings of an endpoint; times are in seconds."""

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
    given = {VARIABLE: address, "user": "", "password": "", "token": ""}
    return _checked(lambda: EndpointSettings.model_validate(given))


def _checked(made: Callable[[], EndpointSettings]) -> EndpointSettings:
    try:
        return made()
    except ValidationError as error:
        faults = "; ".join(
            f"{_variable(str(fault['loc'][0]))}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        )
        raise CsekgError(f"unusable setting: {faults}") from None


def default_graph() -> str:
    """Return the IRI of the named graph that holds the union, empty if unset; needs no endpoint."""
    return _graph_name(os.environ.get(f"{VARIABLE}_DEFAULT_GRAPH", ""))


def _graph_name(iri: str) -> str:
    return NamedNode(iri).value if iri else ""


def _variable(field: str) -> str:
    return VARIABLE if field == VARIABLE else f"{VARIABLE}_{field.upper()}"
