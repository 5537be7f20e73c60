"""The settings of the service: environment variables `CSEKG_...`, each with its default."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from csekg.errors import CsekgError
from csekg.namespaces import BASE

_HOST = r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])"
# What can stand in a header as it is (RFC 6750, section 2.1).
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{16,}=*")


_CGROUPS = Path("/sys/fs/cgroup")
_MEBIBYTE = 1 << 20

# Three quarters of the memory are for queries; the dataset and the servers use the rest.
_SHARE = 0.75
_MOST_QUERIES = 64
_MOST_MB, _USUAL_MB, _LEAST_MB = 512, 256, 32
# At least so many queries run at once, however little memory each of them gets.
_FEWEST = 8


def memory_mb(cgroups: Path = _CGROUPS, own: Path = Path("/proc/self/cgroup")) -> int:
    """Return the megabytes that this process may use: those of the machine or of its container.

    The container's limit is `memory.max` of cgroup v2 or `memory.limit_in_bytes` of v1, the least
    from this process's group up to the root. Other limits are not considered.
    """
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for group, name in (
        (cgroups / _group(own, ""), "memory.max"),
        (cgroups / "memory" / _group(own, "memory"), "memory.limit_in_bytes"),
    ):
        for folder in (group, *group.parents):
            if not folder.is_relative_to(cgroups):
                break
            # No such group here, or `max` in it: no limit.
            with suppress(OSError, ValueError):
                limits.append(int((folder / name).read_text(encoding="ascii")))
    return min(limits) // _MEBIBYTE


def query_memory(memory: int) -> int:
    """Return the megabytes that one query may use, on a machine that has `memory` megabytes.

    A 64th of three quarters of it, at most 512; if that is less than 256, an eighth of them, at
    most 256.
    """
    budget = int(memory * _SHARE)
    fair = max(budget // _MOST_QUERIES, min(_USUAL_MB, budget // _FEWEST))
    return max(_LEAST_MB, min(_MOST_MB, fair))


def queries_at_once(memory: int, of_one: int) -> int:
    """Return how many queries of `of_one` megabytes fit in three quarters of `memory`.

    At most 64, and at least 8: a query rarely uses all that it may.
    """
    return max(_FEWEST, min(_MOST_QUERIES, int(memory * _SHARE) // of_one))


def _group(own: Path, controller: str) -> str:
    """Return the path of this process's cgroup, '' for none; v2 has the controller ''."""
    with suppress(OSError, ValueError):
        for line in own.read_text(encoding="utf-8").splitlines():
            _, controllers, path = line.split(":", 2)
            if controller in controllers.split(","):
                return path.strip("/")
    return ""


class Settings(BaseSettings):
    """The settings of an operator; `csekg serve` reads them once, at its start."""

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
    query_memory_mb: int = Field(
        default_factory=lambda: query_memory(memory_mb()),
        ge=32,
        description="megabytes that a worker may take beyond the dataset",
    )
    max_queries: int = Field(
        default_factory=lambda before: queries_at_once(memory_mb(), before["query_memory_mb"]),
        ge=1,
        le=1024,
        description="queries that may run at once, of one client at most half; a further one waits "
        "for five seconds, then gets 503 with Retry-After",
    )
    answer_cache_mb: int = Field(
        default=64, ge=0, description="megabytes of answers kept for those who ask the same again"
    )
    public_url: str = Field(
        default="",
        description="address under which the service is published, as "
        "`https://treaties.example.org/csekg`; empty to take it from each request",
    )
    allowed_hosts: str = Field(
        default="",
        pattern=rf"^({_HOST}(, *{_HOST})*)?$",
        description="names under which the service may be asked, without port and separated by "
        "commas; another one is refused (421); empty to allow all",
    )
    site_name: str = Field(
        default="The 16/2 Register",
        pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]{0,58}[^\s\x00-\x1f\x7f])?$",
        description="name of the site, on its pages and in what can be taken away from them, of at most 60 characters",
    )
    base_iri: str = Field(
        default=BASE,
        description="beginning of the identifiers that this service answers for: the path of "
        "a request, added to it, is the identifier asked about",
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="secret of 16 characters or more that `/metrics` is asked with; empty for no `/metrics`",
    )
    security_contact: str = Field(
        default="",
        pattern=r"^((mailto:|https://|tel:)[!-~]+)?$",
        description="where to report a weakness, as `mailto:security@example.org`, published at "
        "`/.well-known/security.txt`; empty for no such file",
    )
    report_address: str = Field(
        default="",
        pattern=r"^((mailto:[!-~]+@|https://)[!-~]+)?$",
        description="where readers report an error in a fact: `mailto:` and an address, or the "
        "`https:` address of a new issue, with `?template=` for a form; empty for no such links",
    )
    log_format: str = Field(
        default="text", pattern="^(text|json|none)$", description="form of the log: text, json or none"
    )

    @property
    def hosts(self) -> frozenset[str]:
        """The names in `allowed_hosts`, in lower case; none if all are allowed."""
        names = (name.strip().lower() for name in self.allowed_hosts.split(","))
        return frozenset(name for name in names if name)

    @property
    def shown(self) -> bytes:
        """What pages show of the settings, hence what their entity tags depend on."""
        return f"{self.site_name} {self.report_address}".encode()

    @field_validator("metrics_token")
    @classmethod
    def _hard_to_guess(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        if secret and not _TOKEN.fullmatch(secret):
            raise ValueError("16 characters or more are needed, of A-Z a-z 0-9 - . _ ~ + / =")
        return value


@cache
def settings() -> Settings:
    """Return the settings of this process; raises CsekgError for an unusable value."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(
            f"CSEKG_{'_'.join(map(str, e['loc'])).upper()}={_shown(e)}: " + e["msg"].removeprefix("Value error, ")
            for e in error.errors()
            # A default that is computed from an unusable value is no fault of its own.
            if e["type"] != "default_factory_not_called"
        )
        raise CsekgError(f"unusable setting: {faults}") from None


def _shown(error: ErrorDetails) -> str:
    return "(hidden)" if error["loc"] == ("metrics_token",) else repr(error["input"])
