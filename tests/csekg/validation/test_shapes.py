"""The shapes themselves: valid, explained, general, and each with a record that breaks it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, SH

from csekg.resources import ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg.validation import Report, read_shapes, shapes_dir, validate
from csekg.validation.shapes import Component, Severity, Shape
from csekg.validation.with_pyshacl import shapes_for_pyshacl
from tests.csekg.validation import breaking
from tests.csekg.validation.broken_examples import FILES, named
from tests.csekg.validation.faults import PARAMETERS
from tests.records import all_facts


@cache
def shapes() -> tuple[Shape, ...]:
    return read_shapes(shapes_dir())


@pytest.fixture(scope="module")
def shacl() -> rdflib.Graph:
    return shapes_for_pyshacl(shapes_dir())


def test_the_shapes_are_valid_shacl(shacl: rdflib.Graph) -> None:
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shacl, meta_shacl=True)
    assert conforms, text


def test_every_shape_says_what_it_is_and_where_it_comes_from() -> None:
    for shape in shapes():
        for text in (shape.name, shape.description, shape.message, shape.source):
            assert text.strip() == text != "", shape.iri
        assert shape.message.endswith((".", "}")), shape.iri
    assert len({shape.name for shape in shapes()}) == len(shapes())


def test_no_rule_names_a_treaty_or_a_state() -> None:
    names = {*all_facts().treaties, *(t.short_title for t in all_facts().treaties.values())}
    actors = {actor.name for actor in all_facts().actors.values()}
    for shape in shapes():
        queries = " ".join(c.text for c in shape.constraints if c.component is Component.sparql)
        texts = " ".join((queries, shape.name, shape.message, shape.description))
        words = set(re.findall(r"\w[\w-]*", texts))
        assert not words & (names | {name.upper() for name in names}), shape.iri
        assert not any(name in queries for name in actors), shape.iri
        assert "/instrument/" not in queries, shape.iri


def test_every_term_is_declared(shacl: rdflib.Graph) -> None:
    ontology = rdflib.Graph().parse(ontology_dir() / "csekg.ttl")
    ontology.parse(ontology_dir() / "alignments.ttl")
    declared = set(ontology.subjects(RDF.type, None))
    used = {
        value
        for parameter in (SH.path, SH.targetClass, SH.targetSubjectsOf, SH["class"])
        for value in shacl.objects(None, parameter)
    }
    own = str(breaking.ID).replace("id/", "ontology#")
    for shape in shapes():
        for constraint in shape.constraints:
            if constraint.component is Component.sparql:
                used |= {rdflib.URIRef(own + n) for n in re.findall(r"\bcse:(\w+)", constraint.text)}
    missing = {term for term in used if str(term).startswith(own)} - declared
    assert missing == set()
    assert {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty} <= set(ontology.objects(None, RDF.type))


def test_nothing_is_found_in_the_sound_records(tmp_path: Path) -> None:
    file = tmp_path / "sound.ttl"
    breaking.sound_graph().serialize(file, format="turtle")
    assert named(validate(Store.open(file), shapes())) == set()


def test_the_broken_examples_are_those_that_the_shapes_ask_for() -> None:
    made = dict(breaking.examples())
    written = {file.stem: file.read_text("utf-8") for file in FILES}
    assert written == made, "run python -m tests.csekg.validation.breaking"


def test_every_constraint_has_a_broken_example(shacl: rdflib.Graph) -> None:
    text = "".join(file.read_text("utf-8") for file in FILES)
    on_paths = set(re.findall(r"^# bad: (\S+), sh:(\w+)$", text, re.M))
    asked = {
        (str(shape).rpartition("#")[2], parameter)
        for parameter in PARAMETERS
        for shape in shacl.subjects(SH[parameter], None)
    }
    assert on_paths == asked
    rules = {str(s).rpartition("#")[2] for s in shacl.subjects(SH.sparql, None)}
    assert rules == {file.stem for file in FILES} - {f.partition("#")[0] for f in owners(shacl)}


def owners(shacl: rdflib.Graph) -> set[str]:
    kept = set(shacl.subjects(SH.property, None)) | {
        shape for shape in shacl.subjects(SH.path, None) if (None, SH.property, shape) not in shacl
    }
    return {str(shape).rpartition("#")[2] for shape in kept}


@pytest.fixture(scope="module")
def real(store: Store) -> Report:
    return validate(store, shapes())


def test_no_violation_is_published(real: Report) -> None:
    assert [finding.message for finding in real.violations] == []


def test_what_is_known_to_be_odd_is_reported(real: Report) -> None:
    assert Counter(shape for _, _, shape in named(real)) == {
        "EIF-1-known": 10,
        "EIF-1-settled": 10,
        "EIF-2": 3,
        "EIF-3-known": 2,
        "EIF-4-known": 5,
        "KIND-1": 2,
        "KIND-2": 1,
        "KIND-3-invited": 35,
        "RES-2": 4,
        "SRC-3": 16,
    }


@pytest.mark.parametrize(
    ("shape", "focus", "severity"),
    [
        ("KIND-1", "action/crc/NLD/1995-02-06/acceptance", Severity.warning),
        ("KIND-2", "action/tip/ATG/2010-02-17/ratification", Severity.warning),
        ("EIF-2", "action/opsc/VNM/2001-12-20/ratification", Severity.info),
        ("EIF-2", "action/opac/KEN/2002-01-28/ratification", Severity.info),
        ("EIF-2", "action/opac/AUT/2002-02-01/ratification", Severity.info),
        ("EIF-3-known", "action/c138/CUB/1975-03-07/ratification", Severity.warning),
    ],
)
def test_a_known_oddity_is_told_as_such(real: Report, shape: str, focus: str, severity: Severity) -> None:
    assert (breaking.ID + focus, severity.capitalize(), shape) in named(real)


@pytest.mark.parametrize(
    ("treaty", "actor", "day"),
    [
        ("untoc", "CRI", "2003-09-29"),
        ("opsc", "COD", "2002-01-18"),
        ("tip", "DNK", "2003-12-25"),
        ("opsc", "BEN", "2005-02-28"),
        ("opsc", "USA", "2003-01-23"),
    ],
)
def test_a_hard_case_passes_with_the_right_day(store: Store, real: Report, treaty: str, actor: str, day: str) -> None:
    rows = store.values(f"""SELECT ?action ?day WHERE {{
        ?action a cse:ConsentToBeBound ; cse:treaty instrument:{treaty} ; cse:actor state:{actor} ;
                cse:computedEntryIntoForce ?day }}""")
    assert [computed for _, computed in rows] == [day]
    assert rows[0][0] not in {focus for focus, _, _ in named(real)}
