"""Rewrites a query group by group, with its joins in the order that costs least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from csekg.sparql.untrusted.planner.algebra import Element, Filter, Group, Minus, Optional_, SubSelect, Union_, Values
from csekg.sparql.untrusted.planner.joins.join_plan import Plan, best, best_of_all, cost
from csekg.sparql.untrusted.planner.joins.operands import Operand, Operands, oxigraphs_order, plain
from csekg.sparql.untrusted.planner.joins.segments import (
    binds,
    ends,
    laterally,
    nodes,
    parameters,
    repeatable,
    segments,
)
from csekg.sparql.untrusted.planner.joins.statistics import Statistics
from csekg.sparql.untrusted.planner.places import joined
from csekg.sparql.untrusted.planner.scope import certain, in_scope

#: A join is rewritten if that saves so many solutions (about a millisecond), and is so many times
#: better, since the statistics are averages.
_WORTHWHILE, _BETTER = 2000, 2
#: The most operands of a join that are ordered: the search takes quadratic time.
_MOST = 40
#: From this cost on, all triples of a subject as one operand are tried; their cost counts twice.
_LONG, _UNSURE = 8000, 2
#: The estimated share of solutions that a filter leaves.
_FILTERED = 0.3


class Writer:
    """Rewrites the groups of one query; `changed` is true once a join has been reordered."""

    def __init__(self, text: str, names: Mapping[str, str], statistics: Statistics) -> None:
        """Take the text, the IRIs of its prefixes, and the statistics of the dataset."""
        self._text, self._operands = text, Operands(text, names, statistics)
        self.changed = False

    def group(
        self, group: Group, bound: frozenset[str], data: Sequence[Values], *, whole: bool = False
    ) -> tuple[str, float]:
        """Return the text of a group, and an estimate of its solutions.

        `bound` are the variables that are known when Oxigraph evaluates it; `data` are data blocks
        to join with the first join that binds their variables; `whole` for the group of an OPTIONAL
        that Oxigraph evaluates once: a reordered join in it becomes a sub-query.
        """
        parts: list[str] = []
        known, rows = bound, 1.0
        before = frozenset[str]()
        for segment in segments(group.elements):
            if joined(segment[0]):
                here = [each for each in data if each.variables <= certain(segment)]
                data = [each for each in data if each not in here]
                # After an OPTIONAL, for instance, Oxigraph evaluates a join by itself and looks up
                # its solutions; it substitutes no values. In an OPTIONAL it is a sub-query.
                alone = bool(parts) and not bound and not whole
                text, rows = self._join(segment, known, before, here, rows, bool(bound), alone)
                if whole and "LATERAL" in text:
                    text = f"{{ SELECT * {{ {text} }} }}"
                parts.append(text)
            else:
                # With more LATERAL parts Oxigraph expects more solutions, and then evaluates even a
                # single triple as a whole.
                least = 1 if any("LATERAL" in part for part in parts) else 2
                parts.append(self._single(segment[0], known, before, rows, least))
            known |= certain(segment)
            before |= in_scope(segment)
        filters = [each for each in group.elements if isinstance(each, Filter)]
        parts += [self._slice(each) for each in filters]
        return "{ " + "\n".join(parts) + " }", rows * _FILTERED ** len(filters)

    def _join(
        self,
        segment: Sequence[Element],
        bound: frozenset[str],
        before: frozenset[str],
        data: Sequence[Values],
        rows: float,
        forced: bool,
        alone: bool,
    ) -> tuple[str, float]:
        for element in segment:
            if isinstance(element, Values):
                self._operands.learn(element)
        given_here = [*data, *parameters(segment)]
        texts = []
        operands: list[Operand] = []
        for element in segment:
            text, solutions = self._joined(element, given_here)
            texts.append(text)
            operands += self._operands.of(element, text, solutions)
        given = [part for each in data for part in self._operands.of(each, self._slice(each))]
        if not (1 if alone else 2) <= len(operands) + len(given) <= _MOST:
            return "\n".join(texts), cost(operands, bound, rows).rows
        now = cost(oxigraphs_order(operands), bound, rows)
        if alone:
            now = now._replace(work=cost(oxigraphs_order(operands), frozenset()).work)
        if now.work < _WORTHWHILE and not forced:
            return "\n".join(texts), now.rows
        plan = best([*given, *operands], bound, rows)
        if plan.work > _LONG and not forced:
            plan = _with_stars([*given, *operands], bound, plan, rows)
        if ends(operands) <= nodes(segment) and (forced or _worthwhile(now.work, plan.work)):
            self.changed = True
            return laterally(plan.order, before), plan.rows
        return "\n".join(texts), plan.rows

    def _joined(self, element: Element, single: Sequence[Values]) -> tuple[str, float]:
        # A union that may be evaluated for each solution before it is left unchanged.
        if isinstance(element, Union_) and not all(map(plain, element.groups)):
            written = [
                self.group(group, frozenset(), [each for each in single if binds(group, each.variables)])
                for group in element.groups
            ]
            return " UNION ".join(text for text, _ in written), sum(rows for _, rows in written)
        if isinstance(element, SubSelect):
            inner, rows = self.group(element.where, frozenset(), ())
            (start, end), where = element.span, element.where.span
            text = self._text[start : where.start] + inner + self._text[where.end : end]
            return f"{{ {text} }}", rows
        return self._slice(element), 0

    def _single(self, element: Element, bound: frozenset[str], before: frozenset[str], rows: float, least: int) -> str:
        match element:
            case Optional_(group=group):
                if self._lookup(group, bound, before, rows, least):
                    self.changed = True
                    return f"LATERAL {{ OPTIONAL {self.group(group, bound, ())[0]} }}"
                return "OPTIONAL " + self.group(group, frozenset(), (), whole=True)[0]
            case Minus(group=group):
                return "MINUS " + self.group(group, frozenset(), ())[0]
            case _:
                return self._slice(element)

    def _lookup(self, group: Group, bound: frozenset[str], before: frozenset[str], rows: float, least: int) -> bool:
        """Return whether to evaluate an OPTIONAL for each solution; Oxigraph evaluates it once.

        With fewer than `least` triples it is left to Oxigraph.
        """
        inner = [each for each in group.elements if not isinstance(each, Filter | Optional_)]
        operands = [each for part in inner for each in self._operands.of(part, "")]
        if not least <= len(operands) <= _MOST or not repeatable(group, before):
            return False
        whole = min(cost(oxigraphs_order(operands), frozenset()).work, best(operands, frozenset()).work)
        return _worthwhile(whole, best(operands, bound, rows).work)

    def _slice(self, element: Element) -> str:
        return self._text[slice(*element.span)]


def _worthwhile(now: float, then: float) -> bool:
    return now - then > _WORTHWHILE and now > then * _BETTER


def _with_stars(operands: Sequence[Operand], bound: frozenset[str], plan: Plan, rows: float) -> Plan:
    """Return the plan, or a cheaper one with all triples of some subjects as sub-queries.

    No index finds a thing by two of its properties, such as the participation of a State in a
    treaty: it is found by one of them, or all things of its kind are found and looked up. One
    subject after the other is tried while that helps.
    """
    plan = min(plan, best_of_all(operands, bound, rows), key=lambda each: each.work)
    while True:
        parts = list(_starred(operands))
        plans = [best_of_all(part, bound, rows) for part in parts]
        at = min(range(len(parts)), key=lambda at: plans[at].work, default=-1)
        if at < 0 or plans[at].work >= plan.work:
            return plan
        plan, operands = plans[at], parts[at]


def _starred(operands: Sequence[Operand]) -> Iterator[list[Operand]]:
    """Yield, for each subject, the operands with all its triples combined into one."""
    stars = Counter(operand.star for operand in operands if operand.star)
    for name in (name for name, count in stars.items() if count > 1):
        inner = [each for each in operands if each.star == name]
        outer = [each for each in operands if each.star != name]
        if all(each.single for each in outer):
            continue
        within = frozenset[str]().union(*(each.variables for each in inner))
        star = best([*(each for each in outer if each.single and each.variables <= within), *inner], frozenset())
        text = f"{{ SELECT * {{ {laterally(star.order, frozenset())} }} }}"
        yield [*outer, Operand.whole(text, star.bound, star.rows, _UNSURE * star.work)]
