"""The settings of a server that holds the dataset: its address, credentials and limits of time."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pyoxigraph import NamedNode

from csekg.errors import CsekgError

#: The address of the query service; where it is set, commands query it and load no dataset.
VARIABLE = "CSEKG_ENDPOINT"


class EndpointSettings(BaseSettings):
    """The environment variables `CSEKG_ENDPOINT...`; times are in seconds."""

    model_config = SettingsConfigDict(env_prefix=f"{VARIABLE}_", frozen=True)

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
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("write an address as https://host/sparql")
        # A password in an address would appear in logs and in lists of processes.
        if parts.username or parts.password:
            raise ValueError(f"set {VARIABLE}_USER and {VARIABLE}_PASSWORD, not a password in the URL")
        return url

    @field_validator("default_graph")
    @classmethod
    def _is_iri(cls, iri: str) -> str:
        return NamedNode(iri).value if iri else ""


def endpoint_settings(**given: str) -> EndpointSettings:
    """Return the settings in the environment, or those `given` in their place.

    Raises CsekgError for an unusable setting, without repeating its value.
    """
    try:
        return EndpointSettings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        faults = ((str(fault["loc"][0]), str(fault["msg"]).removeprefix("Value error, ")) for fault in error.errors())
        # The address has the name of the variable where it is set, and that of its field where it is missing.
        names = {VARIABLE: VARIABLE, "url": VARIABLE}
        named = (f"{names.get(name, f'{VARIABLE}_{name.upper()}')}: {what}" for name, what in faults)
        raise CsekgError("unusable setting: " + "; ".join(named)) from None


def settings_for(address: str) -> EndpointSettings:
    """Return the settings for an address; raises CsekgError for one that cannot be used.

    User, password and token in the environment belong to the endpoint there, and go to no other.
    """
    if address == os.environ.get(VARIABLE):
        return endpoint_settings()
    return endpoint_settings(**{VARIABLE: address, "user": "", "password": "", "token": ""})
