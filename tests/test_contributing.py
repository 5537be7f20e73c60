"""CONTRIBUTING.md and the templates name only what exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TREE = re.search(r"^    data/ .*?^    web/[^\n]*$", TEXT, re.MULTILINE | re.DOTALL)


def _paths() -> set[str]:
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", TEXT)) | set(re.findall(r"\]\((\w[\w./-]*)\)", TEXT))
    return {path for path in named if not path.startswith("http")}


@pytest.mark.parametrize("path", sorted(_paths()))
def test_every_path_exists(path: str) -> None:
    folders = (ROOT, ROOT / "src" / "csekg", ROOT / "src", ROOT / "data" / "treaties" / "opsc")
    assert any((folder / path).exists() for folder in folders), path


def test_the_tree_has_every_package_and_no_other() -> None:
    assert TREE
    names = set(re.findall(r"([\w]+)/(?=\s|$)", TREE[0]))
    for folder in (ROOT / "src" / "csekg", ROOT / "api" / "csekg_api"):
        rooms = {each.parent.name for each in folder.glob("*/__init__.py")}
        assert rooms <= names, rooms - names
    known = {path.name for path in ROOT.iterdir()} | {
        path.name for top in ("src", "api") for path in (ROOT / top).rglob("*") if path.is_dir()
    }
    assert names <= known, names - known


def test_every_target_of_make_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    text = TEXT + (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^    |entry: )make ([a-z-]+)", text, re.MULTILINE))
    assert {"check", "format", "test", "test-all", "serve"} <= named <= targets


def test_the_one_test_runs_in_seconds() -> None:
    command = re.search(r"^    \.venv/bin/python (-m pytest .*)$", TEXT, re.MULTILINE)
    assert command
    run = subprocess.run(
        [sys.executable, *command[1].split()], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed in " in run.stdout


def test_the_first_template_is_for_a_wrong_date() -> None:
    first, *_ = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    text = first.read_text(encoding="utf-8")
    assert text.startswith("name: A date is wrong\n")
    assert text.count("required: true") == 6
