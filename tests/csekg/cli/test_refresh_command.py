"""`csekg refresh`: what a list changes is said in words, validated, and written in one step."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from csekg.cli import refresh
from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.errors import CsekgError, UnknownNameError
from csekg.refresh.proposals import COLUMNS
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.oxigraph_store import Store
from tests.command import invoke
from tests.csekg.refresh.chapters import Cells, cells, chapter
from tests.csekg.sources.un_pages import save_real

OPSC = ("IV", "11", "c")


@pytest.fixture
def data(small_facts: Path, small_dataset: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the small facts, whose dataset the command finds."""
    data = Path(shutil.copytree(small_facts, tmp_path / "checkout" / "data"))
    # The least numbers of parties and signatures are those of all facts.
    expected = data / "refresh" / "expected.csv"
    expected.write_text(expected.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    monkeypatch.setattr(refresh, "data_dir", lambda: data)
    monkeypatch.setattr("csekg.dataset.cache.open_store", lambda **_: Store(small_dataset))
    return data


@pytest.fixture(scope="module")
def facts(small_facts: Path) -> AllFacts:
    return read_all_facts(small_facts, ontology_dir())


@pytest.fixture
def rows(facts: AllFacts) -> Cells:
    return cells(facts, "opsc")


def _texts(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_text("utf-8") for file in files}


@pytest.fixture
def whole_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with all facts: what the depositary's own pages list."""
    data = Path(shutil.copytree(data_dir(), tmp_path / "checkout" / "data"))
    monkeypatch.setattr(refresh, "data_dir", lambda: data)
    return data


@pytest.mark.long
@pytest.mark.timeout(600)
def test_of_the_pages_that_the_register_has_read_nothing_is_new(whole_data: Path, tmp_path: Path) -> None:
    before = _texts(whole_data)
    for treaty in ("crc", "opsc", "opac", "opic"):
        saved = str(save_real(tmp_path / "saved", treaty))
    sheet = tmp_path / "sheet.csv"
    answer = invoke("refresh", "--from", saved, "--sheet", str(sheet), "--format", "json")
    assert answer.exit_code == 0
    told = json.loads(answer.stdout)
    assert told["summary"].startswith("Lists read: 4. Nothing new. Acts: 0 new, 0 gone. ")
    assert told["summary"].endswith("Statements not yet read: 0.")
    assert told["changes"] == told["files"] == []
    assert "crc: untc-iv-11 as of 2026-02-03" in told["read"]
    # Territories of which a person has to decide are named each time.
    assert len(told["notices"]) == 3
    assert sheet.read_text("utf-8") == ",".join(COLUMNS) + "\n"
    assert _texts(whole_data) == before


def test_a_list_that_lost_a_party_is_refused(data: Path, facts: AllFacts, rows: Cells, tmp_path: Path) -> None:
    before = _texts(data)
    del rows["FRA"]
    rows["TUV"] = ("25 Nov 2026", "10 Nov 2026 a")
    saved = str(chapter(tmp_path / "saved", facts, OPSC, rows))
    with pytest.raises(CsekgError) as caught:
        invoke("refresh", "--from", saved, "--as-of", "2026-11-26")
    assert "OPSC: the list has no consent of France, which" in str(caught.value)
    assert str(caught.value).endswith("If that is right, say --accept-removals.")
    assert _texts(data) == before


def test_questions_that_make_no_sense_are_answered(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown treaty 'opscc'\. Did you mean opsc"):
        invoke("refresh", "--treaty", "opscc")
    with pytest.raises(CsekgError, match="--as-of is for saved files"):
        invoke("refresh", "--as-of", "2026-01-01")
    with pytest.raises(CsekgError, match="'yesterday' is no date"):
        invoke("refresh", "--from", str(tmp_path), "--as-of", "yesterday")
    with pytest.raises(CsekgError, match="lies in the future"):
        invoke("refresh", "--from", str(tmp_path), "--as-of", "9000-01-01")
    with pytest.raises(CsekgError, match=r"has no files to read"):
        invoke("refresh", "--from", str(tmp_path / "none"))
