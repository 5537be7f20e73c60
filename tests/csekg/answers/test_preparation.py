"""Answers in files beside a kept dataset: they are those that the store would give, in every language."""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from csekg.answers import preparation
from csekg.answers.briefs.brief import brief
from csekg.answers.common.base import Answer
from csekg.answers.entities.actors import existences
from csekg.answers.preparation import prepare
from csekg.answers.search.search import SearchIndex
from csekg.answers.status.declarations import declarations
from csekg.answers.status.events import newest_acts
from csekg.answers.status.participation import participation
from csekg.answers.status.status_answers import standings_of_treaty
from csekg.answers.texts.topics import topic
from csekg.dataset.cache import kept_folder, open_store
from csekg.languages.current import speaking
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine, Results
from tests.command import cache_in

STANDINGS = "csekg.answers.status.intervals.intervals_of"


@pytest.fixture
def kept(small_dataset: bytes, tmp_path: Path) -> Iterator[Store]:
    """The dataset of the small facts as a process finds it that `csekg build` has prepared it for."""
    with cache_in(tmp_path, small_dataset, prepared=True):
        store = open_store()
        assert isinstance(store, Store)
        yield store


ANSWERS: dict[str, Callable[[QueryEngine], object]] = {
    "standings": lambda store: standings_of_treaty(store, "opsc"),
    "acts": lambda store: newest_acts(store, 5),
    "declarations": declarations,
    "participation": lambda store: participation(store, "IRL", "opsc"),
    "topic": lambda store: topic(store, "abuse-material"),
    "brief": lambda store: brief(store, "IRL", date(2026, 12, 1)),
    "search": lambda store: [hit.id for hit in SearchIndex(store).find("reservation ireland")],
}


def _plain(answer: object) -> object:
    if isinstance(answer, Answer):
        return answer.model_dump_json()
    if isinstance(answer, list | tuple):
        return [*map(_plain, answer)]
    return answer


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("name", ANSWERS)
def test_answers_from_files_are_those_of_the_store(small_store: Store, kept: Store, name: str, language: str) -> None:
    with speaking(language):
        assert _plain(ANSWERS[name](kept)) == _plain(ANSWERS[name](small_store))


def test_no_query_runs_for_what_is_prepared(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    standings_of_treaty(kept, "opsc")
    asked: list[str] = []

    def ask(store: Store, text: str, bindings: object = None) -> Results:
        asked.append(text)
        raise AssertionError

    monkeypatch.setattr(Store, "ask", ask)
    kept.memory().clear()
    with speaking("fr"):
        standings_of_treaty(kept, "opsc")
    assert asked == []


@pytest.fixture
def unprepared(kept: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The same without files; what is to be prepared is one answer."""
    monkeypatch.setattr(preparation, "_steps", lambda store: [partial(existences, store)])
    assert kept.answers
    shutil.rmtree(kept.answers)
    return kept


def test_what_is_prepared_is_not_prepared_again(unprepared: Store) -> None:
    steps: list[str] = []
    for _ in range(2):
        prepare(unprepared, steps.append)
        assert steps == ["preparing answers"]
    assert unprepared.answers
    assert "csekg.answers.entities.actors.existences" in os.listdir(unprepared.answers)
    assert not [place for place in kept_folder().iterdir() if place.name.endswith(".part")]


def test_where_nothing_can_be_written_answers_are_in_the_memory(
    unprepared: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.mkdtemp", _refuse)
    prepare(unprepared, lambda _step: None)
    assert unprepared.answers
    assert not unprepared.answers.exists()
    assert unprepared.memory()


def _refuse(*_: object) -> str:
    raise PermissionError(13, "Permission denied")


class Hostile:
    """Leaves a file where it is read by any other reader of pickles."""

    def __init__(self, place: Path) -> None:
        """Take the file that it makes."""
        self.place = place

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what the reader is to call."""
        return os.mkdir, (str(self.place),)


def _written(content: bytes) -> bytes:
    return hashlib.sha256(content).digest() + content


@pytest.mark.parametrize("damage", ["cut", "altered", "empty", "hostile", "a module", "a function", "another type"])
def test_a_damaged_file_is_named_and_its_answers_are_made_again(
    kept: Store, small_store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    assert kept.answers
    file = kept.answers / STANDINGS
    whole = file.read_bytes()
    place = tmp_path / "made by a pickle"
    damaged = {
        "cut": whole[:-100],
        "altered": whole[:-1] + bytes([whole[-1] ^ 1]),
        "empty": b"",
        "hostile": _written(pickle.dumps(Hostile(place))),
        "a module": _written(b"ccsekg.nowhere\nNothing\n."),
        "a function": _written(pickle.dumps(prepare)),
        "another type": _written(pickle.dumps([1])),
    }
    if damage == "hostile":
        pickle.loads(damaged[damage][32:])
        place.rmdir()
    file.unlink()
    file.write_bytes(damaged[damage])
    with caplog.at_level(logging.WARNING):
        assert _plain(standings_of_treaty(kept, "opsc")) == _plain(standings_of_treaty(small_store, "opsc"))
    assert [record.getMessage() for record in caplog.records] == [f"damaged answers: {file}; they are made again"]
    assert not place.exists()
