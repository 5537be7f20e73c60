"""Measures the saved queries in csekg's store and in rdflib, on the same triples."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection

import rdflib

from benchmarks.timing import line, seconds
from csekg.dataset.cache import dataset_bytes
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries

#: Seconds after which a query in rdflib is aborted; the ratio is then a lower bound.
_PEER_LIMIT = 30
_COMPARED = (
    "parties-by-treaty",
    "paragraph-to-articles",
    "citations-by-verb",
    "who-must-do-what",
    "conflicting-sources",
)


def run() -> None:
    store = Store(dataset_bytes())
    print("Saved queries with their defaults, median of 5")
    taken = {name: _ours(store, query.text) for name, query in saved_queries().items()}
    for name, value in sorted(taken.items(), key=lambda item: -item[1])[:5]:
        line(f"slowest: {name}", value * 1000, "ms")
    line(f"all {len(taken)} together", sum(taken.values()) * 1000, "ms")

    print(f"\nThe same queries in rdflib, one run each, aborted after {_PEER_LIMIT} s")
    peer = rdflib.Graph()
    triples = "".join(f"{quad.triple} .\n" for quad in store.quads())
    started = time.perf_counter()
    peer.parse(data=triples, format="nt")
    line("rdflib: loading", time.perf_counter() - started)
    for name in _COMPARED:
        theirs, rows = _theirs(peer, saved_queries()[name].text)
        if rows is None:
            outcome = "aborted"
        else:
            outcome = "same answer" if rows == sorted(_rows(store, name)) else "OTHER ANSWER"
        line(f"{name}: rdflib ({outcome})", theirs * 1000, "ms")
        line("    ours", taken[name] * 1000, "ms")
        line("    ratio, rdflib / ours", theirs / taken[name], "x")


def _ours(store: Store, text: str) -> float:
    return seconds(lambda: store.values(text))


def _rows(store: Store, name: str) -> list[tuple[str, ...]]:
    return store.values(saved_queries()[name].text)


def _theirs(graph: rdflib.Graph, text: str) -> tuple[float, list[tuple[str, ...]] | None]:
    """Return seconds and rows, None at the limit; in a child process, which can be killed."""
    context = multiprocessing.get_context("fork")
    ours, childs = context.Pipe()
    child = context.Process(target=_ask, args=(graph, text, childs))
    started = time.perf_counter()
    child.start()
    answered = ours.poll(_PEER_LIMIT)
    taken = time.perf_counter() - started
    rows = ours.recv() if answered else None
    child.kill()
    child.join()
    return taken, rows


def _ask(graph: rdflib.Graph, text: str, answer: Connection) -> None:
    rows = [tuple("" if term is None else str(term) for term in row) for row in graph.query(text)]  # type: ignore[union-attr]
    answer.send(sorted(rows))
