"""The whole build: the same bytes every time, and a stop at the first fact that does not fit."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from csekg.dataset.assemble import build, build_and_load
from csekg.errors import CsekgError
from csekg.languages.current import speaking
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.oxigraph_store import Store
from tests.records import changed

OPSC = "treaties/opsc/participation.csv"
TOML = "treaties/opsc/treaty.toml"
STATED = "AFG,,,,,2002-09-19,,,,stated,ohchr-gl0bsec,,"
SWISS = "AFG,,Afghanistan,,,2002-09-19,2002-10-19,,,stated,fedlex-opsc-20230420,,"


def quiet(_step: str) -> None:
    pass


def test_building_again_gives_the_same_bytes_in_any_language_and_tells_each_step(dataset: bytes) -> None:
    steps: list[str] = []
    with speaking("fr"):
        assert build(data_dir(), ontology_dir(), steps.append) == dataset
    assert steps[0] == "reading the facts"
    assert steps[-1] == "sorting"
    assert len(steps) == len(set(steps)) > 5


def test_the_store_of_a_build_has_the_default_graph_of_the_dataset(dataset: bytes) -> None:
    with speaking("ar"):
        built = build_and_load(data_dir(), ontology_dir(), quiet)
    assert built.n_quads == dataset
    whole = Store(dataset)
    assert {quad.triple for quad in built.store.quads()} == {q.triple for q in whole.quads()}
    assert built.store.statistics.to_json() == whole.statistics.to_json()


def test_another_process_gives_the_same_bytes(dataset: bytes) -> None:
    seed = "4711" if os.environ.get("PYTHONHASHSEED") != "4711" else "1"
    program = (
        "import hashlib; from csekg.dataset.assemble import build; from csekg.resources import *;"
        "print(hashlib.sha256(build(data_dir(), ontology_dir(), lambda s: None)).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.stdout.strip() == hashlib.sha256(dataset).hexdigest()


def test_the_lines_are_sorted_and_distinct(dataset: bytes) -> None:
    lines = dataset.splitlines()
    assert lines == sorted(set(lines))


def test_there_is_no_blank_node_and_no_quad_outside_a_named_graph(dataset: bytes) -> None:
    for quad in ox.parse(dataset, ox.RdfFormat.N_QUADS):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        assert isinstance(quad.graph_name, ox.NamedNode)


BAD_RECORDS = {
    "misspelt State": (
        OPSC,
        "AFG,,Afgh",
        "AFGH,,Afgh",
        "opsc/participation.csv:2: unknown actor in column actor: 'AFGH'. Did you mean AFG",
    ),
    "unknown kind": (
        OPSC,
        "BEN,,,2001-02-22,ratification",
        "BEN,,,2001-02-22,ratifikation",
        "opsc/participation.csv:65: unknown kind of consent in column consent: 'ratifikation'. "
        "Did you mean ratification",
    ),
    "unknown column": (
        OPSC,
        "minimum_age",
        "minimal_age",
        "opsc/participation.csv:1: unknown column: 'minimal_age'. Did you mean minimum_age",
    ),
    "missing column": ("sources.csv", ",as_of_note,", ",", "data/sources.csv:1: missing column: 'as_of_note'"),
    "day with a zone": (
        OPSC,
        "2002-09-19,2002",
        "2002-09-19Z,2002",
        "opsc/participation.csv:2: column consent_on is no date: '2002-09-19Z'. Write a day as",
    ),
    "day without zeros": (OPSC, "2002-09-19,2002", "2002-9-19,2002", "column consent_on is no date: '2002-9-19'"),
    "day in words": (OPSC, "2002-09-19,2002", "19 September,2002", "is no date: '19 September'"),
    "dangling provision": (
        "treaties/opsc/declarations.csv",
        "ARG,,1,declaration,2(a)",
        "ARG,,1,declaration,20(a)",
        "opsc/declarations.csv:3: unknown provision of opsc: '20(a)'. Add it to articles.csv",
    ),
    "dangling correspondence": ("correspondences/links.csv", "op/4/b,crc,34,", "op/4/b,crc,340,", "'crc 340'"),
    "source without a day": (
        "sources.csv",
        ",2016-11-09,",
        ",,",
        "data/sources.csv:3: column as_of may not be empty: ''. Every source needs a date.",
    ),
    "act after its source": (
        OPSC,
        SWISS,
        SWISS.replace("2002-09-19", "2023-04-21"),
        "opsc/participation.csv:2: dated after its source fedlex-opsc-20230420, which stands as of "
        "2023-04-20: '2023-04-21'",
    ),
    "unknown key of a treaty": (TOML, "opened_on", "open_on", "unknown key: 'open_on'. Did you mean opened_on"),
    "unexplained disagreement": (
        OPSC,
        STATED,
        STATED.replace("09-19", "09-18"),
        "opsc/participation.csv:3: AFG: sources differ on date and nothing says which we follow",
    ),
    "explained agreement": (
        "treaties/tip/participation.csv",
        "2014-08-14,,,,stated,",
        "2014-08-15,,,,stated,",
        "data/corrections.csv:49: the other source does not state this, or we follow it",
    ),
    "correction of what we do not follow": (
        "corrections.csv",
        "date,2011-06-15",
        "date,2011-06-14",
        "data/corrections.csv:51: we follow another value: '2011-06-14'",
    ),
    "two preferred rows": (
        "treaties/tip/participation.csv",
        "2014-08-14,,,,stated,whatconvention-317,,",
        "2014-08-14,,,,stated,whatconvention-317,date,",
        "tip/participation.csv:4: AFG has two rows preferred for date",
    ),
    "unknown source": (OPSC, "stated,ohchr-gl0bsec", "stated,ohchr-globsec", "Did you mean ohchr-gl0bsec"),
    "unknown territory": (OPSC, "AFG,,Afgh", "AFG,ABX,Afgh", "unknown territory in column territory: 'ABX'"),
    "line cut short": (OPSC, SWISS, SWISS[:-2], "opsc/participation.csv:2: the line has not as many cells"),
}


@pytest.mark.parametrize("fault", BAD_RECORDS)
def test_a_bad_record_stops_the_build(tmp_path: Path, fault: str) -> None:
    file, old, new, message = BAD_RECORDS[fault]
    steps: list[str] = []
    with pytest.raises(CsekgError, match=re.escape(message)):
        build(changed(tmp_path, file, old, new), ontology_dir(), steps.append)
    assert steps == ["reading the facts"]


def test_an_ontology_that_cannot_be_parsed_is_named(tmp_path: Path) -> None:
    for file in ontology_dir().rglob("*.ttl"):
        copy = tmp_path / file.relative_to(ontology_dir())
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    (tmp_path / "csekg.ttl").write_text("cse:Treaty a owl:Class", encoding="utf-8")
    with pytest.raises(CsekgError, match=r"csekg\.ttl: .* line 1"):
        build(data_dir(), tmp_path, quiet)


def test_a_new_fact_changes_only_what_follows_from_it(tmp_path: Path, dataset: bytes) -> None:
    row = "ZMB,,,2008-09-29,ratification,2013-01-10,2013-02-10,,,stated,untc-zmjones-4-11-c,,"
    old = "ZMB,,,2008-09-29,,,,,,stated,untc-zmjones-4-11-c,,"
    content = build(changed(tmp_path, OPSC, old, row), ontology_dir(), quiet)
    differing = set(content.splitlines()) ^ set(dataset.splitlines())
    # The figures about the dataset count anew what is new.
    differing -= {line for line in differing if b"dataset/csekg" in line}
    about = [line for line in differing if b"/ZMB" in line]
    # Reasons that no other status has.
    reasons = (b"id/reason/consented/2013-01-10/2013-02-10>", b"id/reason/bound/2013-02-10>")
    new = {
        line
        for line in differing
        if line.endswith(b"graph/derived> .")
        and any(line.startswith(b"<https://w3id.org/csekg/" + reason) for reason in reasons)
    }
    assert new
    rest = differing - {*about, *new}
    assert b"ZMB" in b"".join(about)
    assert all(b"void#triples" in line for line in rest)
    assert len(differing) < 100
