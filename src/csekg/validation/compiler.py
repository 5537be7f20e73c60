"""Compiles each constraint to SPARQL queries that find all the nodes that break it.

The semantics, and the value of each result, are those of SHACL sections 4.1 to 4.8 and 5.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from pyoxigraph import Literal, NamedNode

from csekg.errors import CsekgError
from csekg.namespaces import RDF, XSD
from csekg.sparql.store import QueryEngine
from csekg.validation.shapes import Component, Constraint, Shape, Target, Term, local_name


class Hierarchy:
    """The SHACL instances of a class (SHACL section 1.1: `rdf:type/rdfs:subClassOf*`).

    Oxigraph evaluates a path of arbitrary length for each node; a list of class names is one
    look-up. The dataset states every class of a node, so that one name nearly always suffices.
    """

    def __init__(self, store: QueryEngine) -> None:
        """Use a store, which must not change afterwards."""
        self._store = store
        self.covering = cache(self._covering)

    def _covering(self, of: NamedNode) -> tuple[NamedNode, ...]:
        """Return classes whose direct instances are together all instances of a class."""
        rows = self._store.values(
            f"SELECT DISTINCT ?c WHERE {{ ?c rdfs:subClassOf* {of} FILTER EXISTS {{ ?x a ?c }} FILTER(?c != {of}) }}"
        )
        needed = [of]
        for (name,) in sorted(rows):
            missed = self._store.values(
                f"SELECT ?x WHERE {{ ?x a <{name}> FILTER NOT EXISTS {{ ?x a {of} }} }} LIMIT 1"
            )
            if missed:
                needed.append(NamedNode(name))
        return tuple(needed)


#: The datatypes whose lexical form Oxigraph checks: those of SPARQL 1.1, dates and durations.
_CHECKED = {
    XSD[name]
    for name in (
        "boolean",
        "integer",
        "decimal",
        "float",
        "double",
        "dateTime",
        "date",
        "dayTimeDuration",
        "yearMonthDuration",
    )
}
_NODE_KINDS = {
    "IRI": "isIRI(?value)",
    "BlankNode": "isBlank(?value)",
    "Literal": "isLiteral(?value)",
    "BlankNodeOrIRI": "!isLiteral(?value)",
    "BlankNodeOrLiteral": "!isIRI(?value)",
    "IRIOrLiteral": "!isBlank(?value)",
}
_NOT_CODE = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*")
#: SHACL section 5.2.1 forbids the first three. GRAPH asks for more than the one graph that is
#: validated: the store of a build has no other. The others have another meaning in a query in
#: which `$this` is not bound to one node.
_REFUSED = re.compile(r"\b(MINUS|VALUES|SERVICE|GRAPH|LIMIT|OFFSET|HAVING|GROUP\s+BY)\b", re.IGNORECASE)


def compile_constraint(
    shape: Shape, constraint: Constraint, hierarchy: Hierarchy, focus: Collection[str] = ()
) -> list[str]:
    """Return the queries for one constraint: one for each target of the shape.

    Each query selects `?this`, and `?value` where the results of its component have a value.
    `focus` are the IRIs of the nodes to ask about, all nodes if it is empty. Raises CsekgError for
    a constraint that one query cannot check for all focus nodes.
    """
    build = _select if constraint.component is Component.sparql else _core
    chosen = f"VALUES ?this {{ {' '.join(f'<{iri}>' for iri in focus)} }} " if focus else ""
    targets = (chosen + _target(target, hierarchy) for target in shape.targets)
    return [build(shape, constraint, target, hierarchy) for target in targets]


def compile_for_all_nodes(shape: Shape, constraint: Constraint, hierarchy: Hierarchy) -> str | None:
    """Return a query that finds a node if any node at all breaks a constraint, target or not.

    Shapes with the same constraint on the same property share its text. It is None where such a
    node need not have a value of a property: for `minCount`, `sparql` and node shapes.
    """
    if shape.path is None or constraint.component is Component.min_count:
        return None
    return f"{_core(shape, constraint, '', hierarchy)} LIMIT 1"


def _target(target: Target, hierarchy: Hierarchy) -> str:
    if not target.is_class:
        # A node that has the property twice must not count twice.
        return f"{{ SELECT DISTINCT ?this WHERE {{ ?this {target.iri} ?targetObject }} }} "
    first, *others = hierarchy.covering(target.iri)
    if not others:
        return f"?this a {first} . "
    names = " ".join(map(str, (first, *others)))
    return f"{{ SELECT DISTINCT ?this WHERE {{ VALUES ?targetClass {{ {names} }} ?this a ?targetClass }} }} "


def _select(shape: Shape, constraint: Constraint, target: str, _hierarchy: Hierarchy) -> str:
    code = _NOT_CODE.sub(lambda match: " " * len(match[0]), constraint.text)
    refused = _REFUSED.search(code)
    if refused:
        raise CsekgError(f"{shape.iri}: {refused[1].upper()} is outside the profile of sh:sparql")
    opening = code.find("{") + 1
    if not opening or not re.search(r"[$?]this\b", code[:opening]):
        raise CsekgError(f"{shape.iri}: sh:select must be SELECT $this ... WHERE {{ ... }}")
    return f"{constraint.text[:opening]} {target}{constraint.text[opening:]}"


def _core(shape: Shape, constraint: Constraint, target: str, hierarchy: Hierarchy) -> str:
    path, component = shape.path, constraint.component
    match component:
        case Component.min_count if constraint.number == 0:
            return "SELECT ?this WHERE { FILTER(false) }"
        case Component.min_count if constraint.number == 1:
            return f"SELECT ?this WHERE {{ {target}FILTER NOT EXISTS {{ ?this {path} ?any }} }}"
        case Component.min_count:
            return (
                f"SELECT ?this WHERE {{ {target}OPTIONAL {{ ?this {path} ?any }} }} "
                f"GROUP BY ?this HAVING (COUNT(DISTINCT ?any) < {constraint.number})"
            )
        case Component.max_count:
            return (
                f"SELECT ?this WHERE {{ {target}?this {path} ?any }} "
                f"GROUP BY ?this HAVING (COUNT(DISTINCT ?any) > {constraint.number})"
            )
        case Component.unique_lang:
            return (
                f"SELECT ?this WHERE {{ {target}?this {path} ?any "
                'FILTER(isLiteral(?any) && LANG(?any) != "") BIND(LCASE(LANG(?any)) AS ?tag) } '
                "GROUP BY ?this ?tag HAVING (COUNT(DISTINCT ?any) > 1)"
            )
        case Component.less_than_or_equals:
            # Values that cannot be compared break the constraint too (SHACL section 4.5.4).
            return (
                f"SELECT ?this ?value WHERE {{ {target}?this {path} ?value ; "
                f"{constraint.values[0]} ?other FILTER(!COALESCE(?value <= ?other, false)) }}"
            )
    values = f"?this {path} ?value " if path else "BIND(?this AS ?value) "
    wrong = _wrong_value(shape.iri, constraint, hierarchy)
    return f"SELECT ?this ?value WHERE {{ {target}{values}{wrong} }}"


def _wrong_value(shape: NamedNode, constraint: Constraint, hierarchy: Hierarchy) -> str:
    """Return the filter that keeps the values that break a constraint on single values."""
    first = constraint.values[0]
    match constraint.component:
        case Component.of_class if isinstance(first, NamedNode):
            classes = hierarchy.covering(first)
            return " ".join(f"FILTER NOT EXISTS {{ ?value a {class_} }}" for class_ in classes)
        case Component.datatype if isinstance(first, NamedNode):
            return _wrong_datatype(first)
        case Component.node_kind:
            kind = local_name(first) if isinstance(first, NamedNode) else ""
            if kind not in _NODE_KINDS:
                raise CsekgError(f"{shape}: sh:nodeKind {first} is no node kind")
            return f"FILTER(!({_NODE_KINDS[kind]}))"
        case Component.pattern:
            pattern, flags = Literal(constraint.text), Literal(constraint.flags)
            return f"FILTER(isBlank(?value) || !REGEX(STR(?value), {pattern}, {flags}))"
        case Component.one_of:
            return f"FILTER(!({_any_of(constraint.values)}))"
    raise CsekgError(f"{shape}: sh:{constraint.component} {first} cannot be checked")


def _any_of(values: tuple[Term, ...]) -> str:
    # sameTerm, since "=" holds for 1 and 1.0 and fails on unknown datatypes. For IRIs and strings
    # both mean the same; there IN is used, since Virtuoso's sameTerm is false for equal ones.
    plain = [str(value) for value in values if _is_plain(value)]
    others = [f"sameTerm(?value, {value})" for value in values if not _is_plain(value)]
    listed = [f"COALESCE(?value IN ({', '.join(plain)}), false)"] if plain else []
    return " || ".join(listed + others) or "false"


def _is_plain(value: Term) -> bool:
    return isinstance(value, NamedNode) or (isinstance(value, Literal) and value.datatype == XSD.string)


def _wrong_datatype(datatype: NamedNode) -> str:
    if datatype == RDF.langString:
        return 'FILTER(!COALESCE(LANG(?value) != "", false))'
    right = f"COALESCE(DATATYPE(?value) = {datatype}, false)"
    if datatype not in _CHECKED:
        return f"FILTER(!{right})"
    # The datatype alone would accept "2005-02-30"^^xsd:date.
    return f"BIND({datatype}(STR(?value)) AS ?read) FILTER(!({right} && BOUND(?read)))"
