"""The patterns of a query as a tree whose nodes know their place in the text.

The names are those of SPARQL 1.1 Query, section 18.2. A group keeps the order of its elements,
since OPTIONAL, MINUS and BIND apply to what precedes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias


class Span(NamedTuple):
    """Start and end of a node in the text of the query, in characters."""

    start: int
    end: int


class Term(NamedTuple):
    """A term of a pattern; the kind is `variable` (text is its name), `blank` or `constant`."""

    kind: str
    text: str


class Triple(NamedTuple):
    """A triple pattern; the kind of the predicate is `iri`, `type`, `variable`, `path`, `closure`.

    Sequences and inverses of paths are expanded to triples (section 18.2.2.4). A closure is a path
    that contains `*`, `+` or `?`.
    """

    subject: Term
    predicate: str
    kind: str
    object: Term


@dataclass(frozen=True, slots=True)
class Triples:
    """Consecutive triple patterns."""

    triples: tuple[Triple, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Values:
    """A data block, `complete` if no value is UNDEF."""

    variables: frozenset[str]
    complete: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Condition:
    """One operand of the conjunction in a FILTER.

    The kind is `exists` or `not exists` (with the group), `not bound` (with the one variable) or
    `other`; `plain` if it contains no EXISTS.
    """

    kind: str
    variables: frozenset[str]
    plain: bool
    span: Span
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A FILTER as a conjunction of conditions."""

    conditions: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Bind:
    """`BIND(expression AS ?variable)`."""

    variable: str
    span: Span


@dataclass(frozen=True, slots=True)
class Optional_:
    """`OPTIONAL { group }`."""

    group: Group
    span: Span


@dataclass(frozen=True, slots=True)
class Minus:
    """`MINUS { group }`."""

    group: Group
    span: Span


@dataclass(frozen=True, slots=True)
class Union_:
    """`{ group } UNION { group } ...`, or one group alone."""

    groups: tuple[Group, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Graph:
    """`GRAPH name { group }`."""

    name: Term
    group: Group
    span: Span


@dataclass(frozen=True, slots=True)
class SubSelect:
    """`{ SELECT ... }`: variables that it projects unchanged, those that it computes, its WHERE."""

    star: bool
    plain: frozenset[str]
    computed: frozenset[str]
    where: Group
    span: Span


Element: TypeAlias = Triples | Values | Filter | Bind | Optional_ | Minus | Union_ | Graph | SubSelect


@dataclass(frozen=True, slots=True)
class Group:
    """The elements between braces, in order; the span includes the braces."""

    elements: tuple[Element, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Query:
    """A query: its WHERE, `star` if any projection in it is `*`, and the unchanged projections."""

    where: Group
    star: bool
    projected: tuple[str, ...]
