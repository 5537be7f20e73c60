"""Measures the validation of the dataset by csekg, and by pySHACL with the same shapes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

import rdflib
from rdflib.namespace import SH

from benchmarks.timing import line, seconds
from csekg.dataset.cache import dataset_bytes
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.rdflib_terms import plain_graph
from csekg.validation import Report, read_shapes, shapes_dir, validate
from csekg.validation.shapes import Component, Shape
from csekg.validation.with_pyshacl import shapes_for_pyshacl, validate_with_pyshacl

#: pySHACL runs on all nodes if it is expected to finish within this time, else on those reported.
_PATIENCE = 300.0
#: The number of focus nodes of each rule on which pySHACL is measured.
_SAMPLE = 15

Result = TypeVar("Result")


def run() -> None:
    print("Validation (bar: under 2 s, and 100 times faster than pySHACL on the SPARQL rules)")
    content = dataset_bytes()
    line("loading the store", seconds(lambda: Store(content), 1))
    store = Store(content)
    whole = seconds(lambda: validate(store, read_shapes(shapes_dir())))
    line("fast path: reading and asking all shapes, median of 5", whole)
    shapes = read_shapes(shapes_dir())
    report = validate(store, shapes)
    print(
        f"  {len(shapes)} shapes, {len(report.findings)} findings: "
        + ", ".join(f"{n} {severity}" for severity, n in report.counts().items())
    )
    rules = tuple(s for s in shapes if s.constraints[0].component is Component.sparql)
    ours = seconds(lambda: validate(store, rules))
    line(f"fast path: the {len(rules)} SPARQL rules alone", ours)

    shacl = shapes_for_pyshacl(shapes_dir())
    data, loading = _timed(lambda: plain_graph(store.quads()))
    line("rdflib: loading", loading)
    core = rdflib.Graph()
    core += (triple for triple in shacl if triple[1] != SH.sparql)
    core_report, core_time = _timed(lambda: validate_with_pyshacl(store, shapes, core, data=data))
    line("pySHACL: core constraints, all focus nodes", core_time)
    _compare("core constraints", core_report, report, sparql=False)
    _rules_alone(store, rules, data, report, ours)


def _rules_alone(store: Store, rules: tuple[Shape, ...], data: rdflib.Graph, report: Report, ours: float) -> None:
    """Measure pySHACL on the SPARQL rules: on all nodes, or extrapolated from a sample."""
    shacl = shapes_for_pyshacl(shapes_dir())
    choose, expected, pairs, measured = random.Random(16_2), 0.0, 0, 0
    for shape in rules:
        nodes = _targets(store, shape)
        sample = choose.sample(nodes, min(_SAMPLE, len(nodes)))
        if sample:
            alone = _only(shacl, [shape])
            _, idle = _timed(partial(validate_with_pyshacl, store, (), alone, ["urn:none"], data))
            _, taken = _timed(partial(validate_with_pyshacl, store, (), alone, sample, data))
            expected += idle + max(taken - idle, 0.0) * len(nodes) / len(sample)
        pairs, measured = pairs + len(nodes), measured + len(sample)
    print(f"  pairs of rule and focus node: {pairs}; measured in pySHACL: {measured}")
    line("pySHACL: the SPARQL rules, extrapolated from these", expected)
    everything = expected < _PATIENCE
    focus = None if everything else sorted({finding.focus.value for finding in report.findings})
    alone = _only(shacl, rules)
    theirs, taken = _timed(lambda: validate_with_pyshacl(store, (), alone, focus, data))
    where = "all focus nodes" if everything else "the nodes reported by the fast path"
    line(f"pySHACL: the SPARQL rules on {where}", taken)
    _compare("SPARQL rules", theirs, report, sparql=True)
    if everything:
        line("ratio, pySHACL / fast path, SPARQL rules", taken / ours, "x")
    else:
        line("ratio, pySHACL EXTRAPOLATED / fast path, SPARQL rules", expected / ours, "x")


def _targets(store: Store, shape: Shape) -> list[str]:
    found: set[str] = set()
    for target in shape.targets:
        pattern = f"a/rdfs:subClassOf* {target.iri}" if target.is_class else f"{target.iri} ?any"
        found |= {node for (node,) in store.values(f"SELECT DISTINCT ?n WHERE {{ ?n {pattern} }}")}
    return sorted(found)


def _only(shacl: rdflib.Graph, shapes: Iterable[Shape]) -> rdflib.Graph:
    """Return the triples of some node shapes, with the prefixes that they use."""
    part = rdflib.Graph()
    waiting: list[rdflib.term.Node] = [rdflib.URIRef(shape.iri.value) for shape in shapes]
    while waiting:
        node = waiting.pop()
        for predicate, value in shacl.predicate_objects(node):
            if (node, predicate, value) not in part and predicate != SH.property:
                part.add((node, predicate, value))
                waiting.append(value)
    return part


def _compare(what: str, theirs: Report, ours: Report, sparql: bool) -> None:
    mine = {f.identity for f in ours.findings if (f.component is Component.sparql) == sparql}
    same = {f.identity for f in theirs.findings} == mine
    print(f"  {what}: {'the same findings' if same else 'OTHER FINDINGS'} ({len(mine)})")


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started
