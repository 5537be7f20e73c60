"""The default graph is the same whether Oxigraph merges the graphs or reads their union."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from csekg.sparql.embedded import Store
from csekg.sparql.loading import Built, Foreign, Source, merged

DEFAULT = ox.DefaultGraph()


def engine(source: Source) -> tuple[ox.Store, int | None]:
    store = ox.Store()
    return store, source.load(store)


def default_graph(store: ox.Store) -> set[ox.Triple]:
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, DEFAULT)}


def test_the_union_of_the_dataset_is_what_the_engine_would_merge(
    dataset: bytes, store: Store
) -> None:
    union = merged(dataset)
    lines = union.splitlines(keepends=True)
    assert lines == sorted(set(lines))
    read, triples = engine(Built(dataset, union))
    assert triples == len(lines) == store.triples()
    assert set(read) == {
        quad for name in (None, *store.named_graphs()) for quad in store.quads(name)
    }


@pytest.mark.parametrize(
    "lines",
    [
        b"",
        b"<urn:s> <urn:p> <urn:o> <urn:g1> .\n<urn:s> <urn:p> <urn:o> <urn:g2> .\n",
        # Texts that look like the end of a statement.
        rb'<urn:s> <urn:p> "a <urn:b> ." <urn:g1> .'
        b"\n"
        rb'<urn:s> <urn:p> "a <urn:b> ." <urn:g2> .'
        b"\n"
        rb'<urn:s> <urn:p> "a <urn:b> .\n<urn:c> ."@en <urn:g1> .'
        b"\n",
        # Literals that Oxigraph reads as the same value give one triple.
        b'<urn:s> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g1> .\n'
        b'<urn:s> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g2> .\n',
    ],
)
def test_small_unions(lines: bytes) -> None:
    by_engine, unknown = engine(Built(lines))
    assert unknown is None
    read, triples = engine(Built(lines, merged(lines)))
    assert set(read) == set(by_engine)
    assert triples == len(default_graph(by_engine))


def test_files_are_read_like_texts(tmp_path: Path) -> None:
    lines = b"<urn:s> <urn:p> <urn:o> <urn:g1> .\n<urn:s> <urn:p> <urn:o> <urn:g2> .\n"
    named, union = tmp_path / "a.nq", tmp_path / "a.nt"
    named.write_bytes(lines)
    union.write_bytes(merged(lines))
    assert union.read_bytes() == b"<urn:s> <urn:p> <urn:o> .\n"
    read, triples = engine(Built(named, union))
    assert (triples, len(read)) == (1, 3)


def test_blank_nodes_of_two_graphs_of_a_file_stay_what_they_are(tmp_path: Path) -> None:
    file = tmp_path / "foreign.nq"
    file.write_bytes(
        b"_:a <urn:p> _:b <urn:g1> .\n"
        b"_:a <urn:p> _:b <urn:g2> .\n"
        b"_:a <urn:p> _:c <urn:g2> .\n"
        b"_:a <urn:p> <urn:in-no-graph> .\n"
    )
    store, triples = engine(Foreign(file))
    assert triples is None
    named = {quad.triple for quad in store if quad.graph_name != DEFAULT}
    assert len(named) == 2
    assert len(default_graph(store)) == 3
    assert named < default_graph(store)
    # The subject is one node, whatever graph speaks of it.
    assert len({triple.subject for triple in default_graph(store)}) == 1
