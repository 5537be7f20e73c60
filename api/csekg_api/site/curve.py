"""The number of a treaty's parties over time, as a step line for SVG."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 720, 260, 44, 28


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: coordinate and label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A step line with its axes, in the units of the view box; `line` is an SVG path."""

    width: int
    height: int
    left: int
    base: int
    line: str
    years: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    last: int


def curve(bound_from: Iterable[date], bound_until: Iterable[date], until: date) -> Curve | None:
    """Return the curve of the number of parties up to a day, None if there never was a party.

    `bound_from` are the days on which States became bound, `bound_until` the first days on which
    they no longer were.
    """
    steps = sorted(
        [(day, 1) for day in bound_from if day <= until]
        + [(day, -1) for day in bound_until if day <= until]
    )
    if not steps:
        return None
    first, last = date(steps[0][0].year, 1, 1), max(until, steps[-1][0])
    days = max(1, (last - first).days)
    counts, number = [], 0
    for day, change in steps:
        number += change
        counts.append((day, number))
    top = max(count for _, count in counts)
    base = _HEIGHT - _BOTTOM

    def x(day: date) -> float:
        return round(_LEFT + (day - first).days / days * (_WIDTH - _LEFT - 8), 1)

    def y(count: int) -> float:
        return round(base - count / top * (base - 12), 1)

    line = f"M{x(steps[0][0])} {base}"
    for day, count in counts:
        line += f"H{x(day)}V{y(count)}"
    line += f"H{x(last)}"
    every = max(1, -(-(last.year - first.year + 1) // 8))
    years = tuple(
        Tick(x(date(year, 1, 1)), str(year)) for year in range(first.year, last.year + 1, every)
    )
    step = round_step(top)
    marks = tuple(Tick(y(count), str(count)) for count in range(0, top + 1, step))
    return Curve(_WIDTH, _HEIGHT, _LEFT, base, line, years, marks, counts[-1][1])


def round_step(top: int) -> int:
    """Return the step of an axis, 1, 2 or 5 times a power of ten, with at most five marks."""
    scale = 1
    while True:
        for factor in (1, 2, 5):
            if top / (factor * scale) <= 5:
                return factor * scale
        scale *= 10
