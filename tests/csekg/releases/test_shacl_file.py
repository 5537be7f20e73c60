"""The one file for any validator, tried with the command that pySHACL installs, as docs say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, SH

from csekg.releases.forms import SHACL_NAME, shacl_file
from csekg.resources import ontology_dir

# The validator checks our records, too.
pytestmark = pytest.mark.timeout(900)
_RIGHT = """
@prefix cse: <https://w3id.org/csekg/ontology#> .
@prefix ex: <http://example.org/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/csekg/id/> .

ex:act a cse:Ratification , cse:ConsentToBeBound , cse:TreatyAction ;
    rdfs:label "France ratifies the OPSC"@en ;
    cse:actor <state/FRA> ;
    cse:treaty <instrument/opsc> ;
    cse:consentKind <vocab/consent-kind/ratification> ;
    cse:date "2003-02-05"^^xsd:date ;
    cse:basis <vocab/basis/stated> ;
    prov:hadPrimarySource <source/untc-mtdsg-2018-iv-11-c> .
"""
#: Each fault with the shape that finds it.
_FAULTS = {
    # Three years before the treaty was adopted.
    ("2003-02-05", "1997-02-05"): "csekg/shapes#DATE-2",
    ("state/FRA", "state/ZZZ"): "Structure-TreatyAction-actor",
    ("source/untc", "source/none-untc"): "csekg/shapes#SRC-1",
}


@pytest.fixture(scope="module")
def folder(small_dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("shacl")
    (made / SHACL_NAME).write_bytes(shacl_file(ontology_dir(), small_dataset.splitlines()))
    return made


def _pyshacl(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "mine.ttl").write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pyshacl", "-s", SHACL_NAME, *options, "mine.ttl", SHACL_NAME],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_a_right_file_conforms_and_so_do_our_records(folder: Path) -> None:
    run = _pyshacl(folder, _RIGHT)
    assert run.returncode == 0, run.stdout
    assert "Conforms: True" in run.stdout


def test_what_is_wrong_in_a_file_is_found(folder: Path) -> None:
    text = _RIGHT
    for right, wrong in _FAULTS:
        text = text.replace(right, wrong)
    run = _pyshacl(folder, text, "--focus", "http://example.org/act", "-f", "turtle")
    assert run.returncode == 1, run.stderr
    report = rdflib.Graph().parse(data=run.stdout, format="turtle")
    found = {str(each) for each in report.objects(None, SH.sourceShape)}
    assert [shape for shape in _FAULTS.values() if not any(each.endswith(shape) for each in found)] == []


def test_the_file_has_ontology_vocabularies_and_shapes_and_no_acts(folder: Path) -> None:
    graph = rdflib.Graph().parse(folder / SHACL_NAME)
    kinds = {str(kind).rpartition("#")[2] for kind in graph.objects(None, RDF.type)}
    assert {"Class", "ConceptScheme", "NodeShape", "Treaty", "State", "Source"} <= kinds
    assert not {"Signature", "Participation"} & kinds
    shapes = {str(shape).rpartition("#")[2] for shape in graph.subjects(RDF.type, SH.NodeShape)}
    assert "KIND-1" in shapes
    # They ask for other acts of the same State, or for what csekg computes for an act.
    assert not {"KIND-2", "PAR-2", "EIF-1", "EIF-2"} & shapes
    computed = [str(query) for query in graph.objects(None, SH.select) if "cse:computedEntryIntoForce" in str(query)]
    assert computed == []


def test_the_same_dataset_gives_the_same_bytes(folder: Path, small_dataset: bytes) -> None:
    again = shacl_file(ontology_dir(), reversed(small_dataset.splitlines()))
    assert again == (folder / SHACL_NAME).read_bytes()
