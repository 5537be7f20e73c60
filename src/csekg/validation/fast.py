"""The fast path: one query for each constraint over the whole dataset, not one for each node."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pyoxigraph as ox

from csekg.errors import CsekgError, QueryError
from csekg.sparql.store import QueryEngine
from csekg.validation.compiling import compile_constraint
from csekg.validation.findings import Finding, Report, unique
from csekg.validation.hierarchy import Hierarchy
from csekg.validation.messages import Names, variables
from csekg.validation.reading import own_shapes
from csekg.validation.shapes import Component, Constraint, Node, Shape, Term

_TOLD_IN_FULL = 5
#: To ask about so many nodes one by one takes half as long as to ask about all.
_FEW = 100


class _Offence(NamedTuple):
    """A row of a query: a focus node that breaks a constraint."""

    shape: Shape
    constraint: Constraint
    focus: Node
    value: Term | None
    row: Mapping[str, Term | None]

    @property
    def template(self) -> str:
        return self.constraint.message or self.shape.message


def validate(
    store: QueryEngine, shapes: Sequence[Shape] | None = None, focus: Collection[str] = ()
) -> Report:
    """Return what the shapes find in the default graph of a store.

    Without shapes, those of `ontology/shapes`. `focus` are the IRIs of the nodes that matter, all
    where there are none; what is found about others may be told too. Raises CsekgError for a shape
    outside the profile.
    """
    chosen = focus if len(focus) <= _FEW else ()
    asked = tuple(own_shapes() if shapes is None else shapes)
    hierarchy = Hierarchy(store)
    constraints = [(shape, constraint) for shape in asked for constraint in shape.constraints]
    # The engine answers without holding Python's lock, so that the queries share the cores.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(
            lambda pair: list(_offences(store, pair[0], pair[1], hierarchy, chosen)), constraints
        )
        offences = [offence for each in found for offence in each]
    shown = [o.row.get(name) for o in offences for name in variables(o.template)]
    names = Names(store, [*shown, *(offence.focus for offence in offences)])
    return Report(unique(_finding(offence, names) for offence in offences), asked)


def check_dataset(store: QueryEngine) -> None:
    """Raise CsekgError, naming the first few, if the shapes find a violation in a dataset.

    Warnings and notes pass: they are published.
    """
    found = validate(store).violations
    if found:
        lines = [
            f"{finding.shape.value.rpartition('#')[2]}: {finding.message}" for finding in found
        ]
        more = [f"and {len(found) - _TOLD_IN_FULL} more"] if len(found) > _TOLD_IN_FULL else []
        raise CsekgError(
            f"not published, since validation found {len(found)} violation"
            + ("s" if len(found) > 1 else "")
            + ":\n  " + "\n  ".join(lines[:_TOLD_IN_FULL] + more)
        )  # fmt: skip


def _offences(
    store: QueryEngine,
    shape: Shape,
    constraint: Constraint,
    hierarchy: Hierarchy,
    chosen: Collection[str],
) -> Iterator[_Offence]:
    for query in compile_constraint(shape, constraint, hierarchy, chosen):
        try:
            rows = store.select(query)
        except QueryError as error:
            raise CsekgError(f"{shape.iri}: sh:{constraint.component}: {error}") from None
        for row in rows:
            focus = row["this"]
            if focus is None or isinstance(focus, ox.Literal):
                raise CsekgError(f"{shape.iri}: a branch of sh:select leaves $this unbound")
            value = row.get("value")
            if value is None and constraint.component is Component.sparql:
                value = focus
            yield _Offence(shape, constraint, focus, value, row)


def _finding(offence: _Offence, names: Names) -> Finding:
    shape = offence.shape
    return Finding(
        offence.focus,
        shape.iri,
        shape.severity,
        offence.value,
        shape.path,
        offence.constraint.component,
        names.fill(offence.template, offence.row),
        names.of(offence.focus),
    )
