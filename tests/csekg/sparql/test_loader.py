"""The default graph is the merge of the graphs, whether Oxigraph merges them or reads their merge."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from csekg.sparql.loader import Loaded, load_built, load_file, merge_of, open_copy, open_on_disk, write_on_disk
from csekg.sparql.untrusted.planner import Statistics

DEFAULT = ox.DefaultGraph()


def kept(folder: Path, lines: bytes) -> Loaded:
    write_on_disk(folder / "a", lines)
    return open_on_disk(folder / "a", Statistics(0, {}, frozenset()).to_json())


def written(folder: Path) -> dict[Path, tuple[int, int]]:
    """What a change of a file or a link to it would change; without the latter all its bytes would be read again."""
    return {file: (file.stat().st_size, file.stat().st_ctime_ns) for file in folder.iterdir()}


def default_graph(loaded: Loaded) -> list[ox.Triple]:
    assert loaded.store is not None
    return [quad.triple for quad in loaded.store.quads_for_pattern(None, None, None, DEFAULT)]


def test_the_merge_has_each_triple_once(small_dataset: bytes) -> None:
    merge = merge_of(small_dataset).splitlines(keepends=True)
    assert merge == sorted(set(merge))
    assert {line[:-3] for line in merge} == {line.rsplit(b" ", 2)[0] for line in small_dataset.splitlines()}


@pytest.mark.parametrize(
    "lines",
    [
        b"",
        b"<urn:s> <urn:p> <urn:o> <urn:g1> .\n<urn:s> <urn:p> <urn:o> <urn:g2> .\n",
        b"<urn:s> <urn:p> <urn:o> <urn:g1> .\n<urn:s> <urn:p> <urn:o> <urn:large> .\n",
        b"<urn:s> <urn:p> <urn:o> <urn:large> .\n<urn:s> <urn:p> <urn:other> <urn:g1> .\n",
        # Texts that look like the end of a statement.
        rb'<urn:s> <urn:p> "a <urn:large> ." <urn:g1> .'
        b"\n"
        rb'<urn:s> <urn:p> "a <urn:b> ." <urn:g2> .'
        b"\n"
        rb'<urn:s> <urn:p> "a <urn:b> .\n<urn:c> ."@en <urn:large> .'
        b"\n",
    ],
)
def test_small_datasets(tmp_path: Path, lines: bytes) -> None:
    merged, read = load_built(lines), kept(tmp_path, lines)
    assert set(default_graph(read)) == set(default_graph(merged))
    assert len(default_graph(read)) == len(default_graph(merged))
    named = [{quad for quad in loaded.store or [] if quad.graph_name != DEFAULT} for loaded in (merged, read)]
    assert named[0] == named[1]


def test_a_copy_is_changed_alone_and_leaves_nothing(
    tmp_path: Path, small_dataset: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = default_graph(kept(tmp_path, small_dataset))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    files = written(tmp_path / "a")
    copy = open_copy(tmp_path / "a")
    assert not [*(tmp_path / "temporary").iterdir()]
    for triple in there:
        copy.remove(ox.Quad(triple.subject, triple.predicate, triple.object))
        copy.add(ox.Quad(triple.subject, triple.predicate, ox.Literal("changed")))
    assert {str(quad.object) for quad in copy if quad.graph_name == DEFAULT} == {'"changed"'}
    assert written(tmp_path / "a") == files
    assert default_graph(Loaded(open_copy(tmp_path / "a"))) == there


def test_blank_nodes_of_two_graphs_of_a_file_stay_what_they_are(tmp_path: Path) -> None:
    file = tmp_path / "foreign.nq"
    file.write_bytes(
        b"_:a <urn:p> _:b <urn:g1> .\n"
        b"_:a <urn:p> _:b <urn:g2> .\n"
        b"_:a <urn:p> _:c <urn:g2> .\n"
        b"_:a <urn:p> <urn:in-no-graph> .\n"
    )
    loaded = load_file(file)
    assert loaded.statistics is None
    assert loaded.store is not None
    named = {quad.triple for quad in loaded.store if quad.graph_name != DEFAULT}
    assert len(named) == 2
    triples = set(default_graph(loaded))
    assert len(triples) == 3
    assert named < triples
    # The subject is one node, whatever graph speaks of it.
    assert len({triple.subject for triple in triples}) == 1
