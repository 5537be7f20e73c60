"""Compares csekg's reader of queries with Oxigraph's parser on hostile texts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from csekg.errors import QueryError
from csekg.namespaces import PREFIXES
from csekg.sparql.untrusted.sanitizer import read_query
from csekg_api.workers.seal import seal
from tests.csekg.sparql.untrusted.hostile_texts import ADDRESS, hostile_texts
from tests.csekg.sparql.untrusted.listening import Listener

_DATA = b"""
<urn:s> <urn:p> <urn:o> . <urn:s> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<urn:s> <urn:x:a> "a"@en . <urn:x:a.b.c> <urn:p> true . <urn:o> <urn:q> _:b . _:b <urn:p> <urn:s> .
"""


@dataclass(slots=True)
class Tally:
    """Results for some texts; `leaks` and `disagreements` should have none."""

    texts: int = 0
    #: Texts with which Oxigraph alone connected, and those among them that the reader refused.
    calls: int = 0
    refused_calls: int = 0
    #: Texts that the reader accepted and Oxigraph then evaluated, and equal answers among them.
    evaluated: int = 0
    compared: int = 0
    leaks: list[str] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)


def store() -> ox.Store:
    """Return a small dataset, in which the patterns of the texts find something."""
    small = ox.Store()
    small.load(_DATA, ox.RdfFormat.TURTLE)
    return small


def differ(texts: Iterable[str], bare: Listener, guarded: Listener) -> Tally:
    """Evaluate texts unchanged and as the reader writes them, each with its own listener."""
    small, tally = store(), Tally()
    for text in texts:
        tally.texts += 1
        calls = bare.count
        plain = answer(small, text.replace(ADDRESS, bare.address))
        called = bare.count > calls
        tally.calls += called
        ours = text.replace(ADDRESS, guarded.address)
        try:
            reading = read_query(ours, guarded.address)
        except QueryError:
            tally.refused_calls += called
            continue
        calls = guarded.count
        found = answer(small, reading.text, reading.base)
        if guarded.count > calls:
            tally.leaks.append(ours)
        tally.evaluated += found is not None
        if found is not None and plain is not None and not called:
            tally.compared += 1
            same = plain.replace(bare.address, "") == found.replace(guarded.address, "")
            if not same:
                tally.disagreements.append(ours)
    return tally


def answer(small: ox.Store, query: str, base: str | None = None) -> str | None:
    """Return what Oxigraph answers, in one order and without labels of blank nodes."""
    try:
        results = small.query(query, base_iri=base, prefixes=None if base else PREFIXES)
        if isinstance(results, ox.QueryBoolean):
            return str(bool(results))
        return "\n".join(sorted(_row(each) for each in results))
    except (SyntaxError, ValueError, OSError, RuntimeError):
        return None


def _row(each: object) -> str:
    terms: Iterator[object] = iter(each)  # type: ignore[call-overload]
    return " ".join("_" if isinstance(term, ox.BlankNode) else str(term) for term in terms)


def evaluate_sealed(seed: int, count: int, address: str) -> int:
    """Evaluate `count` texts unchanged in a sealed process; return how many gave an answer."""
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name, str(seed), str(count), address],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[4],
    )
    first, answered = done.stdout.split()
    assert first == "sealed"
    return int(answered)


def _main(seed: int, count: int, address: str) -> None:
    small = store()
    texts = islice(hostile_texts(seed), count)
    # Only this process is sealed, and it ends afterwards.
    print("sealed", flush=True)
    seal(2)
    answered = sum(answer(small, text.replace(ADDRESS, address)) is not None for text in texts)
    print(answered, flush=True)


if __name__ == "__main__":
    _main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
