"""`csekg languages`: how much is translated, what is stale, and sheets for translators."""

from __future__ import annotations

import csv
import errno
import io
import shutil
from pathlib import Path

import pytest

from csekg.cli import languages
from csekg.dataset.texts import in_languages
from csekg.derived.all_facts import read_all_facts
from csekg.errors import CsekgError
from csekg.resources import ontology_dir
from tests.command import invoke, output
from tests.records import in_language, rows
from tests.small_facts import small_data

_PLACE = {"thing": "instrument/cets197/article/1", "property": "cse:heading", "place": ""}
_CONTEXT = "instrument/cets197/article/1 cse:heading"


def _heading(treaty: str) -> str:
    articles = rows(f"treaties/{treaty}/articles.csv")
    return next(row["heading"] for row in articles if row["provision"] == "1")


_OLD = _heading("cets197")
_NEW = f"{_OLD}; corrected"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small facts, which have all texts of treaties."""
    return small_data(tmp_path_factory.mktemp("facts"))


@pytest.fixture
def data(facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of them in which somebody corrected a word of English."""
    folder = shutil.copytree(facts, tmp_path / "data")
    file = folder / "treaties/cets197/articles.csv"
    text = file.read_text("utf-8")
    assert _OLD in text
    file.write_text(text.replace(_OLD, _NEW, 1), "utf-8")
    monkeypatch.setattr(languages, "data_dir", lambda: folder)
    return folder


def _french() -> str:
    (translation,) = {entry.translation for entry in in_language("fr").texts if entry.text.english == _OLD}
    return translation


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def _texts(data: Path) -> list[dict[str, str]]:
    return _rows((data / "languages" / "fr" / "texts.csv").read_text("utf-8"))


def test_each_part_has_its_counts() -> None:
    result = invoke("languages", "--format", "csv")
    assert result.exit_code == 0
    parts = {row["part"]: row for row in _rows(result.stdout)}
    messages, labels = parts["messages of csekg"], parts["dataset: prefLabel"]
    assert int(messages["en"]) >= int(messages["fr"]) > 500
    # A property of ours has a label.
    assert int(parts["dataset: cited as"]["en"]) >= int(parts["dataset: cited as"]["ru"]) > 10
    assert int(labels["en"]) >= int(labels["ar"]) > 190
    warnings = [in_language(language).warning for language in ("fr", "ar")]
    assert all(warning in result.stderr for warning in warnings)


@pytest.mark.usefixtures("data")
def test_a_corrected_word_is_counted_and_listed_and_stops_nothing(facts: Path) -> None:
    result = invoke("languages")
    assert result.exit_code == 0
    before = in_languages(read_all_facts(facts, ontology_dir()))["fr"]
    counted = f"fr: {len(before.stale) + 1} text"
    assert f"warning: {counted}" in result.stderr
    (stale,) = [
        row for row in _rows(output("languages", "--stale", "fr", "--format", "csv")) if row["thing"] == _PLACE["thing"]
    ]
    assert stale == {"state": "stale", **_PLACE, "English": _NEW, "translation": _french()}


def test_the_row_goes_to_the_translator_and_comes_back(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "fr.csv"
    sheet = _rows(output("languages", "--sheet", "fr"))
    (row,) = [row for row in sheet if row["context"] == _CONTEXT]
    assert row == {"context": _CONTEXT, "source": _NEW, "target": _french(), "fuzzy": "yes"}
    before = _texts(data)
    file.write_text(f"context,source,target,fuzzy\n{_CONTEXT},{_NEW},Buts de la Convention,\n", "utf-8")
    taken = "fr: translations changed: 1; rows refused: 0\n"
    assert output("languages", "--take", "fr", str(file)) == taken
    after = _texts(data)
    assert len(after) == len(before)
    ((old, new),) = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert {**old, "of": new["of"], "text": "Buts de la Convention"} == new
    stale = _rows(output("languages", "--stale", "fr", "--format", "csv"))
    assert _PLACE["thing"] not in {row["thing"] for row in stale}


@pytest.mark.parametrize("options", [("--stale", "fr", "--sheet", "fr"), ("--sheet", "fr", "--take", "fr", "x")])
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...]) -> None:
    with pytest.raises(CsekgError, match="give only one of"):
        invoke("languages", *options)


@pytest.mark.parametrize("options", [("--stale", "xx"), ("--sheet", "en"), ("--take", "xx", "f")])
def test_another_language_is_refused(options: tuple[str, ...]) -> None:
    result = invoke("languages", *options)
    assert result.exit_code == 2
    assert "is none of fr, es, ru, zh, ar" in result.stderr


def test_a_place_that_cannot_be_written_is_named(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "fr.csv"
    file.write_text(f"context,source,target,fuzzy\n{_CONTEXT},{_NEW},Buts,\n", "utf-8")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(languages, "write_atomically", full)
    with pytest.raises(CsekgError, match=r"cannot write .*fr/texts\.csv: No space left on device"):
        invoke("languages", "--take", "fr", str(file))
