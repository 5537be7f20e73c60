"""The number of parties over time: one line with its years, or several on the same axes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csekg.answers.status.comparisons import BoundSpan
from csekg.languages.days import spelled
from csekg.languages.forms import colon, list_comma
from csekg.languages.texts import joined
from csekg_api.web.words import _

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _RIGHT = 720, 320, 44, 28, 8
#: The height of a chart of one line.
_LOWER = 260


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: coordinate and label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class _Axes:
    """Days from the first to the last along, numbers from 0 to `top` upwards."""

    first: date
    last: date
    top: int
    height: int

    @property
    def base(self) -> int:
        """The coordinate of 0."""
        return self.height - _BOTTOM

    def x(self, day: date) -> float:
        """Return the coordinate of a day."""
        days = max(1, (self.last - self.first).days)
        return round(_LEFT + (day - self.first).days / days * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, count: int) -> float:
        """Return the coordinate of a number."""
        return round(self.base - count / self.top * (self.base - 12), 1)

    def path(self, steps: Iterable[tuple[date, int]], end: date) -> str:
        """Return the SVG path of a step line up to a day: from each day on the number beside it."""
        (day, count), *others = steps
        path = f"M{self.x(day)} {self.base}H{self.x(day)}V{self.y(count)}"
        return path + "".join(f"H{self.x(day)}V{self.y(count)}" for day, count in others) + f"H{self.x(end)}"

    @property
    def years(self) -> tuple[Tick, ...]:
        """The marks of years, about eight."""
        years = range(self.first.year, self.last.year + 1)
        return tuple(Tick(self.x(date(year, 1, 1)), str(year)) for year in years[:: max(1, -(-len(years) // 8))])

    @property
    def counts(self) -> tuple[Tick, ...]:
        """The marks of numbers."""
        return tuple(Tick(self.y(count), str(count)) for count in range(0, self.top + 1, round_step(self.top)))


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
    # Of several changes on a day the last number stands.
    steps = {name: list(dict(_steps(bound, lasts[name])).items()) for name, bound in spans.items()}
    began = [points[0][0] for points in steps.values() if points]
    if not began:
        return None
    first, last = date(min(began).year, 1, 1), max(lasts.values())
    axes = _Axes(first, last, max(count for points in steps.values() for _, count in points), _HEIGHT)

    def line(name: str) -> Line:
        points, end = steps[name], lasts[name]
        return Line(name, axes.path(points, end), (axes.x(end), axes.y(points[-1][1])))

    def words(year: int) -> str:
        lines = []
        for name, points in steps.items():
            counts = [count for day, count in points if day.year <= year]
            lines.append(f"{name} {counts[-1] if counts else 0}")
        numbers = joined(list_comma(), lines)
        if year < last.year:
            return _("End of {year}: {numbers}", year=year, numbers=numbers)
        return _("Newest data: {numbers}", numbers=numbers)

    def year_slice(year: int) -> YearSlice:
        begin, end = axes.x(date(year, 1, 1)), min(axes.x(date(year + 1, 1, 1)), _WIDTH - _RIGHT)
        return YearSlice(begin, round(end - begin, 1), year, words(year))

    return Chart(
        _WIDTH,
        _HEIGHT,
        _LEFT,
        axes.base,
        lines=tuple(line(name) for name in steps if steps[name]),
        years=axes.years,
        counts=axes.counts,
        slices=tuple(map(year_slice, range(first.year, last.year + 1))),
        mark=axes.x(on) if on and first <= on <= last else None,
    )


def _steps(spans: Sequence[BoundSpan], last: date) -> Iterator[tuple[date, int]]:
    """Yield the days up to the last on which the number of parties changed, each with the number."""
    changes = [(span.since, 1) for span in spans] + [(span.until, -1) for span in spans if span.until]
    number = 0
    for day, change in sorted(changes):
        if day <= last:
            number += change
            yield day, number


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
    mark: Tick | None


def curve(spans: Sequence[BoundSpan], until: date, marked: date | None = None) -> Curve | None:
    """Return the curve of the number of parties up to a day, None if there never was a party.

    A day that is `marked` within it has a line, with the day and the number.
    """
    steps = list(_steps(spans, until))
    if not steps:
        return None
    axes = _Axes(date(steps[0][0].year, 1, 1), until, max(count for _, count in steps), _LOWER)
    line = axes.path(steps, until)
    mark = None
    if marked and steps[0][0] <= marked <= until:
        number = sum(span.holds(marked) for span in spans)
        mark = Tick(axes.x(marked), f"{spelled(marked)}{colon()}{number}")
    return Curve(_WIDTH, _LOWER, _LEFT, axes.base, line, axes.years, axes.counts, steps[-1][1], mark)


def round_step(top: int) -> int:
    """Return the step of an axis, 1, 2 or 5 times a power of ten, with at most five marks."""
    scale = 1
    while True:
        for factor in (1, 2, 5):
            if top / (factor * scale) <= 5:
                return factor * scale
        scale *= 10
