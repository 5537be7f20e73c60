"""The text as it was sent goes first; once that takes long, the planned one beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from csekg_api.sparql.hedging import first_answer

Answer = Callable[[], str]


@pytest.fixture
def released() -> Iterator[threading.Event]:
    """What ends the functions that have not answered."""
    event = threading.Event()
    yield event
    event.set()


def computing(seconds: float, answer: str) -> Answer:
    def compute() -> str:
        end = time.thread_time() + seconds
        while time.thread_time() < end:
            pass
        return answer

    return compute


def failing(error: Exception) -> Answer:
    def fail() -> str:
        raise error

    return fail


def never(released: threading.Event) -> Answer:
    def wait() -> str:
        computing(0.05, "")()
        released.wait()
        return "late"

    return wait


def test_a_quick_text_is_answered_alone() -> None:
    def planned() -> None:
        raise AssertionError

    assert first_answer(lambda: "sent", {0.02: planned}) == "sent"
    # Waiting is no computing: a busy machine starts no second one.
    first_answer(lambda: time.sleep(0.1), {0.02: planned})


def test_a_slow_text_is_overtaken(released: threading.Event) -> None:
    assert first_answer(never(released), {0.02: lambda: lambda: "planned"}) == "planned"


def test_where_nothing_is_planned_the_text_is_waited_for() -> None:
    assert first_answer(computing(0.06, "sent"), {0.02: lambda: None}) == "sent"


def test_what_gains_most_is_looked_for_first(released: threading.Event) -> None:
    others = {0.04: lambda: lambda: "another order", 0.02: lambda: lambda: "once"}
    assert first_answer(never(released), others) == "once"
    assert first_answer(never(released), {**others, 0.02: lambda: None}) == "another order"


def test_a_plan_that_is_slower_is_not_waited_for(released: threading.Event) -> None:
    assert first_answer(computing(0.1, "sent"), {0.02: lambda: never(released)}) == "sent"


def test_errors_are_those_of_the_text_that_was_sent() -> None:
    with pytest.raises(KeyError):
        first_answer(failing(KeyError()), {0.02: lambda: lambda: "planned"})
    assert first_answer(computing(0.1, "sent"), {0.02: lambda: failing(ValueError())}) == "sent"
