"""What each question takes in a world, and how that grows beside what there is to tell.

A question that lists has its answer to tell. One that counts goes through what it counts, whatever
the length of its answer: the sums are not kept in the dataset.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

from csekg.sparql.embedded import Store
from csekg.sparql.strangers.rewriting.algebra import (
    Graph,
    Group,
    Minus,
    Optional_,
    SubSelect,
    Union_,
)
from csekg.sparql.strangers.rewriting.reader import read

#: It is asked so often, or until it has taken a second: a process just made is slow at first.
_TIMES = 10
#: A question grows with the graph where its time grows so many times more than its answer.
_MORE = 2.0
#: Milliseconds below which a time is mostly the rewriting of the text.
_SHORT = 5.0
_COUNTS = re.compile(r"\b(?:COUNT|SUM)\(")


class Answer(NamedTuple):
    """Milliseconds of a question, bytes of its answer, and the solutions that it counts."""

    milliseconds: float
    bytes: int
    counted: int

    def grown(self, old: Answer) -> float:
        """Return how many times more there is to tell: bytes, or solutions that make a count."""
        counted = self.counted / old.counted if old.counted else 0
        return max(self.bytes / old.bytes, counted)


#: None where a question was given up.
Answers: TypeAlias = Mapping[str, Answer | None]


def ask(store: Store, text: str) -> Answer:
    """Return the least milliseconds on a processor of several runs, as of a text never seen."""
    taken: list[float] = []
    body = b""
    while len(taken) < _TIMES and sum(taken) < 1:
        started = time.process_time()
        results = store.query(f"{text}\n# {len(taken)}")
        assert isinstance(results, ox.QuerySolutions)
        body = results.serialize(format=ox.QueryResultsFormat.JSON) or b""
        taken.append(time.process_time() - started)
    return Answer(min(taken) * 1000, len(body), _counted(store, text))


def _counted(store: Store, text: str) -> int:
    """Return how many solutions are in the groups that a question counts."""
    where = read(text)[0].where
    selects = [(text[: where.span.start], where), *_selects(text, where)]
    prologue = text[: text.index("SELECT")]
    return sum(
        int(store.values(f"{prologue}SELECT (COUNT(*) AS ?n) {text[slice(*group.span)]}")[0][0])
        for head, group in selects
        if _COUNTS.search(head)
    )


def _selects(text: str, group: Group) -> Iterator[tuple[str, Group]]:
    """Yield the sub-queries within a group, at whatever depth: what each projects, its WHERE."""
    for element in group.elements:
        if isinstance(element, SubSelect):
            yield text[element.span.start : element.where.span.start], element.where
            inner: tuple[Group, ...] = (element.where,)
        elif isinstance(element, Union_):
            inner = element.groups
        elif isinstance(element, Optional_ | Minus | Graph):
            inner = (element.group,)
        else:
            continue
        for each in inner:
            yield from _selects(text, each)


def tell(before: Answers, now: Answers) -> None:
    """Tell which questions grew with their answer, and which with what surrounds it."""
    late = [name for name, answer in now.items() if not answer or not before[name]]
    rows = sorted(
        (
            (time_ / grown, time_, grown, new, name)
            for name, new in now.items()
            if new and (old := before[name])
            for time_, grown in [
                (max(new.milliseconds, _SHORT) / max(old.milliseconds, _SHORT), new.grown(old))
            ]
        ),
        reverse=True,
    )
    more = sum(row[0] > _MORE for row in rows)
    print(
        f"  of {len(rows)} questions, {more} grew over {_MORE:g} x their answer, or what they count"
    )
    print(f"  {'those that grew most':<42} {'time':>9} {'answer':>9} {'ms':>9} {'counted':>9}")
    for _, time_, grown, new, name in rows[: max(more, 5)]:
        print(
            f"    {name:<40} {time_:7.1f} x {grown:7.1f} x {new.milliseconds:9.0f} {new.counted:9,}"
        )
    if late:
        print(f"  not done in time: {', '.join(late)}")
