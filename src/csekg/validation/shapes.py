"""Shapes in the profile of SHACL whose constraints compile to SPARQL queries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from csekg.namespaces import Namespace

SH = Namespace("http://www.w3.org/ns/shacl#")
#: The namespace of the shapes, and of the checks while a user's own file is read.
CSH = Namespace("https://w3id.org/csekg/shapes#")

Node: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal
#: A message in other languages than English: pairs of a code and a text.
Translations: TypeAlias = tuple[tuple[str, str], ...]


class Severity(StrEnum):
    """The severity of a finding; a violation prevents the publication of a dataset."""

    violation = "violation"
    warning = "warning"
    info = "info"

    @property
    def iri(self) -> NamedNode:
        """The SHACL severity (SHACL section 2.1.4)."""
        return SH[self.capitalize()]

    @property
    def rank(self) -> int:
        """The position in the order that puts the worst first, from 0."""
        return list(Severity).index(self)


class Component(StrEnum):
    """The constraint components of the profile, each by the name of its SHACL parameter."""

    min_count = "minCount"
    max_count = "maxCount"
    datatype = "datatype"
    of_class = "class"
    node_kind = "nodeKind"
    pattern = "pattern"
    one_of = "in"
    less_than_or_equals = "lessThanOrEquals"
    unique_lang = "uniqueLang"
    sparql = "sparql"

    @property
    def iri(self) -> NamedNode:
        """The IRI of the constraint component in a validation report."""
        if self is Component.sparql:
            return SH.SPARQLConstraintComponent
        return SH[f"{self[0].upper()}{self[1:]}ConstraintComponent"]


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a shape: the instances of a class, or the subjects of a property."""

    iri: NamedNode
    is_class: bool


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint: a component with its value (for `in`, with its values).

    For `sparql` the value is the text of the query with its prefixes, and `message` is the
    constraint's own template, empty where it has none. `translations` are that message in others.
    """

    component: Component
    values: tuple[Term, ...]
    flags: str = ""
    message: str = ""
    translations: Translations = ()

    @property
    def text(self) -> str:
        """The text of the first value."""
        return "" if isinstance(self.values[0], BlankNode) else self.values[0].value

    @property
    def number(self) -> int:
        """The first value as a whole number."""
        return int(self.text)


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with constraints; `path` is None for a node shape.

    `message` is in English, that of its query where the shape has none of its own. `source` names
    the treaty article or the section of a specification that it enforces.
    """

    iri: NamedNode
    targets: tuple[Target, ...]
    path: NamedNode | None
    name: str
    description: str
    message: str
    severity: Severity
    source: str
    constraints: tuple[Constraint, ...]
    translations: Translations = ()

    @property
    def short_name(self) -> str:
        """The last part of the IRI: `EIF-1`."""
        return local_name(self.iri)


def local_name(iri: NamedNode) -> str:
    """Return the part of an IRI after the last `#` or `/`."""
    return iri.value.replace("#", "/").rpartition("/")[2]
