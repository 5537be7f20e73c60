"""The rules are written so that their cost grows linearly with the data: see `prefixes.ttl`.

Oxigraph puts the parts of a join in order, and joins by a key, only where no OPTIONAL comes in
between; an OPTIONAL is joined by the variables that every solution before it binds.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csekg.sparql.untrusted.planner.patterns import Part, Patterns, always_bound, maybe_bound
from csekg.validation import read_shapes, shapes_dir
from csekg.validation.shapes import Component

RULES = {
    shape.short_name: constraint.text.replace("$this", "?this")
    for shape in read_shapes(shapes_dir())
    for constraint in shape.constraints
    if constraint.component is Component.sparql
}


def groups(patterns: Patterns, brace: int) -> Iterator[list[Part]]:
    """A group and those of its alternatives and OPTIONALs."""
    group = patterns.group(brace)
    yield group
    for part in group:
        if part.kind in ("OPTIONAL", "{"):
            for inner in patterns.braces(part.start, part.end):
                yield from groups(patterns, inner)


def faults(query: str) -> list[str]:
    """What makes a query grow faster than the data."""
    found = []
    patterns = Patterns(query)
    for group in groups(patterns, patterns.where()):
        for at, part in enumerate(group):
            before = group[:at]
            if part.is_joined() and any(each.kind == "OPTIONAL" for each in before):
                found.append("joined after an OPTIONAL")
            if part.kind == "OPTIONAL":
                own = maybe_bound(patterns.group(part.start + 1))
                if own.isdisjoint(always_bound(before)):
                    found.append("an OPTIONAL without a key")
    return found


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        ("?s a ?c OPTIONAL { ?s ex:p ?o } ?s ex:q ?r", ["joined after an OPTIONAL"]),
        ("{ ?s a ?c } UNION { ?t a ?c } OPTIONAL { ?s ex:p ?o }", ["an OPTIONAL without a key"]),
        ("{ ?s a ?c } UNION { ?s ex:q ?r } OPTIONAL { ?s ex:p ?o }", []),
    ],
)
def test_a_fault_is_found(where: str, fault: list[str]) -> None:
    assert faults(f"SELECT ?s {{ {where} }}") == fault


def test_there_are_rules() -> None:
    assert len(RULES) > 40


@pytest.mark.parametrize("name", RULES)
def test_a_rule_grows_with_the_data(name: str) -> None:
    assert faults(RULES[name]) == []
