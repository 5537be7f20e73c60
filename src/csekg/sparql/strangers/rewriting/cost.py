"""Which patterns are slow for the engine where they are evaluated anew for each solution.

The engine joins the parts of such a pattern without an index: it lists the matches of one part,
with the shared variables filled in, and compares each with each match of the next. That is cheap
while every part has a shared variable, and at most one has it elsewhere than as the subject (a
subject has few values, an object may have thousands of subjects). A part without one is listed as a
whole for each solution: States times acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csekg.sparql.strangers.rewriting.algebra import Element, Graph, Group, Triple, Triples, Union_
from csekg.sparql.strangers.rewriting.scope import variables_of


def slow(pattern: Group, shared: frozenset[str]) -> bool:
    """Tell whether to evaluate the pattern for each solution costs more than once as a whole."""
    parts = list(_triples(pattern.elements))
    strays = sum(not _reached(triple, shared) for triple in parts)
    from_objects = sum(_reached(triple, shared) and not _few(triple, shared) for triple in parts)
    inner = list(_alternatives(pattern.elements))
    return (
        any(slow(group, shared) for group in inner)
        or (len(parts) + len(inner) > 1 and strays > 0)
        or from_objects > 1
    )


def _reached(triple: Triple, shared: frozenset[str]) -> bool:
    return not variables_of(triple).isdisjoint(shared)


def _few(triple: Triple, shared: frozenset[str]) -> bool:
    """Tell whether a look-up of this triple finds few matches."""
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
