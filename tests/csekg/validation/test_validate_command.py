"""`csekg validate` as people and pipelines call it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.command import cache_in, invoke, program
from tests.lean import lean

HEADER = "treaty,actor,kind,date,in_force_on,signed_on\n"
RIGHT = "crc,DEU,ratification,1992-03-06,1992-04-05,1990-01-26\n"
#: A protocol without its parent, a consent before the treaty was open, a zone, an unknown State.
FOUR_FAULTS = (
    "tip,Congo,accession,2019-05-04,,\n"
    "cets201,FRA,ratification,2007-09-01,,\n"
    "crc,DEU,ratification,1992-03-06Z,,\n"
    "untoc,Freedonia,accession,2010-01-01,,\n"
)


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, dataset: bytes) -> Iterator[None]:
    with cache_in(tmp_path_factory.mktemp("cache"), lean(dataset)):
        yield


@pytest.fixture
def faults(tmp_path: Path) -> Path:
    file = tmp_path / "faults.csv"
    file.write_text(HEADER + FOUR_FAULTS, "utf-8")
    return file


def test_a_dataset_without_a_violation(tmp_path: Path, small_dataset: bytes) -> None:
    with cache_in(tmp_path, small_dataset):
        result = invoke("validate")
    assert result.exit_code == 0, result.stdout
    assert "\nno violations, " in f"\n{result.stdout}"


def test_four_faults_give_four_findings_and_exit_code_one(faults: Path) -> None:
    result = invoke("validate", str(faults))
    assert result.exit_code == 1
    lines = [line for line in result.stdout.splitlines() if line.startswith("  - line ")]
    violations = [line for line in lines if "Warnings" not in line]
    for line, words in (
        (2, ("Congo", "Trafficking Protocol", "UNTOC")),
        (3, ("France", "1 Sep 2007", "25 Oct 2007")),
        (4, ("1992-03-06Z", "time zone")),
        (5, ("Freedonia", "Did you mean")),
    ):
        of_the_line = [text for text in violations if text.startswith(f"  - line {line}: ")]
        assert any(all(word in text for word in words) for text in of_the_line), result.stdout
    assert "Traceback" not in result.output


def test_as_a_program_it_prints_no_traceback(faults: Path) -> None:
    run = program("validate", str(faults))
    assert (run.returncode, run.stderr) == (1, "")


def test_a_file_that_cannot_be_read_is_exit_code_two(tmp_path: Path) -> None:
    run = program("validate", str(tmp_path / "missing.csv"))
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("csekg: cannot read ")


def test_a_right_file_is_exit_code_zero(tmp_path: Path) -> None:
    file = tmp_path / "right.csv"
    file.write_text(HEADER + RIGHT, "utf-8")
    result = invoke("validate", str(file))
    assert (result.exit_code, result.stdout[:15]) == (0, "no violations, ")


def test_findings_come_in_the_language_of_the_command(faults: Path) -> None:
    result = invoke("--language", "fr", "validate", str(faults))
    assert result.exit_code == 1
    assert "consentement le 1er sept. 2007, avant l" in result.stdout


@pytest.mark.long
def test_every_other_format_can_be_asked_for(faults: Path) -> None:
    printed = {}
    for form in ("turtle", "json-ld", "csv", "junit"):
        result = invoke("validate", str(faults), "--format", form)
        assert result.exit_code == 1
        printed[form] = result.stdout
    assert "a sh:ValidationReport" in printed["turtle"]
    assert json.loads(printed["json-ld"])
    assert printed["csv"].startswith("severity,shape,")
    assert ElementTree.fromstring(printed["junit"].encode()).get("failures") != "0"


@pytest.mark.long
def test_both_validators_say_the_same_about_a_file(faults: Path) -> None:
    fast = json.loads(invoke("validate", str(faults), "--format", "json").stdout)
    with_pyshacl = ("validate", str(faults), "--format", "json", "--engine", "pyshacl")
    slow = json.loads(invoke(*with_pyshacl).stdout)
    assert slow["conforms"] is False
    keys = ("severity", "shape", "focus", "value")
    assert [[f[key] for key in keys] for f in fast["findings"]] == [[f[key] for key in keys] for f in slow["findings"]]
