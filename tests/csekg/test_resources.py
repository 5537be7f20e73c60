"""The data is found beside the code in a wheel, and at the root of a checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import csekg
from csekg.resources import data_dir, ontology_dir, queries_dir

ASK = "from csekg.resources import data_dir; print(data_dir())"


def installed(folder: Path) -> Path:
    """A package of only the modules that find the data, with nothing around it."""
    package = folder / "lib" / "a" / "csekg"
    package.mkdir(parents=True)
    for name in ("__init__.py", "errors.py", "resources.py"):
        shutil.copy(Path(csekg.__file__).parent / name, package)
    # Errors are told in the language that is spoken.
    shutil.copytree(Path(csekg.__file__).parent / "languages", package / "languages")
    return package


def run(package: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(package.parent)},
    )


def test_the_three_folders_lie_side_by_side() -> None:
    assert (ontology_dir() / "csekg.ttl").is_file()
    assert (data_dir() / "sources.csv").is_file()
    assert ontology_dir().parent == data_dir().parent == queries_dir().parent


def test_a_wheel_carries_its_own_data(tmp_path: Path) -> None:
    package = installed(tmp_path)
    share = package / "_share"
    # A checkout around it must not win over what the wheel brought.
    for root in (share, package.parents[1]):
        (root / "ontology").mkdir(parents=True)
        (root / "ontology" / "csekg.ttl").touch()
    assert Path(run(package).stdout.strip()) == share / "data"
    shutil.rmtree(share)
    assert Path(run(package).stdout.strip()) == package.parents[1] / "data"


def test_code_without_data_says_where_it_looked(tmp_path: Path) -> None:
    package = installed(tmp_path)
    answer = run(package)
    assert answer.returncode != 0
    message = answer.stderr.splitlines()[-1]
    assert message.startswith("csekg.errors.CsekgError: the ontology is missing: neither ")
    assert str(package / "_share") in message
