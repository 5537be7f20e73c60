"""`csekg import`: rows of saved files, or one message and no row."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from csekg.errors import CsekgError
from tests.command import invoke, output, program
from tests.csekg.importers.mtdsg_files import File
from tests.csekg.importers.un_pages import save_real

COLUMNS = "participant,actor,territory,kind,date,marker,effective_on,text,place"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "opsc.xml"
    path.write_bytes(File().content())
    return path


def test_rows_are_printed_as_csv_with_the_actor_of_each_name(file: Path) -> None:
    result = invoke("import", "mtdsg", str(file))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == COLUMNS
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert rows[2] | {"place": ""} == {
        "participant": "Belgium",
        "actor": "BEL",
        "territory": "",
        "kind": "accession",
        "date": "2006-03-17",
        "marker": "a 1",
        "effective_on": "",
        "text": "",
        "place": "",
    }


def test_rows_are_printed_as_json(file: Path) -> None:
    rows = json.loads(output("import", "mtdsg", str(file), "--format", "json"))
    assert list(rows[0]) == COLUMNS.split(",")
    assert rows[0]["date"] == "2000-12-12"


def test_an_unknown_name_has_no_actor_and_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(File(rows=[("Belgum", "1 Jan 2000", "")], totals={}).content())
    result = invoke("import", "mtdsg", str(path))
    assert "Belgum,,,signature,2000-01-01" in result.stdout
    assert "warning: unknown participant 'Belgum'. Did you mean Belgium (BEL)" in result.stderr


def test_the_treaty_that_is_asked_for_is_checked(file: Path) -> None:
    assert output("import", "mtdsg", str(file), "--treaty", "opsc")
    with pytest.raises(CsekgError, match=r"opsc\.xml is about IV-11-c .*, not about tip"):
        invoke("import", "mtdsg", str(file), "--treaty", "tip")
    with pytest.raises(CsekgError, match=r"unknown treaty 'opsk'\. Did you mean opsc"):
        invoke("import", "mtdsg", str(file), "--treaty", "opsk")


def test_an_unknown_format_is_named(file: Path) -> None:
    with pytest.raises(CsekgError, match=r"unknown format 'mtgsd'\. Did you mean mtdsg"):
        invoke("import", "mtgsd", str(file))


def test_one_broken_file_among_several_gives_one_message_and_no_row(tmp_path: Path, file: Path) -> None:
    broken = tmp_path / "broken.xml"
    content = file.read_bytes()
    broken.write_bytes(content[: len(content) // 2])
    before = sorted(tmp_path.iterdir())
    run = program("import", "mtdsg", str(file), str(broken))
    assert (run.returncode, run.stdout) == (2, "")
    (line,) = run.stderr.splitlines()
    assert line.startswith("csekg: broken.xml:")
    assert "save it again" in line
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_unknown_and_no_act_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(File().text().replace("<Registration />", "<Registration /><Colour>red</Colour>"), "iso-8859-1")
    result = invoke("import", "mtdsg", str(path))
    assert result.exit_code == 0
    assert re.search(
        r"^warning: a\.xml:\d+: <Colour> in <ExternalData> is unknown and not read: 'red'$", result.stderr, re.M
    )


def test_a_territory_in_place_of_a_state_is_told_with_its_state(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("participant,kind,date\nHong Kong,accession,2000-01-01\n")
    (row,) = csv.DictReader(io.StringIO(output("import", "csv", str(path))))
    assert (row["participant"], row["actor"], row["territory"]) == ("Hong Kong", "CHN", "China, Hong Kong SAR")


def test_statements_of_a_page_have_their_occasion_and_targets(tmp_path: Path) -> None:
    saved = save_real(tmp_path, "opsc") / "opsc.html"
    rows = list(csv.DictReader(io.StringIO(output("import", "untc", str(saved), "--treaty", "opsc"))))
    assert [*rows[0]] == [*COLUMNS.split(","), "occasion", "targets"]
    (france, _) = [row for row in rows if row["kind"] == "objection" and row["actor"] == "FRA"]
    assert (france["date"], france["targets"]) == ("2002-06-18", "Qatar")
    (tmp_path / "again.csv").write_text(output("import", "untc", str(saved)), "utf-8")
    assert output("import", "csv", str(tmp_path / "again.csv")) == output("import", "untc", str(saved))
