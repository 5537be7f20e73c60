"""Validates a store: one SPARQL query for each constraint finds all the nodes that break it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

from csekg.errors import CsekgError, QueryError
from csekg.sparql.store import QueryEngine
from csekg.validation.compiler import Hierarchy, compile_constraint, compile_for_all_nodes
from csekg.validation.findings import Finding, Names, Report, filled, unique, variables
from csekg.validation.shapes import Component, Constraint, Node, Shape, Term, own_shapes

#: So many violations are printed; the others are counted.
_MOST_PRINTED = 5
#: SearchQuestions about so many nodes one by one takes half as long as asking about all.
_FEW = 100

_Pair: TypeAlias = tuple[Shape, Constraint]


class _Result(NamedTuple):
    """A row of a constraint's query: a focus node that breaks the constraint."""

    shape: Shape
    constraint: Constraint
    focus: Node
    value: Term | None
    row: Mapping[str, Term | None]

    @property
    def template(self) -> str:
        return self.constraint.message or self.shape.message


def validate(store: QueryEngine, shapes: Sequence[Shape] | None = None, focus: Collection[str] = ()) -> Report:
    """Return what the shapes find in the default graph of a store.

    Without `shapes`, those of `ontology/shapes`. `focus` are the IRIs of the nodes that matter, all
    nodes if it is empty; the report may have findings about others. Raises CsekgError for a shape
    outside the profile (`csekg.validation.shapes`).
    """
    chosen = focus if len(focus) <= _FEW else ()
    checked = tuple(own_shapes() if shapes is None else shapes)
    hierarchy = Hierarchy(store)
    pairs = [(shape, constraint) for shape in checked for constraint in shape.constraints]
    # Oxigraph releases Python's interpreter lock while it answers, so the queries run in parallel.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        pairs = _aimed_at(store, pairs, chosen) if chosen else _worth_asking(store, pairs, hierarchy, pool)
        results_of_pairs = pool.map(lambda pair: list(_results(store, pair, hierarchy, chosen)), pairs)
        results = [result for results_of_pair in results_of_pairs for result in results_of_pair]
    values = [result.row.get(name) for result in results for name in variables(result.template)]
    names = Names(store, [*values, *(result.focus for result in results)])
    return Report(unique(_finding(result, names) for result in results), checked)


def check_dataset(store: QueryEngine) -> Report:
    """Return what our own shapes find in a dataset, if none of it is a violation.

    Raises CsekgError, naming the first few, if there are violations.

    Warnings and notes do not prevent publication: they are published with the dataset.
    """
    report = validate(store)
    if violations := report.violations:
        lines = [f"{finding.shape.value.rpartition('#')[2]}: {finding.message}" for finding in violations]
        more = [f"and {len(violations) - _MOST_PRINTED} more"] if len(violations) > _MOST_PRINTED else []
        raise CsekgError(
            f"not published, since validation found {len(violations)} violation"
            + ("s" if len(violations) > 1 else "")
            + ":\n  "
            + "\n  ".join(lines[:_MOST_PRINTED] + more)
        )
    return report


def _aimed_at(store: QueryEngine, pairs: Iterable[_Pair], focus: Collection[str]) -> list[_Pair]:
    """Return the constraints of the shapes that one of these nodes is a target of."""
    rows = store.values(f"""
        SELECT DISTINCT ?target WHERE {{
          VALUES ?this {{ {" ".join(f"<{iri}>" for iri in focus)} }}
          {{ ?this a/rdfs:subClassOf* ?target }} UNION {{ ?this ?target ?any }}
        }}""")
    targets = {iri for (iri,) in rows}
    return [pair for pair in pairs if any(target.iri.value in targets for target in pair[0].targets)]


def _worth_asking(store: QueryEngine, pairs: Sequence[_Pair], hierarchy: Hierarchy, pool: Executor) -> list[_Pair]:
    """Return the constraints without those that no node breaks, whatever its class.

    To ask about a property is less work than to ask about it within each class.
    """
    queries = [compile_for_all_nodes(*pair, hierarchy) for pair in pairs]
    askers = {query: pair for query, pair in zip(queries, pairs, strict=True) if query}
    answers = pool.map(partial(_select, store), askers.values(), askers)
    broken = {query for query, rows in zip(askers, answers, strict=True) if rows}
    return [pair for query, pair in zip(queries, pairs, strict=True) if query is None or query in broken]


def _select(store: QueryEngine, pair: _Pair, query: str) -> Sequence[Mapping[str, Term | None]]:
    try:
        return store.select(query)
    except QueryError as error:
        raise CsekgError(f"{pair[0].iri}: sh:{pair[1].component}: {error}") from None


def _results(store: QueryEngine, pair: _Pair, hierarchy: Hierarchy, chosen: Collection[str]) -> Iterator[_Result]:
    shape, constraint = pair
    for query in compile_constraint(shape, constraint, hierarchy, chosen):
        for row in _select(store, pair, query):
            focus = row["this"]
            if focus is None or isinstance(focus, ox.Literal):
                raise CsekgError(f"{shape.iri}: a branch of sh:select leaves $this unbound")
            value = row.get("value")
            if value is None and constraint.component is Component.sparql:
                value = focus
            yield _Result(shape, constraint, focus, value, row)


def _finding(result: _Result, names: Names) -> Finding:
    shape, values = result.shape, names.values(result.template, result.row)
    return Finding(
        focus=result.focus,
        shape=shape.iri,
        severity=shape.severity,
        value=result.value,
        path=shape.path,
        component=result.constraint.component,
        message=filled(result.template, values),
        label=names.of(result.focus),
        template=result.template,
        values=values,
    )
