"""The content of the page about the shapes: each rule with message, severity and source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, parse

from csekg.answers.entities.ontology import terms
from csekg.validation.shapes import CSH, SH, Component, Constraint, Shape, read_shapes, shapes_dir
from csekg.validation.submissions.submission import READING_SHAPES
from csekg_api.linked_data.ontology_page import short_name


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape, its path, its constraints in SHACL terms, and its query if it has one."""

    shape: Shape
    path: str
    constraints: tuple[str, ...]
    query: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rules about one class; `anchors` are shapes that only group these."""

    title: str
    target: str
    anchors: tuple[str, ...]
    rules: tuple[Rule, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Return the rules by target class, and last those about reading a file."""
    labels = {term.iri: term.label for term in terms()}
    rules: dict[str, list[Rule]] = {}
    for shape in read_shapes(shapes_dir()):
        rules.setdefault(shape.targets[0].iri.value, []).append(_rule(shape))
    anchors = _anchors()
    found = [
        Group(labels.get(target, short_name(target)), target, anchors.get(target, ()), tuple(of))
        for target, of in rules.items()
    ]
    found.sort(key=lambda group: group.title.casefold())
    reading = tuple(Rule(shape, "", (), "") for shape in READING_SHAPES)
    return (*found, Group("a file to be validated", "", (), reading))


def anchor(iri: NamedNode) -> str:
    """Return the fragment of a shape's IRI."""
    return iri.value.removeprefix(CSH.iri)


@cache
def _anchors() -> dict[str, tuple[str, ...]]:
    """Return, by class, the shapes without constraints of their own, which are no rules."""
    ruled = {shape.iri for shape in read_shapes(shapes_dir())}
    found: dict[str, list[str]] = {}
    for file in sorted(shapes_dir().glob("*.ttl")):
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            if quad.predicate == SH.targetClass and quad.subject not in ruled:
                assert isinstance(quad.subject, NamedNode)
                assert isinstance(quad.object, NamedNode)
                found.setdefault(quad.object.value, []).append(anchor(quad.subject))
    return {target: tuple(names) for target, names in found.items()}


def _rule(shape: Shape) -> Rule:
    queries = [c.text for c in shape.constraints if c.component is Component.sparql]
    others = (c for c in shape.constraints if c.component is not Component.sparql)
    path = short_name(shape.path.value) if shape.path else ""
    return Rule(shape, path, tuple(map(_in_shacl, others)), "\n".join(queries))


def _in_shacl(constraint: Constraint) -> str:
    values = (short_name(value.value) if isinstance(value, NamedNode) else value.value for value in constraint.values)
    return f"sh:{constraint.component} {', '.join(values)}"
