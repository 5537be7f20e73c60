"""Measures each constraint of the shapes, and how its time grows compared with the data."""

from __future__ import annotations

import time
from collections.abc import Mapping

from csekg.sparql.oxigraph_store import Store
from csekg.validation import read_shapes, shapes_dir
from csekg.validation.compiler import Hierarchy, compile_constraint

_MOST_PRINTED = 5
#: Milliseconds below which a time is mostly that of parsing the query.
_SHORT = 5.0


def times(store: Store) -> dict[str, float]:
    """Return the milliseconds of processor time of each constraint, by shape and component."""
    hierarchy, found = Hierarchy(store), dict[str, float]()
    for shape in read_shapes(shapes_dir()):
        for constraint in shape.constraints:
            queries = compile_constraint(shape, constraint, hierarchy)
            started = time.process_time()
            for query in queries:
                # Oxigraph computes a solution when it is asked for.
                for _ in store.query(query):  # type: ignore[union-attr]
                    pass
            name = f"{shape.short_name}, sh:{constraint.component}"
            found[name] = (time.process_time() - started) * 1000
    return found


def print_growth(before: Mapping[str, float], now: Mapping[str, float], data: float) -> None:
    """Print the constraints whose time grew most, where there are `data` times the quads."""
    grown = {name: max(now[name], _SHORT) / max(before[name], _SHORT) / data for name in now}
    print("  constraints that grew most: time, time for the data, milliseconds")
    for name in sorted(grown, key=grown.__getitem__, reverse=True)[:_MOST_PRINTED]:
        ratio = grown[name]
        print(f"    {name:<58} {ratio * data:7.1f} x {ratio:5.1f} x {now[name]:9.0f} ms")
