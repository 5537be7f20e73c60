"""Three validators must agree (csekg's, pySHACL, one in Rust), on broken examples and real data.

Results are compared by focus node, shape, severity and value. On the real data pySHACL needs many
minutes for the SPARQL rules, one query for each focus node. There it gets all nodes about which
csekg's validator has findings, and for each shape some about which it has none.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SH

from csekg import namespaces as ns
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.rdflib_terms import plain_graph
from csekg.validation import Report, read_shapes, shapes_dir, validate
from csekg.validation.findings import Identity
from csekg.validation.shapes import Component, Shape
from csekg.validation.with_pyshacl import shapes_for_pyshacl, validate_with_pyshacl
from tests.csekg.validation.broken_examples import FILES, expected, named
from tests.csekg.validation.rust_validator import identities as rust_identities

#: How many nodes without a finding pySHACL sees for each shape.
PASSED = 1


@pytest.fixture(scope="module")
def shapes() -> tuple[Shape, ...]:
    return read_shapes(shapes_dir())


@pytest.fixture(scope="module")
def shacl() -> rdflib.Graph:
    return shapes_for_pyshacl(shapes_dir())


@pytest.fixture(scope="module")
def real(store: Store, shapes: tuple[Shape, ...]) -> Report:
    return validate(store, shapes)


@pytest.fixture(scope="module")
def data(store: Store) -> rdflib.Graph:
    return plain_graph(store.quads())


def identities(report: Report) -> set[Identity]:
    return {finding.identity for finding in report.findings}


def test_there_are_examples() -> None:
    assert len(FILES) > 20


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_broken_is_found_by_all_validators_and_nothing_else(
    file: Path, shapes: tuple[Shape, ...], shacl: rdflib.Graph
) -> None:
    store = Store.open(file)
    report = validate(store, shapes)
    assert named(report) == expected(file) != set()
    fast = identities(report)
    assert identities(validate_with_pyshacl(store, shapes, shacl)) == fast
    assert rust_identities(store) == fast


def test_nodes_that_are_asked_about_alone_have_the_same_findings(shapes: tuple[Shape, ...]) -> None:
    # All examples in one store: whatever they then mean together, both ways must see it.
    parts = (ox.serialize(ox.parse(path=file, rename_blank_nodes=True), format=ox.RdfFormat.N_QUADS) for file in FILES)
    store = Store(b"".join(part or b"" for part in parts))
    found = validate(store, shapes).findings
    of_shape = {f.shape: f.focus.value for f in found if isinstance(f.focus, ox.NamedNode)}
    assert len(of_shape) > 200
    nodes = sorted(set(of_shape.values()))
    for start in range(0, len(nodes), 100):
        some = nodes[start : start + 100]
        alone = {f for f in validate(store, shapes, some).findings if f.focus.value in some}
        assert alone == {f for f in found if f.focus.value in some}


# Takes two minutes.
@pytest.mark.long
@pytest.mark.timeout(400)
def test_pyshacl_finds_the_same_in_the_real_data_with_all_core_constraints(
    store: Store, shapes: tuple[Shape, ...], shacl: rdflib.Graph, real: Report, data: rdflib.Graph
) -> None:
    core = rdflib.Graph()
    core += (triple for triple in shacl if triple[1] != SH.sparql)
    found = identities(validate_with_pyshacl(store, shapes, core, data=data))
    assert found == {f.identity for f in real.findings if f.component is not Component.sparql}


@pytest.mark.long
def test_pyshacl_finds_the_same_in_the_real_data_on_reported_and_on_passed_nodes(
    store: Store, shapes: tuple[Shape, ...], shacl: rdflib.Graph, real: Report, data: rdflib.Graph
) -> None:
    reported = {finding.focus.value for finding in real.findings}
    sample = reported | set(passed(store, shapes, reported))
    found = identities(validate_with_pyshacl(store, shapes, shacl, sorted(sample), data))
    assert found == identities(real)


@pytest.mark.long
@pytest.mark.timeout(400)
def test_the_validator_in_rust_finds_the_same_in_the_real_data(
    store: Store, shapes: tuple[Shape, ...], real: Report
) -> None:
    seen = set()
    for part in by_family(store):
        found = identities(validate(part, shapes))
        assert rust_identities(part) == found
        seen |= found
    # Nothing lies between the parts.
    assert seen == identities(real)


def by_family(store: Store) -> Iterator[Store]:
    """The data in three parts: each leaves out what is about the treaties of the other two.

    For each act this validator goes through all others, so that a part takes far less than a third
    of the time. A treaty stays with its protocols, since some shapes look at both.
    """
    about = pairs(store, "SELECT ?thing ?treaty { ?thing cse:treaty ?treaty }")
    about |= pairs(store, "SELECT ?thing ?treaty { ?thing cse:concernsAction/cse:treaty ?treaty }")
    head = pairs(store, "SELECT ?own ?treaty { ?own cse:supplements ?treaty }")
    large = [ns.instrument(key).value for key in ("crc", "untoc")]

    def family(treaty: str) -> str:
        found = head.get(treaty, treaty)
        return found if found in large else ""

    triples = list(store.quads())
    for chosen in (*large, ""):
        other = {thing for thing, treaty in about.items() if family(treaty) != chosen}
        kept = (
            ox.Quad(triple.subject, triple.predicate, triple.object, ns.graph("part"))
            for triple in triples
            if other.isdisjoint(getattr(t, "value", "") for t in (triple.subject, triple.object))
        )
        yield Store(ox.serialize(kept, format=ox.RdfFormat.N_QUADS) or b"")


def pairs(store: Store, query: str) -> dict[str, str]:
    return dict(cast("list[tuple[str, str]]", store.values(query)))


def passed(store: Store, shapes: tuple[Shape, ...], reported: set[str]) -> Iterator[str]:
    """For each SPARQL shape some target nodes without any finding; the same ones every time."""
    choose = random.Random(16_2)
    for shape in shapes:
        if shape.path:
            continue
        for target in shape.targets:
            pattern = "a/rdfs:subClassOf*" if target.is_class else str(target.iri)
            value = str(target.iri) if target.is_class else "?any"
            rows = store.values(f"SELECT DISTINCT ?n WHERE {{ ?n {pattern} {value} }} ORDER BY ?n")
            nodes = [node for (node,) in rows if node not in reported]
            yield from choose.sample(nodes, min(PASSED, len(nodes)))
