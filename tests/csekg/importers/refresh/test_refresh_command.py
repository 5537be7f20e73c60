"""`csekg refresh`: what a list changes is checked in a copy, and written file by file, or nothing is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from csekg.cli import lists
from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.errors import CsekgError, UnknownNameError
from csekg.resources import ontology_dir
from tests.command import invoke
from tests.csekg.importers.refresh.chapters import Cells, cells, chapter

OPSC = ("IV", "11", "c")
PARTICIPATION = "treaties/opsc/participation.csv"


@pytest.fixture
def data(small_facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the small facts."""
    data = Path(shutil.copytree(small_facts, tmp_path / "checkout" / "data"))
    # The least numbers of parties and signatures are those of all facts.
    expected = data / "refresh" / "expected.csv"
    expected.write_text(expected.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    monkeypatch.setattr(lists, "data_dir", lambda: data)
    return data


@pytest.fixture
def unchecked(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, without the build and the validation: a test below has them, and so has that of deploy/refresh.sh."""
    for step in ("build", "Store", "check_dataset"):
        monkeypatch.setattr(f"csekg.importers.refresh.run.{step}", lambda *_: None)
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


def test_what_is_new_is_written_once(unchecked: Path, facts: AllFacts, rows: Cells, tmp_path: Path) -> None:
    data = unchecked
    before, mode = _texts(data), (data / PARTICIPATION).stat().st_mode
    rows["TUV"] = ("25 Nov 2026", "")
    command = ("refresh", "--from", str(chapter(tmp_path / "saved", facts, OPSC, rows)), "--as-of", "2026-11-26")
    tried = invoke(*command, "--dry-run")
    assert (tried.exit_code, _texts(data)) == (1, before)
    assert f"would change: data/{PARTICIPATION}, lines +{len(rows)} -0" in tried.stdout
    done = invoke(*command)
    assert done.exit_code == 1
    assert done.stdout == tried.stdout.replace("would change", "changed")
    assert done.stdout.startswith("read: opsc: mtdsg-iv-11-c as of 2026-11-26\n")
    after = _texts(data)
    changed = {PARTICIPATION, "treaties/opsc/treaty.toml", "sources.csv"}
    assert {name for name in after if after[name] != before.get(name)} == changed
    assert (data / PARTICIPATION).stat().st_mode == mode
    again = invoke(*command)
    assert (again.exit_code, again.stdout.splitlines()[-1], _texts(data)) == (0, "Nothing is new.", after)


def test_a_list_that_lost_a_party_is_refused_unless_that_is_said(
    unchecked: Path, facts: AllFacts, rows: Cells, tmp_path: Path
) -> None:
    before = _texts(unchecked)
    del rows["FRA"]
    command = ("refresh", "--from", str(chapter(tmp_path / "saved", facts, OPSC, rows)), "--as-of", "2026-11-26")
    with pytest.raises(CsekgError) as caught:
        invoke(*command)
    assert "OPSC: the list has no consent of France, which" in str(caught.value)
    assert str(caught.value).endswith("If that is right, say --accept-removals.")
    assert _texts(unchecked) == before
    accepted = invoke(*command, "--accept-removals")
    assert "to decide: OPSC: the list has no consent of France, which" in accepted.stdout
    assert accepted.exit_code == 1


def test_facts_that_do_not_pass_the_checks_change_nothing(
    data: Path, facts: AllFacts, rows: Cells, tmp_path: Path
) -> None:
    """Nobody can have consented before the Protocol was there: the shapes say so, not the reader."""
    before = _texts(data)
    rows["TUV"] = ("", "25 Nov 1926 a")
    saved = chapter(tmp_path / "saved", facts, OPSC, rows)
    with pytest.raises(CsekgError, match="DATE-2: Tuvalu, OPSC: dated 25 Nov 1926"):
        invoke("refresh", "--from", str(saved), "--as-of", "2026-11-26")
    assert _texts(data) == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--treaty", "opscc"), r"unknown treaty 'opscc'\. Did you mean opsc"),
        (("--as-of", "2026-01-01"), "--as-of is for saved files"),
        (("--from", ".", "--as-of", "yesterday"), "'yesterday' is no date"),
        (("--from", ".", "--as-of", "9000-01-01"), "lies in the future"),
        (("--from", "none"), "has no files to read"),
    ],
)
def test_questions_that_make_no_sense_are_answered(data: Path, options: tuple[str, ...], message: str) -> None:
    with pytest.raises((CsekgError, UnknownNameError), match=message):
        invoke("refresh", *options)
