"""Tool calls of an assistant, over HTTP by the official client: each tool several times.

The bar is 300 ms for a call, what the client takes for itself included.
"""

from __future__ import annotations

import os
import statistics
import time

import anyio
from mcp.client.client import Client

from benchmarks import peers
from benchmarks.timing import line

_BAR = 0.3
_TIMES = 9
_CALLS: tuple[tuple[str, dict[str, object]], ...] = (
    ("find", {"q": "Ireland OPSC"}),
    ("ask", {"treaty": ["opsc"], "status": ["party"], "on": "2007-04-27"}),
    ("ask", {"treaty": ["opsc"], "status": ["not-bound"]}),
    ("status", {"key": "FRA"}),
    ("participation", {"key": "FRA", "treaty": "opsc"}),
    ("changes", {"from": "2020-01-01"}),
    ("check", {"claims": [{"text": "Kenya has signed but not ratified the OPSC"}]}),
    ("paragraph", {"paragraph": "op/4/a"}),
    ("cite", {"thing": "participation/opsc/FRA"}),
    ("saved_query", {"name": "who-was-bound-on"}),
    ("sparql", {"query": "SELECT ?s WHERE { ?s cse:partyTo instrument:opsc }"}),
)


def run() -> None:
    print(f"Tool calls over MCP, load {os.getloadavg()[0]:.1f} before (bar: 300 ms for each)")
    with peers.csekg() as ours:
        anyio.run(_measure, ours)


async def _measure(ours: peers.Server) -> None:
    medians = []
    async with Client(f"http://127.0.0.1:{ours.port}/mcp") as client:
        before = ours.processor_seconds()
        for name, arguments in _CALLS:
            taken = []
            for _ in range(_TIMES):
                started = time.perf_counter()
                result = await client.call_tool(name, arguments)
                taken.append(time.perf_counter() - started)
                assert not result.is_error, result.content
            medians.append(statistics.median(taken))
            line(f"{name}: median of {_TIMES}, the first {taken[0]:.2f} s", medians[-1] * 1000, "ms")
        spent = ours.processor_seconds() - before
    line("processor time of the service for a call", spent / len(_CALLS) / _TIMES * 1000, "ms")
    print(f"  {sum(each <= _BAR for each in medians)} of {len(medians)} within the bar")
