"""The deadline of a request, and a store that enforces it in every query of a handler."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import pyoxigraph as ox

from csekg.languages.words import later
from csekg.sparql.store import QueryEngine, Results, Term, read, rows_of
from csekg_api.web.problems import ProblemError
from csekg_api.web.words import _

_LATE = later(
    "the answer was not ready after {seconds} seconds, which is the limit here: ask for less at a "
    "time, or come back later"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment (monotonic clock) by which an answer must have begun, and its seconds."""

    seconds: float
    ends: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the deadline that ends in so many seconds."""
        return cls(seconds, time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """The seconds left, 0 after the deadline."""
        return max(0.0, self.ends - time.monotonic())

    def problem(self) -> ProblemError:
        """Return the problem after the deadline: 504 (RFC 9110, section 15.6.5)."""
        seconds = f"{self.seconds:g}"
        return ProblemError(504, _LATE.format(seconds=seconds), localized=_(_LATE, seconds=seconds))


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def keeping(deadline: Deadline) -> Iterator[None]:
    """Set the deadline of everything in this context and in the threads that it starts."""
    before = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(before)


def check() -> None:
    """Raise a 504 problem after the deadline of the current request."""
    deadline = _current.get()
    if deadline is not None and not deadline.left:
        raise deadline.problem()


class DeadlineEngine(QueryEngine):
    """A store that raises a 504 problem after the deadline, before each query and row."""

    def __init__(self, store: QueryEngine) -> None:
        """Wrap a store."""
        self.store = store
        self.fingerprint = store.fingerprint
        self.answers = store.answers

    def memory(self) -> MutableMapping[object, object]:
        """Return the memory of the store; raises a 504 problem after the deadline."""
        check()
        return self.store.memory()

    def ask(self, text: str, bindings: Mapping[str, Term] | None = None) -> Results:
        """Run a query of our own; raises a 504 problem after the deadline."""
        check()
        return self.store.ask(text, bindings)

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str | None = None,
    ) -> Results:
        """Run a query that anybody may have written; raises a 504 problem as `ask` does."""
        check()
        return self.store.query(text, default_graphs=default_graphs, named_graphs=named_graphs, base=base)

    def select(self, text: str, bindings: Mapping[str, Term] | None = None) -> list[dict[str, Term | None]]:
        """Return the rows of a SELECT query of our own; raises a 504 problem after the deadline."""
        return read(self.ask(text, bindings), _rows_in_time)

    def triples(self) -> int:
        """Return how many triples there are."""
        check()
        return self.store.triples()

    def named_graphs(self) -> list[ox.NamedNode]:
        """Return the names of the named graphs, sorted."""
        check()
        return self.store.named_graphs()

    def quads(self, graph: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of a graph; raises a 504 problem after the deadline."""
        check()
        for quad in self.store.quads(graph):
            check()
            yield quad


def _rows_in_time(results: Results) -> list[dict[str, Term | None]]:
    if not isinstance(results, ox.QuerySolutions):
        return rows_of(results)
    names = [variable.value for variable in results.variables]
    deadline, rows = _current.get(), []
    for row in results:
        if deadline is not None and not deadline.left:
            raise deadline.problem()
        rows.append(dict(zip(names, row, strict=True)))
    return rows


def without_deadline(store: QueryEngine) -> QueryEngine:
    """Return the store without a deadline, for what is made once for all requests."""
    return store.store if isinstance(store, DeadlineEngine) else store
