"""Splits a group into joins and other elements, and writes a join in a given order."""

from __future__ import annotations

from collections.abc import Sequence

from csekg.sparql.untrusted.planner.algebra import Element, Filter, Group, Optional_, Triples, Values
from csekg.sparql.untrusted.planner.joins.operands import Operand, named, plain
from csekg.sparql.untrusted.planner.places import joined
from csekg.sparql.untrusted.planner.scope import certain, in_scope


def segments(elements: Sequence[Element]) -> list[list[Element]]:
    """Return runs of joined elements, and each other element alone; filters are left out."""
    found: list[list[Element]] = []
    for element in elements:
        if isinstance(element, Filter):
            continue
        if found and joined(element) and joined(found[-1][0]):
            found[-1].append(element)
        else:
            found.append([element])
    return found


def parameters(segment: Sequence[Element]) -> list[Values]:
    """Return the data blocks of one row without UNDEF among joined elements."""
    return [each for each in segment if isinstance(each, Values) and each.complete and each.rows == 1]


def binds(group: Group, variables: frozenset[str]) -> bool:
    """Return whether one of the joins in a group binds all of these variables."""
    return any(variables <= certain(segment) for segment in segments(group.elements) if joined(segment[0]))


def ends(operands: Sequence[Operand]) -> frozenset[str]:
    """Return the variables at which paths of length zero may begin or end."""
    return frozenset[str]().union(*(operand.ends for operand in operands))


def nodes(segment: Sequence[Element]) -> frozenset[str]:
    """Return the variables that triples without a path of length zero bind."""
    return frozenset[str]().union(
        *(
            named(triple)
            for element in segment
            if isinstance(element, Triples)
            for triple in element.triples
            if triple.kind != "closure"
        )
    )


def repeatable(group: Group, before: frozenset[str]) -> bool:
    """Return whether the group of an OPTIONAL may be evaluated for each solution before it."""
    own = frozenset[str]()
    for element in group.elements:
        if isinstance(element, Optional_):
            if (in_scope([element]) - own) & before or not repeatable(element.group, before):
                return False
        elif not isinstance(element, Filter) and not plain(Group((element,), group.span)):
            return False
        own |= certain([element])
    return all(
        condition.plain for element in group.elements if isinstance(element, Filter) for condition in element.conditions
    )


def laterally(order: Sequence[Operand], before: frozenset[str]) -> str:
    """Return the text of a join that Oxigraph evaluates in this order."""
    parts: list[str] = []
    text, reached, single = "", before, True
    own, leans = frozenset[str](), False
    for operand in order:
        connected = not reached.isdisjoint(operand.variables)
        if connected and operand.lateral:
            text += f"\nLATERAL {{ {operand.text} }}"
            leans |= own.isdisjoint(operand.variables)
        elif connected and leans:
            # A part is connected with what precedes the join alone: in a sub-query it would be
            # combined with everything.
            text += "\n" + operand.text
        elif not text or (single and operand.single):
            text += "\n" + operand.text
        elif connected:
            # Without a sub-query Oxigraph would evaluate it anew for each row of the data.
            text = f"{{ SELECT * {{ {text} }} }}\n{operand.text}"
        else:
            parts.append(text)
            text, reached, own, leans = operand.text, frozenset(), frozenset(), False
        single &= operand.single
        reached |= operand.variables
        own |= operand.variables
    parts.append(text)
    return "\n".join(f"{{ {part} }}" for part in parts) if len(parts) > 1 else text
