"""Reads the shapes strictly: whatever lies outside the profile is an error, never left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse

from csekg.errors import CsekgError
from csekg.namespaces import DCTERMS, RDF, XSD
from csekg.paths import ontology_dir
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

_TARGETS = (SH.targetClass, SH.targetSubjectsOf)
_TOLD = ("name", "description", "message", "severity")
_KNOWN = {*_TARGETS, SH.property, SH.path, SH.flags, *(SH[name] for name in _TOLD)}
_NODE = NamedNode | BlankNode
_TERM = NamedNode | BlankNode | Literal
_ON_A_PATH = (
    Component.min_count, Component.max_count, Component.less_than_or_equals, Component.unique_lang,
)  # fmt: skip


def shapes_dir() -> Path:
    """Return the folder of the shapes."""
    return ontology_dir() / "shapes"


def read_shapes(folder: Path) -> tuple[Shape, ...]:
    """Return every shape of the Turtle files of a folder that bears constraints, by IRI.

    Raises CsekgError naming shape and component for a constraint outside the profile, for a shape
    without IRI, name, description, message, severity or source, and where there is no shape.
    """
    graph = Store()
    for file in sorted(folder.glob("*.ttl")):
        try:
            graph.extend(parse(path=file, format=RdfFormat.TURTLE))
        except SyntaxError as error:
            raise CsekgError(f"{file.name}: {error}") from None
    shapes = _Reader(graph).shapes()
    if not shapes:
        raise CsekgError(f"no shape in {folder.name}/*.ttl: there is nothing to validate with")
    return tuple(sorted(shapes, key=lambda shape: shape.iri.value))


class _Reader:
    """Turns the triples about each shape into its dataclass."""

    def __init__(self, graph: Store) -> None:
        self._graph = graph

    def shapes(self) -> list[Shape]:
        nodes: dict[Node, list[Node]] = {}
        for kind in (SH.NodeShape, SH.PropertyShape):
            for node in self._subjects(RDF.type, kind):
                nodes[node] = []
        for predicate in _TARGETS:
            for node in self._subjects(predicate):
                nodes.setdefault(node, [])
        for quad in self._graph.quads_for_pattern(None, SH.property, None):
            owner, inner = quad.subject, quad.object
            if not isinstance(inner, _NODE) or not isinstance(owner, _NODE):
                raise CsekgError(f"{owner}: sh:property names no shape")
            nodes.setdefault(inner, []).append(owner)
        read = (self._shape(node, owners) for node, owners in nodes.items())
        return [shape for shape in read if shape]

    def _shape(self, node: Node, owners: list[Node]) -> Shape | None:
        if not isinstance(node, NamedNode):
            raise CsekgError(f"a shape of {', '.join(map(str, owners)) or 'the folder'} has no IRI")
        path = self._one(node, SH.path)
        if path is not None and not isinstance(path, NamedNode):
            raise CsekgError(f"{node}: sh:path is outside the profile: it must be one property")
        constraints = tuple(self._constraints(node, path))
        if not constraints:
            return None
        targets = [target for each in (node, *owners) for target in self._targets(each)]
        if not targets:
            raise CsekgError(f"{node}: the shape has no target, so it would check nothing")
        told = {name: self._text(node, SH[name]) for name in _TOLD}
        told["source"] = "; ".join(sorted(self._texts(node, DCTERMS.source)))
        for name, text in told.items():
            if not text:
                raise CsekgError(f"{node}: the shape has no {name}")
        severity = told["severity"].removeprefix(SH.iri).lower()
        if severity not in list(Severity):
            raise CsekgError(f"{node}: unknown severity {told['severity']}")
        return Shape(
            node, tuple(dict.fromkeys(targets)), path, told["name"], told["description"],
            told["message"], Severity(severity), told["source"], constraints,
        )  # fmt: skip

    def _targets(self, node: Node) -> Iterator[Target]:
        for predicate in _TARGETS:
            for iri in self._objects(node, predicate):
                if not isinstance(iri, NamedNode):
                    raise CsekgError(f"{node}: a target is no IRI: {iri}")
                yield Target(iri, predicate == SH.targetClass)

    def _constraints(self, node: Node, path: NamedNode | None) -> Iterator[Constraint]:
        for quad in self._graph.quads_for_pattern(node, None, None):
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
                return self._sparql(node, value)
            case Component.one_of if not isinstance(value, Literal):
                return Constraint(component, tuple(self._list(value)))
            case Component.pattern:
                return Constraint(component, (value,), self._text(node, SH.flags))
            case Component.unique_lang if value != Literal("true", datatype=XSD.boolean):
                raise CsekgError(f"{node}: sh:uniqueLang is true or absent")
        counts = component in (Component.min_count, Component.max_count)
        number = isinstance(value, Literal) and value.value.isdecimal()
        if isinstance(value, BlankNode) or (counts and not number):
            raise CsekgError(f"{node}: sh:{component} has an unusable value: {value}")
        return Constraint(component, (value,))

    def _sparql(self, node: Node, constraint: Node) -> Constraint:
        select = self._one(constraint, SH.select)
        for quad in self._graph.quads_for_pattern(constraint, None, None):
            if quad.predicate not in (RDF.type, SH.select, SH.prefixes, SH.message):
                raise CsekgError(f"{node}: {quad.predicate} is outside the profile of sh:sparql")
        if not isinstance(select, Literal):
            raise CsekgError(f"{node}: sh:sparql has no sh:select")
        prefixes = []
        for holder in self._objects(constraint, SH.prefixes):
            for entry in self._objects(holder, SH.declare):
                prefix, iri = self._text(entry, SH.prefix), self._text(entry, SH.namespace)
                prefixes.append(f"PREFIX {prefix}: <{iri}>\n")
        text = Literal("".join(sorted(prefixes)) + select.value)
        return Constraint(Component.sparql, (text,), message=self._text(constraint, SH.message))

    def _list(self, head: Node) -> Iterator[Term]:
        rest: Term | None = head
        while rest is not None and rest != RDF.nil:
            yield from self._objects(rest, RDF.first)
            rest = self._one(rest, RDF.rest)

    def _subjects(self, predicate: NamedNode, value: NamedNode | None = None) -> Iterator[Node]:
        for quad in self._graph.quads_for_pattern(None, predicate, value):
            if isinstance(quad.subject, NamedNode | BlankNode):
                yield quad.subject

    def _objects(self, node: Term, predicate: NamedNode) -> list[Term]:
        if isinstance(node, Literal):
            return []
        quads = self._graph.quads_for_pattern(node, predicate, None)
        return [
            quad.object
            for quad in quads
            if isinstance(quad.object, NamedNode | BlankNode | Literal)
        ]

    def _one(self, node: Term, predicate: NamedNode) -> Term | None:
        found = self._objects(node, predicate)
        if len(found) > 1:
            raise CsekgError(f"{node}: {predicate} is given {len(found)} times")
        return found[0] if found else None

    def _texts(self, node: Term, predicate: NamedNode) -> list[str]:
        return [t.value for t in self._objects(node, predicate) if not isinstance(t, BlankNode)]

    def _text(self, node: Term, predicate: NamedNode) -> str:
        self._one(node, predicate)
        return next(iter(self._texts(node, predicate)), "")
