"""Jobs are made faster once and step by step, and earlier workers learn of it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from csekg_api.workers import generations
from csekg_api.workers.generations import Generations
from csekg_api.workers.processes import fork


def test_without_steps_nothing_is_outdated() -> None:
    made = Generations(iter(()))
    outdated = made.outdated()
    assert made.pause() is not None
    assert not outdated()


def test_steps_wait_for_their_time() -> None:
    steps = iter(["one"])
    made = Generations(steps)
    made.advance()
    assert list(steps) == ["one"]
    assert 0 < (made.pause() or 0) <= generations._SETTLED


def test_workers_learn_of_it_after_the_last_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "_SETTLED", 0)
    done = []

    def steps() -> Iterator[None]:
        for number in range(2):
            done.append(number)
            yield

    made = Generations(steps())
    before = made.outdated()
    for _ in range(2):
        made.advance()
        assert made.pause() == 0
        assert not before()
    made.advance()
    assert done == [0, 1]
    assert made.pause() is None
    assert before()
    assert not made.outdated()()


def test_a_fork_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "_SETTLED", 0)
    made = Generations(iter(()))
    outdated = made.outdated()
    read, write = os.pipe()

    def child() -> None:
        os.read(read, 1)
        raise SystemExit(7 if outdated() else 8)

    pid = fork(child)
    made.advance()
    os.write(write, b"x")
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
    os.close(read)
    os.close(write)
