"""A world behind the service: what the saved queries take when they are first asked, and again.

An answer is kept for those who ask the same again (by the version of the dataset, which never
changes within a process), so that from then on it costs what its bytes cost, however much it took.
"""

from __future__ import annotations

import os
from pathlib import Path
from unittest import mock

from benchmarks import peers
from benchmarks.load import Ask, fire, post_query
from csekg.sparql.saved_queries import saved_queries

#: A hundred times the data want more than the limits that the service has by itself.
_LIMITS = {"CSEKG_QUERY_TIMEOUT": "120", "CSEKG_QUERY_MEMORY_MB": "6000"}
_PATIENCE = 1200.0


def asked_again(file: Path) -> dict[str, float]:
    """Return the seconds, milliseconds and megabytes of both rounds over one connection."""
    asks = [Ask(name, post_query("/sparql", query.text)) for name, query in saved_queries().items()]
    with mock.patch.dict(os.environ, _LIMITS), peers.csekg("--dataset", str(file)) as server:
        first, again = (fire(server.port, asks, 1, _PATIENCE) for _ in range(2))
    for failure in (*first.failures, *again.failures):
        print(f"  not answered: {failure}")
    megabytes = sum(map(len, again.bodies.values())) / 1e6
    milliseconds = sum(again.times) * 1000
    return {
        "over HTTP, all questions, s": sum(first.times),
        "over HTTP, asked again, ms": milliseconds,
        "    for each megabyte of answer, ms": milliseconds / megabytes,
    }
