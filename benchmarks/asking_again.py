"""Measures the saved queries over HTTP on a synthetic dataset: the first time, and repeated.

The service caches an answer by the version of the dataset, which never changes within a process.
From then on it costs as much as sending its bytes, however long it took to compute.
"""

from __future__ import annotations

import os
from pathlib import Path
from unittest import mock

from benchmarks import peers
from benchmarks.load import Ask, fire, post_query
from csekg.sparql.saved_queries import saved_queries

#: A hundred times the data need more than the default limits of the service.
_LIMITS = {"CSEKG_QUERY_TIMEOUT": "120", "CSEKG_QUERY_MEMORY_MB": "6000"}
_PATIENCE = 1200.0


def asked_again(file: Path) -> dict[str, float]:
    """Return the figures of both rounds, over one connection, by name and unit."""
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
