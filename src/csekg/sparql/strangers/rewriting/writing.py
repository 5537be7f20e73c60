"""Writes a pattern so that the engine, evaluating it by itself, begins where there is least.

The engine's optimiser knows no counts: it takes "of this class" and "about this treaty" for equally
many, and of equals the first. Joins commute, so the order is free (SPARQL 1.1 Query, section 18.5).
"""

from __future__ import annotations

from collections.abc import Sequence

from csekg.sparql.strangers.rewriting.algebra import Element, Group, Term, Triple, Triples, Values
from csekg.sparql.strangers.rewriting.scope import variables_of


def pattern_text(
    pattern: Group, outer: Sequence[Element], shared: frozenset[str], query: str
) -> str:
    """Return the text of a pattern, reduced to what can match the outer elements.

    Taken over from those: data blocks and triples that have shared variables only, and name a
    thing. The text has no braces of its own.
    """
    triples = [
        triple
        for element in pattern.elements
        if isinstance(element, Triples)
        for triple in element.triples
    ]
    borrowed = [
        triple
        for element in outer
        if isinstance(element, Triples)
        for triple in element.triples
        if triple.kind == "iri"
        and _rank(triple) < _NO_ANCHOR
        and variables_of(triple) <= shared
        and "blank" not in (triple.subject.kind, triple.object.kind)
    ]
    data = [
        query[slice(*element.span)]
        for element in outer
        if isinstance(element, Values) and element.complete and element.variables <= shared
    ]
    rest = [
        query[slice(*element.span)]
        for element in pattern.elements
        if not isinstance(element, Triples)
    ]
    # Sorting keeps the order of equals: the pattern's own come before the borrowed ones.
    ordered = sorted(triples + borrowed, key=_rank)
    return " ".join([*data, *map(_written, ordered), *rest])


_NO_ANCHOR = 2


def _rank(triple: Triple) -> int:
    """Return a guess at how few matches a triple has: 0 for the fewest."""
    if triple.kind == "iri" and triple.subject.kind == "constant":
        return 0
    if triple.kind == "iri" and triple.object.kind == "constant":
        return 1
    return _NO_ANCHOR + (triple.kind != "type")


def _written(triple: Triple) -> str:
    return f"{_term(triple.subject)} {triple.predicate} {_term(triple.object)} ."


def _term(term: Term) -> str:
    return "?" + term.text if term.kind == "variable" else term.text
