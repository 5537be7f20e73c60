"""Decides when an EXISTS pattern may be evaluated once instead of for each solution, and when to.

Let G be a group without its filters, P a pattern, and S the variables that both can bind.

*The lemma.* `EXISTS {P}` holds for a solution m of G if P, with the variables of m substituted,
has a solution (SPARQL 1.1 Query, section 18.6). Let P be plain: composed of triple patterns, paths
that match no path of length zero, of complete VALUES, of groups, unions and GRAPH of these, and
of filters over variables that their own group binds in every solution. Then substitution commutes
with the operators of P, and the condition is the same as: some solution of P, evaluated by itself
in the same active graph, is compatible with m (section 18.3). The lemma does not hold for
 - OPTIONAL, MINUS, BIND and sub-queries in P: they see the substituted values or do not;
 - `*`, `?`: a path of length zero matches every substituted term, and else only nodes;
 - a filter over a variable of G that P does not bind: it has its value under substitution only.

*NOT EXISTS and MINUS.* `Minus(G, P)` drops m if some compatible solution of P has a variable in
common with m (section 18.5). If S is not empty, and all of S is bound in each solution of G and
in each of P, then the common variable is always there, so both forms drop the same solutions and
leave the multiplicities of the others alone. Filters apply to the whole of a group wherever they
stand, and Minus to what precedes it; whether m is dropped depends on its values for S alone,
and these m has as soon as the last joined element of G is evaluated, and never changes.

*EXISTS and a join.* With T the distinct projections of P to S, `Join(G, T)` has for each m exactly
one compatible row where `EXISTS {P}` holds and none elsewhere, since all of S is bound on both
sides; the row adds no variable. So the multiplicity of m stays as it is.

*OPTIONAL with !BOUND.* In `LeftJoin(L, P, F)` with F over variables of P alone, a solution of L
that has a compatible solution of P comes out with all that P always binds (section 18.5). If ?v is
such a variable and L cannot bind it, `!BOUND(?v)` leaves exactly the solutions of L without a
compatible solution of P: those of `Minus(L, P)` under the conditions above. Variables of P
alone are then unbound in both forms; they may occur in no other place that could bind them.

*Reduction.* Where E is a part of G (of L) with no variables but S, each solution of G is compatible
with one of E; so `Join(E, P)` in place of P drops, or finds, the same solutions of G.

*Cost.* Oxigraph joins the parts of a pattern that it evaluates for each solution without an index:
it lists the matches of one part, with the shared variables substituted, and compares each with each
match of the next. That is cheap while every part has a shared variable, and at most one part has it
elsewhere than as the subject (a subject has few values, an object may have thousands of subjects).
A part without a shared variable is listed as a whole for each solution: States times acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from csekg.sparql.untrusted.planner.algebra import Element, Filter, Graph, Group, Triple, Triples, Union_, Values
from csekg.sparql.untrusted.planner.scope import certain, in_scope, variables_of


def shared_variables(pattern: Group, outer: Sequence[Element]) -> frozenset[str] | None:
    """Return S if the lemma applies and all of S is bound on both sides, else None.

    `outer` are the elements of G, or of L.
    """
    if not _plain(pattern) or not _connected(pattern):
        return None
    shared = in_scope(pattern.elements) & in_scope(outer)
    if not shared or not shared <= certain(pattern.elements) & certain(outer):
        return None
    return shared


def _plain(group: Group) -> bool:
    bound = certain(group.elements)
    for element in group.elements:
        match element:
            case Triples(triples=triples):
                # With a variable predicate, and with `+`, both forms are equal; but evaluated once
                # as a whole such a pattern may match the whole graph.
                if any(triple.kind in ("variable", "closure") for triple in triples):
                    return False
            case Values(complete=complete):
                if not complete:
                    return False
            case Filter(conditions=conditions):
                if not all(each.plain and each.variables <= bound for each in conditions):
                    return False
            case Union_(groups=groups):
                if not all(_plain(inner) for inner in groups):
                    return False
            case Graph(group=inner):
                if not _plain(inner):
                    return False
            case _:
                return False
    return True


def _connected(group: Group) -> bool:
    """Return whether the joins in a group are connected; else P would be a product of its parts."""
    parts: list[set[str]] = []
    for element in group.elements:
        if isinstance(element, Triples):
            for triple in element.triples:
                blanks = {t.text for t in (triple.subject, triple.object) if t.kind == "blank"}
                parts.append(blanks | variables_of(triple))
        elif not isinstance(element, Filter):
            parts.append(set(in_scope([element])))
    if not parts:
        return False
    reached, rest = parts[0], parts[1:]
    while touching := [part for part in rest if part & reached]:
        reached = reached.union(*touching)
        rest = [part for part in rest if not part <= reached]
    return not rest


def slow(pattern: Group, shared: frozenset[str]) -> bool:
    """Return whether evaluating the pattern for each solution costs more than once as a whole."""
    parts = list(_triples(pattern.elements))
    strays = sum(not _reached(triple, shared) for triple in parts)
    from_objects = sum(_reached(triple, shared) and not _few(triple, shared) for triple in parts)
    inner = list(_alternatives(pattern.elements))
    return (
        any(slow(group, shared) for group in inner) or (len(parts) + len(inner) > 1 and strays > 0) or from_objects > 1
    )


def _reached(triple: Triple, shared: frozenset[str]) -> bool:
    return not variables_of(triple).isdisjoint(shared)


def _few(triple: Triple, shared: frozenset[str]) -> bool:
    """Return whether a look-up of this triple finds few matches."""
    both = all(term.text in shared or term.kind == "constant" for term in triple[::3])
    return both or (triple.subject.kind == "variable" and triple.subject.text in shared)


def _triples(elements: Iterable[Element]) -> Iterator[Triple]:
    for element in elements:
        if isinstance(element, Triples):
            yield from element.triples
        elif isinstance(element, Graph):
            yield from _triples(element.group.elements)


def _alternatives(elements: Iterable[Element]) -> Iterator[Group]:
    for element in elements:
        if isinstance(element, Union_):
            yield from element.groups
        elif isinstance(element, Graph):
            yield from _alternatives(element.group.elements)
