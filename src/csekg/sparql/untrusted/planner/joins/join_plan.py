"""Searches for the order of a join that costs least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from csekg.sparql.untrusted.planner.joins.operands import Operand

#: A beam search: the orders kept at a time, and the continuations tried for each.
_WIDTH, _BRANCHES = 3, 3
#: An operand with fewer solutions for each one before is taken at once.
_FEW = 2.0


class Plan(NamedTuple):
    """An order with estimates of its cost (solutions visited) and of the solutions it yields."""

    work: float
    rows: float
    order: tuple[Operand, ...]
    bound: frozenset[str]

    def then(self, operand: Operand) -> Plan:
        """Return the plan with one more operand at its end."""
        size = operand.matches(self.bound)
        connected = not self.bound.isdisjoint(operand.variables)
        if operand.lateral or not connected:
            rows = max(self.rows * size, _LEAST)
            work = rows + (0 if operand.lateral else operand.work)
        else:
            # Evaluated once, and looked up in a hash table for each solution of the others.
            rows = min(self.rows * size, max(self.rows, size))
            work = operand.work + _HASHED * (self.rows + size)
        return Plan(self.work + work, rows, (*self.order, operand), self.bound | operand.variables)


#: The cost of inserting a solution into a hash table or looking it up, in look-ups of triples.
_HASHED = 3.0
_LEAST = 0.01


def cost(order: Sequence[Operand], bound: frozenset[str], rows: float = 1) -> Plan:
    """Return the plan for an order, after `rows` solutions that bind the variables `bound`."""
    plan = Plan(0, rows, (), bound)
    for operand in order:
        plan = plan.then(operand)
    return plan


def best(operands: Sequence[Operand], bound: frozenset[str], rows: float = 1) -> Plan:
    """Return the cheapest plan that the beam search finds; data of one row comes first."""
    plan, rest = _begun(operands, bound, rows)
    return _followed(plan, rest)


def best_of_all(operands: Sequence[Operand], bound: frozenset[str], rows: float) -> Plan:
    """Return the cheapest plan of searches that begin with each subject in turn.

    The operand with the fewest solutions may lead to the most of them later.
    """
    plan, rest = _begun(operands, bound, rows)
    starts: dict[str, int] = {}
    for at in _ranked(rest, plan.bound):
        starts.setdefault(rest[at].star, at)
    return min(
        (_followed(plan.then(rest[at]), rest[:at] + rest[at + 1 :]) for at in starts.values()),
        key=lambda plan: plan.work,
        default=plan,
    )


def _begun(operands: Sequence[Operand], bound: frozenset[str], rows: float) -> tuple[Plan, tuple[Operand, ...]]:
    first = [operand for operand in operands if operand.single]
    return cost(first, bound, rows), tuple(each for each in operands if not each.single)


def _followed(plan: Plan, rest: tuple[Operand, ...]) -> Plan:
    found: list[Plan] = []
    open_ = [(plan, rest)]
    while open_:
        further: list[tuple[Plan, tuple[Operand, ...]]] = []
        for plan, rest in open_:
            if not rest:
                found.append(plan)
                continue
            for at in _continuations(rest, plan.bound):
                further.append((plan.then(rest[at]), rest[:at] + rest[at + 1 :]))
        # Not by the work alone: an order that leaves many solutions has work ahead.
        further.sort(key=lambda each: each[0].work + each[0].rows * len(each[1]))
        open_ = further[:_WIDTH]
    return min(found, key=lambda plan: plan.work)


def _continuations(rest: Sequence[Operand], bound: frozenset[str]) -> list[int]:
    """Return the indexes of the operands to try next, the best first."""
    ranked = _ranked(rest, bound)
    first = rest[ranked[0]]
    if not bound.isdisjoint(first.variables) and first.matches(bound) < _FEW:
        return ranked[:1]
    return ranked[:_BRANCHES]


def _ranked(rest: Sequence[Operand], bound: frozenset[str]) -> list[int]:
    """Return indexes by number of solutions, of operands with a known variable if there are any."""
    ranked = sorted(
        (bound.isdisjoint(operand.variables), operand.matches(bound), at) for at, operand in enumerate(rest)
    )
    return [at for apart, _, at in ranked if apart == ranked[0][0]]
