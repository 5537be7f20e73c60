"""Measures each saved query, and how its time grows compared with the work it has to do.

The work of a query that lists is the size of its answer. A query that counts has to go through what
it counts, whatever the size of its answer, since the dataset has no sums.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.untrusted.planner.patterns import Patterns

#: A query runs so often, or for a second: in a new process the first runs are slow.
_TIMES = 10
#: The growth of a query is conspicuous where its time grows so many times more than its work.
_MORE = 2.0
#: Milliseconds below which a time is mostly that of rewriting the text.
_SHORT = 5.0
_COUNTS = re.compile(r"\b(?:COUNT|SUM)\(")


class Answer(NamedTuple):
    """Milliseconds of a query, bytes of its answer, and the solutions that it counts."""

    milliseconds: float
    bytes: int
    counted: int

    def grown(self, old: Answer) -> float:
        """Return how many times more work there is: bytes, or solutions that are counted."""
        counted = self.counted / old.counted if old.counted else 0
        return max(self.bytes / old.bytes, counted)


#: By name; None where a query was aborted.
Answers: TypeAlias = Mapping[str, Answer | None]


def ask(store: Store, text: str) -> Answer:
    """Return the answer, with the least processor time of several runs; each text is new."""
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
    """Return how many solutions are in the groups that a query counts."""
    patterns = Patterns(text)
    prologue = text[: text.index("SELECT")]
    counted = 0
    for at in range(len(patterns.tokens)):
        if patterns.sees(at, "SELECT"):
            brace = patterns.braces(at, len(patterns.tokens))[0]
            if _COUNTS.search(patterns.text(at, brace)):
                group = patterns.text(brace, patterns.closed[brace] + 1)
                counted += int(store.values(f"{prologue}SELECT (COUNT(*) AS ?n) {group}")[0][0])
    return counted


def print_growth(before: Answers, now: Answers) -> None:
    """Print the queries whose time grew most compared with their work."""
    late = [name for name, answer in now.items() if not answer or not before[name]]
    rows = sorted(
        (
            (time_ / grown, time_, grown, new, name)
            for name, new in now.items()
            if new and (old := before[name])
            for time_, grown in [(max(new.milliseconds, _SHORT) / max(old.milliseconds, _SHORT), new.grown(old))]
        ),
        reverse=True,
    )
    more = sum(row[0] > _MORE for row in rows)
    print(f"  of {len(rows)} queries, {more} grew over {_MORE:g} x their answer, or what they count")
    print(f"  {'those that grew most':<42} {'time':>9} {'answer':>9} {'ms':>9} {'counted':>9}")
    for _, time_, grown, new, name in rows[: max(more, 5)]:
        print(f"    {name:<40} {time_:7.1f} x {grown:7.1f} x {new.milliseconds:9.0f} {new.counted:9,}")
    if late:
        print(f"  not done in time: {', '.join(late)}")
