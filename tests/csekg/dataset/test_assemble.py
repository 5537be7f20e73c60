"""The whole build: the same bytes every time, and a stop at the first fact that does not fit."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from csekg.dataset.assemble import build, build_and_load
from csekg.errors import CsekgError
from csekg.languages.current import speaking
from csekg.resources import ontology_dir
from csekg.sparql.oxigraph_store import Store
from tests.small_facts import small_data

OPSC = "treaties/opsc/participation.csv"


def quiet(_step: str) -> None:
    pass


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small facts, of which `small_dataset` is made."""
    return small_data(tmp_path_factory.mktemp("facts"))


def altered(data: Path, folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the facts in which `old` is replaced once in one file."""
    copy = shutil.copytree(data, folder / "data")
    content = (copy / file).read_text(encoding="utf-8")
    assert old in content
    (copy / file).write_text(content.replace(old, new, 1), encoding="utf-8")
    return copy


#: tests/csekg/releases/test_build.py builds in another process, too.
def test_building_again_gives_the_same_bytes_in_any_language_and_tells_each_step(
    data: Path, small_dataset: bytes
) -> None:
    steps: list[str] = []
    with speaking("fr"):
        built = build_and_load(data, ontology_dir(), steps.append)
    assert built.n_quads == small_dataset
    assert steps[0] == "reading the facts"
    assert steps[-1] == "sorting"
    named = [step for step in steps if not step.startswith("warning: ")]
    assert len(named) == len(set(named)) > 5
    # Its store has the default graph of the dataset.
    whole = Store(small_dataset)
    assert {quad.triple for quad in built.store.quads()} == {quad.triple for quad in whole.quads()}
    assert built.store.statistics.to_json() == whole.statistics.to_json()


def test_the_lines_are_sorted_and_distinct(small_dataset: bytes) -> None:
    lines = small_dataset.splitlines()
    assert lines == sorted(set(lines))


def test_there_is_no_blank_node_and_no_quad_outside_a_named_graph(small_dataset: bytes) -> None:
    for quad in ox.parse(small_dataset, ox.RdfFormat.N_QUADS):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        assert isinstance(quad.graph_name, ox.NamedNode)


def test_a_bad_record_stops_the_build(data: Path, tmp_path: Path) -> None:
    """One of sources that differ, which is seen last; all others are in tests/csekg/facts and tests/csekg/derived."""
    steps: list[str] = []
    message = "opsc/participation.csv:3: ALB: sources differ on date and nothing says which we follow"
    with pytest.raises(CsekgError, match=re.escape(message)):
        build(
            altered(data, tmp_path, OPSC, "ALB,,,,,2008-02-05,,", "ALB,,,,,2008-02-06,,"), ontology_dir(), steps.append
        )
    assert steps == ["reading the facts"]


def test_an_ontology_that_cannot_be_parsed_is_named(data: Path, tmp_path: Path) -> None:
    ontology = shutil.copytree(ontology_dir(), tmp_path / "ontology")
    (ontology / "csekg.ttl").write_text("cse:Treaty a owl:Class", encoding="utf-8")
    with pytest.raises(CsekgError, match=r"csekg\.ttl: .* line 1"):
        build(data, ontology, quiet)


def test_a_new_fact_changes_only_what_follows_from_it(data: Path, tmp_path: Path, small_dataset: bytes) -> None:
    old = "IRL,,,2000-09-07,,,,,,stated,untc-zmjones-4-11-c,,"
    row = "IRL,,,2000-09-07,ratification,2013-01-10,2013-02-10,,,stated,untc-zmjones-4-11-c,,"
    content = build(altered(data, tmp_path, OPSC, old, row), ontology_dir(), quiet)
    differing = set(content.splitlines()) ^ set(small_dataset.splitlines())
    # The figures about the dataset count anew what is new.
    differing -= {line for line in differing if b"dataset/csekg" in line}
    of_the_state = [line for line in differing if b"/IRL" in line]
    # Reasons that no other status has.
    reasons = (b"id/reason/consented/2013-01-10/2013-02-10>", b"id/reason/bound/2013-02-10>")
    new = {
        line
        for line in differing
        if line.endswith(b"graph/derived> .")
        and any(line.startswith(b"<https://w3id.org/csekg/" + reason) for reason in reasons)
    }
    assert new
    rest = differing - {*of_the_state, *new}
    assert of_the_state
    assert all(b"void#triples" in line for line in rest)
    assert len(differing) < 100
