"""`csekg check`: a claim a line, or a column of a CSV file; exit code 1 for a contradicted one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("name", "content"), [("a.txt", b""), ("a.csv", b"claim\nx\n"), ("a.txt", b"\xff\xfe")])
def test_a_file_without_claims_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CsekgError):
        invoke("check", str(file))
