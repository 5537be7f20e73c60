"""What an assessor found about a State in each year, and the days on which treaties began to bind the State."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csekg.answers.common.base import Ref
from csekg.answers.practice.assessments import PracticeAssessment
from csekg_api.site.shared.chart import Tick, round_step

#: Narrow, so that its words can be read on a telephone, too.
_WIDTH, _LEFT, _TOP, _ROW, _BOTTOM = 360, 130, 22, 22, 26
#: Lines that are closer than this share a number.
_NEAR = 9
#: The height of the numbers, where values are numbers.
_NUMBERS = 88
#: Fewer years make no chart.
_FEWEST = 3
#: Answers from the top down; steps of a scale stand where a bare answer would, in the order of their names.
_ORDER = ("yes", "partly", "no", "grade")


@dataclass(frozen=True, slots=True)
class Row:
    """A value that occurs: its coordinate, and its name; `printed` where the name is the assessor's word."""

    at: float
    name: str
    printed: bool


@dataclass(frozen=True, slots=True)
class Binding:
    """A treaty and the day since which it binds; `number` and `at` where the chart reaches to that day."""

    treaty: Ref
    since: date
    number: int | None
    at: float | None


@dataclass(frozen=True, slots=True)
class ValueChart:
    """A dot for each year, in the units of the view box."""

    width: int
    height: int
    left: int
    top: int
    base: int
    rows: tuple[Row, ...]
    counts: tuple[Tick, ...]
    years: tuple[Tick, ...]
    dots: tuple[tuple[float, float], ...]
    bindings: tuple[Binding, ...]


def value_chart(
    values: Sequence[PracticeAssessment], bound: Collection[tuple[Ref, date]], names: Mapping[str, str]
) -> ValueChart | None:
    """Return the chart of one indicator, None for fewer years than three.

    `bound` has treaties, each with a day since which it binds, `names` the name of each kind of answer.
    """
    years = {value.assessed_year for value in values}
    if len(years) < _FEWEST:
        return None
    first, last = min(years), max(years)
    step = (_WIDTH - _LEFT) / (last + 1 - first)

    def x(day: date) -> float:
        return round(_LEFT + (day.year - first + (day.timetuple().tm_yday - 1) / 366) * step, 1)

    numbers = [value.assessed_number for value in values if value.assessed_number is not None]
    within = sorted({since for _, since in bound if first <= since.year <= last})
    head = _TOP if within else 0
    below = head + (_NUMBERS if numbers else 0)
    top = max([1, *numbers])
    rows = {
        name: Row(below + (place + 0.5) * _ROW, name[1], name[2])
        for place, name in enumerate(sorted({_name(value, names) for value in values if value.assessed_number is None}))
    }
    base = round(below + len(rows) * _ROW)

    def y(value: PracticeAssessment) -> float:
        if value.assessed_number is None:
            return rows[_name(value, names)].at
        return height(value.assessed_number)

    def height(number: int) -> float:
        return round(below - 8 - number / top * (_NUMBERS - 16), 1)

    # Days whose numbers would stand upon each other share one.
    marks: dict[date, int] = {}
    for before, since in zip([date.min, *within], within, strict=False):
        near = before in marks and x(since) - x(before) < _NEAR
        marks[since] = len(set(marks.values())) + (not near)
    return ValueChart(
        _WIDTH,
        base + _BOTTOM,
        _LEFT,
        head,
        base,
        rows=tuple(rows.values()),
        counts=tuple(Tick(height(n), str(n)) for n in range(0, top + 1, round_step(top))) if numbers else (),
        years=tuple(
            Tick(x(date(year, 7, 2)), str(year))
            for year in range(first, last + 1)[:: max(1, -(-(last + 1 - first) // 6))]
        ),
        dots=tuple((x(date(value.assessed_year, 7, 2)), y(value)) for value in values),
        bindings=tuple(
            Binding(treaty, since, marks.get(since), x(since) if since in marks else None)
            for treaty, since in sorted(bound, key=lambda one: one[1])
            if since.year <= last
        ),
    )


def _name(value: PracticeAssessment, names: Mapping[str, str]) -> tuple[int, str, bool]:
    """Return the place of a value among the rows, its name, and whether that is the assessor's word."""
    answer = value.assessed_answer
    place = _ORDER.index(answer) if answer in _ORDER else len(_ORDER)
    if answer == "grade":
        return place, value.printed_value or "", True
    return place, names[answer], False
