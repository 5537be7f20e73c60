"""The contents of the files for download; the same dataset gives the same bytes."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.answers.common.known import treaties
from csekg.answers.status.standing import Standing, standings_of_treaty
from csekg.namespaces import PREFIXES
from csekg.sparql.store import QueryEngine
from csekg_api.web.csv_answers import to_csv
from csekg_api.web.graphs import with_sorted_prefixes


@dataclass(frozen=True, slots=True)
class Content:
    """A file of the dataset: name, media type, description, bytes and number of triples."""

    name: str
    media_type: str
    description: str
    content: bytes
    triples: int
    graph: str | None = None


def contents(store: QueryEngine) -> Iterator[Content]:
    """Yield the files: the whole dataset first, then each named graph.

    Values that Oxigraph normalises, such as `P12M` to `P1Y`, are in the form that queries see.
    """
    quads = store.n_quads().splitlines()
    by_graph: dict[str, list[bytes]] = {}
    for quad in quads:
        # IRIs have no spaces: the graph is the last part but one, before the dot.
        triple, name, _ = quad.rsplit(b" ", 2)
        by_graph.setdefault(name[1:-1].decode(), []).append(triple + b" .")
    yield from _whole(quads, _union(store, {line for lines in by_graph.values() for line in lines}))
    yield _participation(store)
    keys = _keys(sorted(by_graph))
    for graph, lines in sorted(by_graph.items()):
        yield from _graph(graph, keys[graph], lines)


def _whole(quads: list[bytes], merged: list[bytes]) -> Iterator[Content]:
    n_quads = _joined(quads)
    n_triples = _joined(merged)
    by_source = "The whole dataset, each statement in the graph of its source"
    union = "The whole dataset as one graph: each triple once, without its sources"
    for name, media_type, description, content, count in (
        ("csekg.nq", "application/n-quads", by_source, n_quads, len(quads)),
        (
            "csekg.trig",
            "application/trig",
            by_source,
            _pretty(n_quads, ox.RdfFormat.TRIG),
            len(quads),
        ),
        ("csekg.jsonld", "application/ld+json", by_source, _json_ld(n_quads), len(quads)),
        ("csekg.ttl", "text/turtle", union, _pretty(n_triples, ox.RdfFormat.TURTLE), len(merged)),
    ):
        yield Content(name, media_type, description, content, count)
        # Without the time of creation, so that the bytes are reproducible.
        packed = gzip.compress(content, 6, mtime=0)
        yield Content(f"{name}.gz", "application/gzip", f"{description}; gzip", packed, count)


def _participation(store: QueryEngine) -> Content:
    rows = [row for key in treaties(store) for row in standings_of_treaty(store, key)[1]]
    rows.sort(key=lambda row: (row.actor.key, row.treaty.key))
    text = "Every State under every treaty, each on the as-of date of the treaty: status and acts"
    return Content("participation.csv", "text/csv", text, to_csv(Standing, rows), 0)


def _graph(graph: str, key: str, lines: list[bytes]) -> Iterator[Content]:
    content = _joined(lines)
    for ending, media_type, made in (
        ("nt", "application/n-triples", content),
        ("ttl", "text/turtle", _pretty(content, ox.RdfFormat.TURTLE)),
        ("jsonld", "application/ld+json", _json_ld(content)),
    ):
        name = f"graphs/{key}.{ending}"
        yield Content(name, media_type, f"The named graph {graph}", made, len(lines), graph)


def _union(store: QueryEngine, named: set[bytes]) -> list[bytes]:
    """Return the triples of the default graph as sorted lines of N-Triples, without line ends.

    `named` are the triples of the named graphs, nearly always the same ones.
    """
    if store.triples() == len(named):
        return sorted(named)
    output = io.BytesIO()
    store.dump(output, ox.RdfFormat.N_TRIPLES, None, {})
    return sorted(output.getvalue().splitlines())


def _joined(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def _pretty(n_quads: bytes, form: ox.RdfFormat) -> bytes:
    """Return quads in a form with prefixes, these in the order of the alphabet."""
    quads = ox.parse(n_quads, ox.RdfFormat.N_QUADS)
    return with_sorted_prefixes(ox.serialize(quads, format=form, prefixes=PREFIXES) or b"")


def _json_ld(n_quads: bytes) -> bytes:
    return ox.serialize(ox.parse(n_quads, ox.RdfFormat.N_QUADS), format=ox.RdfFormat.JSON_LD) or b""


def _keys(graphs: Iterable[str]) -> dict[str, str]:
    """Return a file name for each graph: the part of its IRI after that of csekg's graphs."""
    keys: dict[str, str] = {}
    for graph in graphs:
        plain = re.sub(r"[^A-Za-z0-9.]+", "-", graph.removeprefix(f"{ns.ID}graph/")).strip("-.")
        key, number = plain or "graph", 1
        while key in keys.values():
            number += 1
            key = f"{plain}-{number}"
        keys[graph] = key
    return keys
