"""What hosts of depositaries ask of those who fetch from them (`data/refresh/hosts.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from csekg.facts.tables import read_csv

_COLUMNS = ("host", "short_key", "header", "variable", "note")


@dataclass(frozen=True, slots=True)
class Host:
    """A host with needs of its own.

    `has_short_key` tells that its Diffie-Hellman key has 1024 bits, which OpenSSL refuses by
    default. It wants a request header `header`, whose value an environment variable `variable`
    holds; `note` says where the value comes from. Both are '' where it wants none.
    """

    name: str
    has_short_key: bool
    header: str
    variable: str
    note: str


def read_hosts(data: Path) -> dict[str, Host]:
    """Return the hosts by name; raises DataError for a header without its variable or note."""
    hosts: dict[str, Host] = {}
    for row in read_csv(data / "refresh" / "hosts.csv", _COLUMNS, key=("host",)):
        name = row.required("host")
        if row["header"]:
            row.required("variable")
            row.required("note")
        short = row.optional("short_key", ("yes",), "answer") == "yes"
        hosts[name] = Host(name, short, row["header"], row["variable"], row["note"])
    return hosts
