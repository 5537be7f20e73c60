"""The number of parties over time: one line with its years, or several on the same axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csekg.answers.status.comparisons import BoundSpan
from csekg.languages.forms import list_comma
from csekg.languages.texts import joined
from csekg_api.web.words import _

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _RIGHT = 720, 320, 44, 28, 8
#: The height of a chart of one line.
_LOWER = 260


@dataclass(frozen=True, slots=True)
class Line:
    """The parties to one treaty: an SVG path, and where its name stands."""

    name: str
    path: str
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class YearSlice:
    """A year on the chart, with the parties to each treaty at its end in words."""

    x: float
    width: float
    year: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Step lines with their axes, in the units of the view box; `mark` is a day's coordinate."""

    width: int
    height: int
    left: int
    base: int
    lines: tuple[Line, ...]
    years: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    slices: tuple[YearSlice, ...]
    mark: float | None


def chart(spans: Mapping[str, Sequence[BoundSpan]], lasts: Mapping[str, date], on: date | None) -> Chart | None:
    """Return the numbers of parties by the names of treaties; None if there never was a party.

    Each line ends on the last day of its treaty in `lasts`.
    """
    steps = {name: _steps(bound, lasts[name]) for name, bound in spans.items()}
    began = [points[0][0] for points in steps.values() if points]
    if not began:
        return None
    first, last = date(min(began).year, 1, 1), max(lasts.values())
    days = max(1, (last - first).days)
    top = max(count for points in steps.values() for _, count in points)
    base = _HEIGHT - _BOTTOM

    def x(day: date) -> float:
        return round(_LEFT + (day - first).days / days * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(count: int) -> float:
        return round(base - count / top * (base - 12), 1)

    def line(name: str) -> Line:
        path = f"M{x(steps[name][0][0])} {base}"
        for day, count in steps[name]:
            path += f"H{x(day)}V{y(count)}"
        end = x(lasts[name])
        return Line(name, f"{path}H{end}", (end, y(steps[name][-1][1])))

    def words(year: int) -> str:
        lines = []
        for name, points in steps.items():
            counts = [count for day, count in points if day.year <= year]
            lines.append(f"{name} {counts[-1] if counts else 0}")
        numbers = joined(list_comma(), lines)
        if year < last.year:
            return _("End of {year}: {numbers}", year=year, numbers=numbers)
        return _("Newest data: {numbers}", numbers=numbers)

    years = range(first.year, last.year + 1)
    every = max(1, -(-len(years) // 8))
    return Chart(
        _WIDTH,
        _HEIGHT,
        _LEFT,
        base,
        lines=tuple(line(name) for name in steps if steps[name]),
        years=tuple(Tick(x(date(year, 1, 1)), str(year)) for year in years[::every]),
        counts=tuple(Tick(y(count), str(count)) for count in range(0, top + 1, round_step(top))),
        slices=tuple(
            YearSlice(
                x(date(year, 1, 1)),
                round(min(x(date(year + 1, 1, 1)), _WIDTH - _RIGHT) - x(date(year, 1, 1)), 1),
                year,
                words(year),
            )
            for year in years
        ),
        mark=x(on) if on and first <= on <= last else None,
    )


def _steps(spans: Sequence[BoundSpan], last: date) -> list[tuple[date, int]]:
    """Return the days up to the last on which the number changed, each with the number."""
    changes = sorted(
        [(span.since, 1) for span in spans if span.since <= last]
        + [(span.until, -1) for span in spans if span.until and span.until <= last]
    )
    number, by_day = 0, {}
    for day, change in changes:
        number += change
        by_day[day] = number
    return list(by_day.items())


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
        [(day, 1) for day in bound_from if day <= until] + [(day, -1) for day in bound_until if day <= until]
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
    base = _LOWER - _BOTTOM

    def x(day: date) -> float:
        return round(_LEFT + (day - first).days / days * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(count: int) -> float:
        return round(base - count / top * (base - 12), 1)

    line = f"M{x(steps[0][0])} {base}"
    for day, count in counts:
        line += f"H{x(day)}V{y(count)}"
    line += f"H{x(last)}"
    every = max(1, -(-(last.year - first.year + 1) // 8))
    years = tuple(Tick(x(date(year, 1, 1)), str(year)) for year in range(first.year, last.year + 1, every))
    step = round_step(top)
    marks = tuple(Tick(y(count), str(count)) for count in range(0, top + 1, step))
    return Curve(_WIDTH, _LOWER, _LEFT, base, line, years, marks, counts[-1][1])


def round_step(top: int) -> int:
    """Return the step of an axis, 1, 2 or 5 times a power of ten, with at most five marks."""
    scale = 1
    while True:
        for factor in (1, 2, 5):
            if top / (factor * scale) <= 5:
                return factor * scale
        scale *= 10
