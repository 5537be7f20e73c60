"""Reads the shapes strictly: anything outside the profile is an error and never ignored."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode

from csekg.errors import CsekgError
from csekg.namespaces import DCTERMS, RDF, XSD
from csekg.resources import ontology_dir
from csekg.validation.shapes import (
    SH,
    Component,
    Constraint,
    Node,
    Severity,
    Shape,
    Target,
    Term,
    local_name,
)
from csekg.validation.shapes_graph import ShapesGraph

_TARGETS = (SH.targetClass, SH.targetSubjectsOf)
_REQUIRED = ("name", "description", "severity")
_KNOWN = {
    *_TARGETS, SH.property, SH.path, SH.flags, SH.message, *(SH[name] for name in _REQUIRED),
}  # fmt: skip
_NODE = NamedNode | BlankNode
_TERM = NamedNode | BlankNode | Literal
_ON_A_PATH = (
    Component.min_count, Component.max_count, Component.less_than_or_equals, Component.unique_lang,
)  # fmt: skip


def shapes_dir() -> Path:
    """Return the folder of the shapes."""
    return ontology_dir() / "shapes"


@cache
def own_shapes() -> tuple[Shape, ...]:
    """Return the shapes of csekg, read once in a process; see `read_shapes`."""
    return read_shapes(shapes_dir())


def read_shapes(folder: Path) -> tuple[Shape, ...]:
    """Return the shapes with constraints in the Turtle files of a folder, sorted by IRI.

    Raises CsekgError for a constraint outside the profile (naming shape and component), for a
    shape without IRI, target, name, description, English message, severity or source, and where the
    folder has no shape.
    """
    shapes = _Reader(ShapesGraph(folder)).shapes()
    if not shapes:
        raise CsekgError(f"no shape in {folder.name}/*.ttl: there is nothing to validate with")
    return tuple(sorted(shapes, key=lambda shape: shape.iri.value))


class _Reader:
    """Builds a `Shape` from the triples about each shape."""

    def __init__(self, graph: ShapesGraph) -> None:
        self._graph = graph

    def shapes(self) -> list[Shape]:
        nodes: dict[Node, list[Node]] = {}
        for kind in (SH.NodeShape, SH.PropertyShape):
            for node in self._graph.subjects(RDF.type, kind):
                nodes[node] = []
        for predicate in _TARGETS:
            for node in self._graph.subjects(predicate):
                nodes.setdefault(node, [])
        for quad in self._graph.quads(None, SH.property, None):
            owner, inner = quad.subject, quad.object
            if not isinstance(inner, _NODE) or not isinstance(owner, _NODE):
                raise CsekgError(f"{owner}: sh:property names no shape")
            nodes.setdefault(inner, []).append(owner)
        read = (self._shape(node, owners) for node, owners in nodes.items())
        return [shape for shape in read if shape]

    def _shape(self, node: Node, owners: list[Node]) -> Shape | None:
        if not isinstance(node, NamedNode):
            raise CsekgError(f"a shape of {', '.join(map(str, owners)) or 'the folder'} has no IRI")
        path = self._graph.one(node, SH.path)
        if path is not None and not isinstance(path, NamedNode):
            raise CsekgError(f"{node}: sh:path is outside the profile: it must be one property")
        constraints = tuple(self._constraints(node, path))
        if not constraints:
            return None
        targets = [target for each in (node, *owners) for target in self._targets(each)]
        if not targets:
            raise CsekgError(f"{node}: the shape has no target, so it would check nothing")
        texts = {name: self._graph.text(node, SH[name]) for name in _REQUIRED}
        texts["source"] = "; ".join(sorted(self._graph.texts(node, DCTERMS.source)))
        message, translations = self._graph.message(node)
        # Without one of its own, a shape has that of its query (SHACL, section 5.3.2).
        texts["message"] = message or next((c.message for c in constraints if c.message), "")
        for name, text in texts.items():
            if not text:
                raise CsekgError(f"{node}: the shape has no {name}")
        severity = texts["severity"].removeprefix(SH.iri).lower()
        if severity not in list(Severity):
            raise CsekgError(f"{node}: unknown severity {texts['severity']}")
        return Shape(
            node, tuple(dict.fromkeys(targets)), path, texts["name"], texts["description"],
            texts["message"], Severity(severity), texts["source"], constraints, translations,
        )  # fmt: skip

    def _targets(self, node: Node) -> Iterator[Target]:
        for predicate in _TARGETS:
            for iri in self._graph.objects(node, predicate):
                if not isinstance(iri, NamedNode):
                    raise CsekgError(f"{node}: a target is no IRI: {iri}")
                yield Target(iri, predicate == SH.targetClass)

    def _constraints(self, node: Node, path: NamedNode | None) -> Iterator[Constraint]:
        for quad in self._graph.quads(node, None, None):
            predicate, value = quad.predicate, quad.object
            assert isinstance(value, _TERM)  # Turtle has no triple terms before RDF 1.2
            if not predicate.value.startswith(SH.iri) or predicate in _KNOWN:
                continue
            name = local_name(predicate)
            if name not in list(Component):
                raise CsekgError(f"{node}: sh:{name} is outside the profile of the fast path")
            component = Component(name)
            fits = path is None if component is Component.sparql else path is not None
            if not fits and (component in _ON_A_PATH or component is Component.sparql):
                place = "node" if component is Component.sparql else "property"
                raise CsekgError(f"{node}: sh:{name} belongs to a {place} shape")
            yield self._constraint(node, component, value)

    def _constraint(self, node: Node, component: Component, value: Term) -> Constraint:
        match component:
            case Component.sparql if not isinstance(value, Literal):
                select = Literal(self._graph.query(node, value))
                message, others = self._graph.message(value)
                return Constraint(component, (select,), message=message, translations=others)
            case Component.one_of if not isinstance(value, Literal):
                return Constraint(component, tuple(self._graph.members(value)))
            case Component.pattern:
                return Constraint(component, (value,), self._graph.text(node, SH.flags))
            case Component.unique_lang if value != Literal("true", datatype=XSD.boolean):
                raise CsekgError(f"{node}: sh:uniqueLang is true or absent")
        counts = component in (Component.min_count, Component.max_count)
        number = isinstance(value, Literal) and value.value.isdecimal()
        if isinstance(value, BlankNode) or (counts and not number):
            raise CsekgError(f"{node}: sh:{component} has an unusable value: {value}")
        return Constraint(component, (value,))
