"""The saved queries: our store beside rdflib, on the same dataset, with the same answers."""

from __future__ import annotations

import time
from collections import Counter

import rdflib

from benchmarks.timing import line, seconds
from csekg.dataset import dataset_bytes
from csekg.saved_queries import saved_queries
from csekg.store import Store

#: Enough for a ratio: rdflib needs minutes for all of them.
_COMPARED = (
    "bound-on-adoption-day", "parties-by-treaty", "signed-never-ratified", "paragraph-to-articles",
    "citations-by-verb", "conflicting-sources", "sources-and-dates",
)  # fmt: skip


def run() -> None:
    content = dataset_bytes()
    store = Store(content)
    print("Saved queries with their defaults, median of 5")
    taken = {
        name: seconds(lambda text=query.text: store.values(text))  # type: ignore[misc]
        for name, query in saved_queries().items()
    }
    for name, value in sorted(taken.items(), key=lambda item: -item[1])[:5]:
        line(f"slowest: {name}", value * 1000, "ms")
    line(f"all {len(taken)} together", sum(taken.values()) * 1000, "ms")

    print("\nThe same questions in rdflib (union default graph), one run each")
    started = time.perf_counter()
    peer = rdflib.Dataset(default_union=True)
    peer.parse(data=content.decode(), format="nquads")
    line("rdflib: loading", time.perf_counter() - started)
    for name in _COMPARED:
        text = saved_queries()[name].text
        started = time.perf_counter()
        rows = [
            tuple("" if term is None else str(term) for term in row) for row in peer.query(text)
        ]
        theirs = time.perf_counter() - started
        same = "same answer" if Counter(rows) == Counter(store.values(text)) else "OTHER ANSWER"
        line(f"{name}: rdflib ({same})", theirs * 1000, "ms")
        line("    ours", taken[name] * 1000, "ms")
        line("    ratio, rdflib / ours", theirs / taken[name], "x")
