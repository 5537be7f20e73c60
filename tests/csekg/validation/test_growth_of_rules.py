"""The rules are written so that their cost grows linearly with the data: see `prefixes.ttl`.

Oxigraph puts the parts of a join in order, and joins by a key, only where no OPTIONAL comes in
between; an OPTIONAL is joined by the variables that every solution before it binds.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csekg.sparql.untrusted.planner.algebra import Group, Optional_, Union_
from csekg.sparql.untrusted.planner.places import joined
from csekg.sparql.untrusted.planner.reader import read
from csekg.sparql.untrusted.planner.scope import certain, in_scope
from csekg.validation import read_shapes, shapes_dir
from csekg.validation.shapes import Component

RULES = {
    shape.short_name: constraint.text.replace("$this", "?this")
    for shape in read_shapes(shapes_dir())
    for constraint in shape.constraints
    if constraint.component is Component.sparql
}


def groups(group: Group) -> Iterator[Group]:
    """A group and those of its alternatives and OPTIONALs."""
    yield group
    for element in group.elements:
        if isinstance(element, Optional_):
            yield from groups(element.group)
        elif isinstance(element, Union_):
            for each in element.groups:
                yield from groups(each)


def faults(query: str) -> list[str]:
    """What makes a query grow faster than the data."""
    found = []
    for group in groups(read(query)[0].where):
        for at, element in enumerate(group.elements):
            before = group.elements[:at]
            if joined(element) and any(isinstance(each, Optional_) for each in before):
                found.append("joined after an OPTIONAL")
            if isinstance(element, Optional_):
                own = in_scope(element.group.elements)
                if own.isdisjoint(certain(before)):
                    found.append("an OPTIONAL without a key")
    return found


def test_there_are_rules() -> None:
    assert len(RULES) > 40


@pytest.mark.parametrize("name", RULES)
def test_a_rule_grows_with_the_data(name: str) -> None:
    assert faults(RULES[name]) == []
