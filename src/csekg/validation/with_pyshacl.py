"""Validates a store with pySHACL, one focus node after the other, on an rdflib graph.

It is slow, and shares nothing but the triples with `csekg.validation.validator`, so that the two
check each other: they must give the same report.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH, current
from csekg.sparql.rdflib_terms import plain_graph
from csekg.sparql.store import QueryEngine
from csekg.validation.findings import Finding, Names, Report, unique
from csekg.validation.shapes import SH as SHACL
from csekg.validation.shapes import Component, Severity, Shape, Term

_COMPONENTS = {component.iri.value: component for component in Component}


def shapes_for_pyshacl(folder: Path) -> rdflib.Graph:
    """Return the Turtle files of a folder as one graph, in which pySHACL takes the shapes.

    A shape keeps its message in the current language alone, or else that in English: pySHACL gives
    all of them, and those of queries without their languages.
    """
    graph = rdflib.Graph()
    for file in sorted(folder.glob("*.ttl")):
        graph.parse(file, format="turtle")
    for node in set(graph.subjects(SH.message)):
        messages = {_language(text): text for text in graph.objects(node, SH.message)}
        message = messages.get(current()) or messages[ENGLISH]
        graph.set((node, SH.message, message))
    return graph


def _language(text: rdflib.term.Node) -> str:
    return (isinstance(text, rdflib.Literal) and text.language) or ENGLISH


def validate_with_pyshacl(
    store: QueryEngine,
    shapes: Sequence[Shape],
    shacl: rdflib.Graph,
    focus: Sequence[str] | None = None,
    data: rdflib.Graph | None = None,
) -> Report:
    """Return what pySHACL finds with the shapes of the graph `shacl`.

    `shapes` are the same shapes as csekg reads them, for the report. `focus` are the IRIs of the
    nodes to validate; None means all of them, an empty sequence none. `data` is the default graph
    of the store, if the caller has it. Raises CsekgError where pySHACL cannot run.
    """
    if focus is not None and not focus:
        return Report((), tuple(shapes))
    graph = plain_graph(store.quads()) if data is None else data
    _, report, text = pyshacl.validate(graph, shacl_graph=shacl, inplace=True, focus_nodes=list(focus or ()) or None)
    if not isinstance(report, rdflib.Graph):
        raise CsekgError(f"pySHACL could not validate: {text}")
    return Report(_findings(report, store), tuple(shapes))


def _findings(report: rdflib.Graph, store: QueryEngine) -> tuple[Finding, ...]:
    results = list(report.subjects(RDF.type, SH.ValidationResult))
    focused = {result: _oxigraph(report.value(result, SH.focusNode)) for result in results}
    names = Names(store, focused.values())
    return unique(_finding(report, result, focused[result], names) for result in results)


def _finding(report: rdflib.Graph, result: rdflib.term.Node, focus: Term | None, names: Names) -> Finding:
    def value(predicate: rdflib.URIRef) -> Term | None:
        return _oxigraph(report.value(result, predicate))

    shape, path = value(SH.sourceShape), value(SH.resultPath)
    severity, component = value(SH.resultSeverity), value(SH.sourceConstraintComponent)
    messages = sorted(str(text) for text in report.objects(result, SH.resultMessage))
    assert isinstance(shape, ox.NamedNode)
    assert isinstance(severity, ox.NamedNode)
    assert isinstance(component, ox.NamedNode)
    assert focus is not None
    assert not isinstance(focus, ox.Literal)
    return Finding(
        focus=focus,
        shape=shape,
        severity=Severity(severity.value.removeprefix(SHACL.iri).lower()),
        value=value(SH.value),
        path=path if isinstance(path, ox.NamedNode) else None,
        component=_COMPONENTS[component.value],
        message=" ".join(messages),
        label=names.of(focus),
    )


def _oxigraph(term: rdflib.term.Node | None) -> Term | None:
    match term:
        case rdflib.URIRef():
            return ox.NamedNode(str(term))
        case rdflib.BNode():
            return ox.BlankNode(str(term))
        case rdflib.Literal() if term.language:
            return ox.Literal(str(term), language=term.language)
        case rdflib.Literal():
            datatype = str(term.datatype or rdflib.XSD.string)
            return ox.Literal(str(term), datatype=ox.NamedNode(datatype))
    return None
