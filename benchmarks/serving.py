"""Serving: our service over HTTP beside other servers, in one run and on the same data.

Rates depend on what else the machine does, so that the servers take turns and the ratios count;
processor time for an answer depends on that least.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from benchmarks import bare_server, peers
from benchmarks.four_forms import FORMS
from benchmarks.load import Ask, Run, fire, get, get_query, post_query
from benchmarks.peers import Server
from benchmarks.solutions import solutions
from csekg.dataset.cache import dataset_bytes
from csekg.namespaces import PREFIXES
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries

_CONNECTIONS = 4
#: Times that each saved query is asked, in one order that is drawn once.
_ROUNDS = 3
#: Seconds for each turn of the bare server and ours, and for one query and all of rdflib-endpoint.
_TURN, _PEER_QUERY, _PEER_ALL, _PEER_FIRST = 1.0, 2.0, 12.0, 60.0
_FIRST = next(iter(FORMS))
_READ = (
    "/",
    "/states/FRA",
    "/treaties/opsc",
    "/resolution",
    "/joined?status=not-bound&treaty=opsc",
    "/static/csekg.css",
    "/api/v1/states",
    "/api/v1/instruments/opsc/gaps",
    "/api/v1/states/FRA/participation/opsc",
    "/api/v1/matrix",
)
_unseen = itertools.count()


def run() -> None:
    load = os.getloadavg()[0]
    print(f"Serving over HTTP, {os.cpu_count()} cores, load {load:.1f} before it began")
    content = dataset_bytes()
    union = b"".join(f"{quad.triple} .\n".encode() for quad in Store(content).quads())
    with ExitStack() as stack:
        ours = stack.enter_context(peers.csekg())
        theirs = stack.enter_context(peers.oxigraph(content + union))
        _four_forms(ours, theirs)
        with peers.oxigraph_on_disk(content) as on_disk:
            seen = _saved_queries(ours, theirs, on_disk)
        if peers.has_rdflib_endpoint():
            slow = stack.enter_context(peers.rdflib_endpoint(content))
            _one_by_one(ours, slow, seen)
        else:
            print("  rdflib-endpoint is not installed here: left out")
        if peers.COMUNICA.exists():
            slow = stack.enter_context(peers.comunica(content + union))
            _one_by_one(ours, slow, seen)
        else:
            print("  Comunica's file endpoint is not installed here (make bench does it): left out")
    with peers.csekg() as ours:
        _reading(ours)


def _cold(text: str) -> str:
    """Return a query that no cache has seen: its comment is new."""
    return f"{text}\n# {next(_unseen)}"


def _four_forms(ours: Server, theirs: Server) -> None:
    prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    print("\nWhich States have not ratified, each text new: half answered within, milliseconds")
    _head(ours.name, theirs.name, "ratio")
    for name, form in FORMS.items():
        text = f"{prologue}SELECT ?s {{ ?s a cse:State . {form} }}"
        runs = [
            fire(server.port, (_query(server, name, _cold(text)) for _ in range(times)))
            for server, times in ((ours, 50), (theirs, 2 if name == _FIRST else 5))
        ]
        mine, other = (run.times[len(run.times) // 2] * 1000 for run in runs)
        _row(name, f"{mine:.2f}", f"{other:.2f}", f"{other / mine:.1f} x{_differing(*runs)}")


def _saved_queries(ours: Server, *theirs: Server) -> Run:
    """Measure the mix, and return our cold run."""
    texts = {name: query.text for name, query in saved_queries().items()}
    order = [*texts] * _ROUNDS
    random.Random(162).shuffle(order)

    def cold(server: Server) -> Iterator[Ask]:
        return (_query(server, name, _cold(texts[name])) for name in order)

    def posted(server: Server) -> Iterator[Ask]:
        return (_query(server, name, texts[name]) for name in order)

    def got(server: Server) -> Iterator[Ask]:
        return (Ask(name, get_query(server.endpoint, texts[name])) for name in order)

    print(f"\n{len(texts)} saved queries, {_ROUNDS} times each, {_CONNECTIONS} at once, in {_ROUNDS} turns")
    _head("answers/s", "p50 ms", "p99 ms", "CPU ms", "ratio", "ratio of CPU")
    kept: Run | None = None
    for kind, asks in (("each text new", cold), ("texts again, POST", posted), ("texts again, GET", got)):
        if asks is not cold:
            fire(ours.port, asks(ours), _CONNECTIONS)
        runs = _in_turns(kind, {server: asks(server) for server in (ours, *theirs)}, len(texts))
        kept = kept or runs[ours]
    assert kept
    return kept


def _in_turns(what: str, asks: Mapping[Server, Iterator[Ask]], size: int) -> dict[Server, Run]:
    """Ask the servers so many at a time, one after the other; print a row for each, compared with the first."""
    runs, computed = {server: Run() for server in asks}, dict.fromkeys(asks, 0.0)
    for _ in range(_ROUNDS):
        for server, run in runs.items():
            before = server.processor_seconds()
            run.add(fire(server.port, itertools.islice(asks[server], size), _CONNECTIONS))
            computed[server] += server.processor_seconds() - before
    ours = next(iter(asks))
    for server, run in runs.items():
        ratios = [runs[ours].rate / run.rate, computed[server] / computed[ours]] if server is not ours else []
        _row(
            f"{server.name}, {what}",
            f"{run.rate:,.0f}",
            f"{run.percentile(50):.2f}",
            f"{run.percentile(99):.1f}",
            f"{computed[server] / len(run.times) * 1000:.2f}",
            *(f"{ratio:.2f} x" for ratio in ratios),
            _differing(runs[ours], run) if ratios else "",
        )
        _tell_failures(run)
    return runs


def _one_by_one(ours: Server, theirs: Server, seen: Run) -> None:
    """Compare with a peer that may need for ever: each query has its time, and so have all.

    A peer that cannot be made to give a query up is done at the first that takes too long.
    """
    texts = {name: query.text for name, query in saved_queries().items()}
    order = random.Random(162).sample([*texts], len(texts))
    # Some read their data at the first query.
    fire(theirs.port, [_query(theirs, "first", "ASK { ?s a ?c }")], 1, _PEER_FIRST)
    took, asked = 0.0, 0
    given_up: list[str] = []
    other: list[str] = []
    for name in order:
        if took > _PEER_ALL or (given_up and not theirs.gives_up):
            break
        run = fire(theirs.port, [_query(theirs, name, _cold(texts[name]))], 1, _PEER_QUERY)
        took, asked = took + run.seconds, asked + 1
        if run.failures:
            given_up.append(name)
            if theirs.gives_up:
                os.kill(theirs.pid, signal.SIGUSR1)
        elif solutions(run.bodies[name]) != solutions(seen.bodies[name]):
            other.append(name)
    mine = fire(ours.port, (_query(ours, name, _cold(texts[name])) for name in order[:asked]))
    print(f"\nThe first {asked} saved queries in a drawn order, one after the other, texts new")
    _head("answers/s", "ratio")
    _row(ours.name, f"{mine.rate:,.1f}", "")
    least = "at least " if given_up else ""
    _row(theirs.name, f"{asked / took:,.2f}", f"{least}{mine.rate * took / asked:,.0f} x")
    print(
        f"  {theirs.name}: {len(given_up)} failed or not done after {_PEER_QUERY:g} s; "
        f"answers that differ: {', '.join(other) or 'none'}"
    )


def _reading(ours: Server) -> None:
    """Repeated GETs of pages and REST answers beside the same bytes from a bare application."""
    asks = [Ask(path, get(path, encoding="gzip, deflate")) for path in _READ]
    first = fire(ours.port, asks)
    _tell_failures(first)
    answers = {path.partition("?")[0]: (_headers(first.heads[path]), first.bodies[path]) for path in _READ}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.json"
        bare_server.write_answers(file, answers)
        with peers.bare(file) as ceiling:
            print(f"\nReading {len(_READ)} pages and REST answers again and again, gzip")
            _head("answers/s", "p50 ms", "p99 ms", "CPU ms", "ratio")
            for connections in (1, _CONNECTIONS):
                for path in (None, "/api/v1/states", "/treaties/opsc"):
                    chosen = [ask for ask in asks if path in (None, ask.name)]
                    _turns(ours, ceiling, chosen, connections, path or "all of them")


def _turns(ours: Server, ceiling: Server, asks: list[Ask], connections: int, what: str) -> None:
    totals: dict[Server, tuple[Run, float]] = {s: (Run(), 0.0) for s in (ours, ceiling)}
    for server in (ours, ceiling, ceiling, ours):
        before = server.processor_seconds()
        run = fire(server.port, itertools.cycle(asks), connections, _TURN / 2)
        total, computed = totals[server]
        total.add(run)
        totals[server] = total, computed + server.processor_seconds() - before
    for server, (total, computed) in totals.items():
        ratio = totals[ours][0].rate / total.rate
        _row(
            f"{server.name}, {what}, {connections} at once",
            f"{total.rate:,.0f}",
            f"{total.percentile(50):.2f}",
            f"{total.percentile(99):.2f}",
            f"{computed / len(total.times) * 1000:.3f}",
            f"{ratio:.2f} x" if server is ceiling else "",
        )


def _headers(head: bytes) -> dict[str, str]:
    pairs = (line.partition(b": ") for line in head.splitlines()[1:])
    return {
        name.decode(): value.decode() for name, _, value in pairs if name.lower() not in (b"date", b"content-length")
    }


def _query(server: Server, name: str, text: str) -> Ask:
    return Ask(name, post_query(server.endpoint, text))


def _differing(ours: Run, theirs: Run) -> str:
    other = [name for name, body in theirs.bodies.items() if solutions(body) != solutions(ours.bodies.get(name, b""))]
    if theirs.failures:
        return "  no answer to compare with"
    return f"  OTHER ANSWERS: {', '.join(sorted(other))}" if other else "  same answers"


def _tell_failures(run: Run) -> None:
    if run.failures:
        print(f"  {len(run.failures)} failed, as {run.failures[0]}")


def _head(*names: str) -> None:
    print(f"  {'':<48}" + "".join(f" {name:>19}" for name in names))


def _row(name: str, *values: str) -> None:
    print(f"  {name:<48}" + "".join(f" {value:>19}" for value in values), flush=True)


if __name__ == "__main__":
    run()
