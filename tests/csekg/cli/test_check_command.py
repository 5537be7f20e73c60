"""`csekg check`: a claim a line, or a column of a CSV file; exit code 1 for a contradicted one."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from csekg.cli.validate import _read
from csekg.errors import CsekgError
from tests.command import invoke, output


def test_a_file_of_claims_has_a_verdict_for_each(tmp_path: Path) -> None:
    file = tmp_path / "claims.txt"
    file.write_text("Kenya has signed but not ratified the OPSC\n\nKenya likes the OPSC\n", encoding="utf-8")
    rows = json.loads(output("check", str(file), "--format", "json"))
    assert [row["verdict"] for row in rows] == ["confirmed", "undecided"]
    assert "8 Sep 2000" in rows[0]["reason"]


def test_a_contradicted_claim_gives_exit_code_1(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text("number,text\n1,Kenya has ratified the OPSC\n", encoding="utf-8")
    result = invoke("check", str(file))
    assert (result.exit_code, "contradicted" in result.output) == (1, True)


def test_claims_in_parts_and_standard_input_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = b"state,treaty,claim,day\nKEN,opsc,not-party,\nFRA,opsc,in-force,2010\n"
    (tmp_path / "claims.csv").write_bytes(parts)
    rows = json.loads(output("check", str(tmp_path / "claims.csv"), "--format", "json"))
    assert [(row["claim"], row["verdict"]) for row in rows] == [
        ("KEN opsc not-party", "confirmed"),
        ("FRA opsc in-force 2010", "confirmed"),
    ]
    for sent, number in ((parts, 2), (b"Kenya has ratified the CRC\n", 1)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(sent)))
        assert len(_read(Path("-"))) == number


def test_what_is_wrong_with_a_row_is_said(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text("state,treaty,claim\nKEN,opsc,party\nKEN,opsc,ratifed\n", encoding="utf-8")
    with pytest.raises(CsekgError, match=r"claim 2: claim: 'ratifed': Input should be one of .*ratified"):
        invoke("check", str(file))


@pytest.mark.parametrize(("name", "content"), [("a.txt", b""), ("a.csv", b"claim\nx\n"), ("a.txt", b"\xff\xfe")])
def test_a_file_without_claims_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CsekgError):
        invoke("check", str(file))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a file without an end is a device of Unix")
def test_a_file_without_an_end_is_refused() -> None:
    with pytest.raises(CsekgError, match="it has more than 1,000,000 bytes"):
        invoke("check", "/dev/zero")
