"""The settings of the service: environment variables `CSEKG_...`, each with its default."""

from __future__ import annotations

import os
from functools import cache

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from csekg.errors import CsekgError
from csekg.namespaces import BASE


class Settings(BaseSettings):
    """What an operator may set; `csekg serve` reads it once, at its start."""

    model_config = SettingsConfigDict(env_prefix="CSEKG_", frozen=True)

    query_timeout: float = Field(
        default=10,
        gt=0,
        le=600,
        description="seconds until a query is stopped; a request's `timeout` may only lower it",
    )
    page_timeout: float = Field(
        default=10,
        gt=0,
        le=600,
        description="seconds within which the answer to a request for a page, for REST or for "
        "linked data must begin; then it is 504",
    )
    query_workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        description="worker processes kept ready to answer queries",
    )
    max_queries: int = Field(
        default=64,
        ge=1,
        le=1024,
        description="queries that may run at once; a further one is told to come back (503)",
    )
    query_memory_mb: int = Field(
        default=512, ge=32, description="megabytes that a worker may take beyond the dataset"
    )
    max_request_kb: int = Field(
        default=1024, ge=1, description="kilobytes that the body of a request may have"
    )
    max_answer_mb: int = Field(
        default=64, ge=1, description="megabytes that the answer to a query may have"
    )
    answer_cache_mb: int = Field(
        default=64, ge=0, description="megabytes of answers kept for those who ask the same again"
    )
    rate_limit: str = Field(
        default="",
        pattern=r"^([1-9]\d{0,8}/(second|minute|hour|day))?$",
        description="requests allowed to one address, as `100/minute`; empty for no limit",
    )
    public_url: str = Field(
        default="",
        description="address under which the service is published, as "
        "`https://treaties.example.org/csekg`; empty to take it from each request",
    )
    base_iri: str = Field(
        default=BASE,
        description="beginning of the identifiers that this service answers for: the path of "
        "a request, added to it, is the identifier asked about",
    )
    log_format: str = Field(
        default="text",
        pattern="^(text|json|none)$",
        description="form of the log: text, json or none",
    )


@cache
def settings() -> Settings:
    """Return the settings of this process; raises CsekgError for a value that cannot be."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(
            f"CSEKG_{'_'.join(map(str, e['loc'])).upper()}={e['input']!r}: {e['msg']}"
            for e in error.errors()
        )
        raise CsekgError(f"unusable setting: {faults}") from None
