"""The script of a scheduled job: it commits what a refresh changes to a branch, and pushes that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.csekg.importers.refresh.chapters import cells, chapter
from tests.records import all_facts

ROOT = Path(__file__).parents[2]
_PARTS = ("src", "data", "ontology", "queries", "deploy")


def _run(folder: Path, *command: str) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose `origin` is a repository of its own."""
    folder = tmp_path / "checkout"
    for part in _PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    _run(tmp_path, "git", "init", "--quiet", "--bare", "origin.git")
    _run(folder, "git", "init", "--quiet", "--initial-branch", "main")
    _run(folder, "git", "config", "user.name", "refresh")
    _run(folder, "git", "config", "user.email", "refresh@localhost")
    _run(folder, "git", "remote", "add", "origin", str(tmp_path / "origin.git"))
    _run(folder, "git", "add", "data")
    _run(folder, "git", "commit", "--quiet", "--message", "Facts")
    _run(folder, "git", "push", "--quiet", "origin", "main")
    return folder


def _refresh(checkout: Path, saved: Path) -> subprocess.CompletedProcess[str]:
    program = checkout / "csekg"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m csekg "$@"\n')
    program.chmod(0o755)
    environment = os.environ | {
        "PYTHONPATH": str(checkout / "src"),
        "CSEKG": str(program),
        "XDG_CACHE_HOME": str(checkout.parent / "cache"),
    }
    return subprocess.run(
        [checkout / "deploy" / "refresh.sh", "--from", saved, "--as-of", "2026-11-26"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.timeout(400)
def test_what_is_new_is_pushed_as_a_branch_to_review(checkout: Path, tmp_path: Path) -> None:
    rows = cells(all_facts(), "opsc")
    lost = chapter(tmp_path / "lost", all_facts(), ("IV", "11", "c"), {"AND": rows["AND"]})
    refused = _refresh(checkout, lost)
    assert refused.returncode == 2
    assert "refused, nothing is written" in refused.stderr
    assert _run(checkout, "git", "branch", "--show-current") == "main"

    rows["TUV"] = ("25 Nov 2026", "")
    new = _refresh(checkout, chapter(tmp_path / "saved", all_facts(), ("IV", "11", "c"), rows))
    assert new.returncode == 1, new.stderr
    branch = _run(checkout, "git", "branch", "--show-current")
    assert branch.startswith("refresh-2")
    message = _run(tmp_path / "origin.git", "git", "log", "--format=%B", "-1", branch)
    assert message.startswith("Refresh of 2")
    assert "read: opsc: mtdsg-iv-11-c as of 2026-11-26" in message
    assert "data/treaties/opsc/participation.csv | " in message
    assert "+TUV,,Tuvalu,2026-11-25," in _run(tmp_path / "origin.git", "git", "diff", "main", branch)
    changed = _run(tmp_path / "origin.git", "git", "diff", "--name-only", "main", branch)
    assert set(changed.splitlines()) == {
        "data/sources.csv",
        "data/treaties/opsc/participation.csv",
        "data/treaties/opsc/treaty.toml",
    }
