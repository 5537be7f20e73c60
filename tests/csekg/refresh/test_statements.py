"""A sheet that an editor has filled becomes rows of declarations.csv and events.csv, or nothing does."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from csekg.errors import CsekgError
from csekg.refresh import statements
from csekg.refresh.proposals import COLUMNS
from csekg.refresh.statements import TakenIn, take_in
from csekg.resources import data_dir, ontology_dir

_ROW = {
    "treaty": "opsc",
    "actor": "ISL",
    "participant": "Iceland",
    "place": "opsc.html:1",
    "kind": "objection",
    "provisions": "3(5)",
    "made_upon": "later",
    "made_on": "2015-01-05",
    "objects_to": "OMN",
    "first_words": "The Government has examined",
    "effect": "objects",
    "gist": "Objects to the reservation of Oman.",
    "withdrawn": "unknown",
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the data, of which the build is left out: one test below has it."""
    monkeypatch.setattr(statements, "build", lambda *_: None)
    monkeypatch.setattr(statements, "Store", lambda _: None)
    monkeypatch.setattr(statements, "check_dataset", lambda _: None)
    return Path(shutil.copytree(data_dir(), tmp_path / "checkout" / "data"))


def _source(data: Path) -> str:
    """Return a source of the register that stands long after the days of the tests."""
    with (data / "sources.csv").open(encoding="utf-8", newline="") as file:
        return max((row["as_of"], row["id"]) for row in csv.DictReader(file) if len(row["as_of"]) == 10)[1]


def _sheet(data: Path, *rows: dict[str, str]) -> Path:
    file = data.parent / "sheet.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows({**_ROW, "source": _source(data), **row} for row in rows)
    return file


def _rows(data: Path, name: str, actor: str) -> list[dict[str, str]]:
    with (data / "treaties" / "opsc" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["actor"] == actor]


def test_filled_rows_are_taken_in_and_the_others_wait(data: Path) -> None:
    sheet = _sheet(data, {}, {"gist": "", "actor": "NOR"}, {"objects_to": "QAT"})
    declarations = "treaties/opsc/declarations.csv"
    assert take_in(data, ontology_dir(), sheet) == TakenIn(2, 0, 1, (declarations,))
    rows = _rows(data, "declarations", "ISL")
    assert [(row["number"], row["objects_to"], row["gist"]) for row in rows] == [
        ("1", "OMN", _ROW["gist"]),
        ("2", "QAT", _ROW["gist"]),
    ]
    assert "Government has examined" not in (data / declarations).read_text("utf-8")
    # A second time nothing is new.
    assert take_in(data, ontology_dir(), sheet) == TakenIn(0, 2, 1, ())


def test_a_withdrawal_becomes_an_event_that_names_what_it_withdraws(data: Path) -> None:
    withdrawal = {
        "kind": "reservation-withdrawal",
        "actor": "KWT",
        "made_upon": "",
        "objects_to": "",
        "withdraws": "reservation/1",
        "gist": "reservation to 3(5)",
    }
    done = take_in(data, ontology_dir(), _sheet(data, withdrawal))
    assert (done.new, done.files) == (1, ("treaties/opsc/events.csv", "treaties/opsc/declarations.csv"))
    assert [row["withdrawn"] for row in _rows(data, "declarations", "KWT") if row["kind"] == "reservation"] == [""]
    (event,) = [row for row in _rows(data, "events", "KWT") if row["kind"] == "reservation-withdrawal"]
    assert (event["date"], event["withdraws"], event["detail"]) == (
        "2015-01-05",
        "reservation/1",
        "reservation to 3(5)",
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"treaty": "opsk"}, r"sheet\.csv:2: unknown treaty 'opsk'\. Did you mean opsc"),
        ({"kind": "objektion"}, r"sheet\.csv:2: unknown kind 'objektion'\. Did you mean objection"),
        ({"actor": "XXX"}, "unknown actor"),
        ({"provisions": "99"}, "unknown provision of opsc"),
        ({"source": "nobody"}, "unknown source"),
        ({"made_on": "2015-13-05"}, "made_on"),
    ],
)
def test_a_row_that_names_what_does_not_exist_changes_nothing(data: Path, row: dict[str, str], message: str) -> None:
    before = (data / "treaties" / "opsc" / "declarations.csv").read_text("utf-8")
    with pytest.raises(CsekgError, match=message):
        take_in(data, ontology_dir(), _sheet(data, row))
    assert (data / "treaties" / "opsc" / "declarations.csv").read_text("utf-8") == before


def test_a_file_that_is_no_sheet_is_refused(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(CsekgError, match=r"other\.csv: has no column treaty"):
        take_in(data, ontology_dir(), file)
    file.write_text(",".join(COLUMNS) + "\n1,2\n")
    with pytest.raises(CsekgError, match=r"other\.csv:2: has other cells"):
        take_in(data, ontology_dir(), file)
    with pytest.raises(CsekgError, match=r"none\.csv cannot be read"):
        take_in(data, ontology_dir(), tmp_path / "none.csv")
