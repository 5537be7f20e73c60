"""The contracts of pyproject.toml are kept, and each can be broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_house import PACKAGES, ROOT

#: One import for each contract of pyproject.toml that breaks it and no other.
FORBIDDEN = {
    "csekg-layers": ("csekg/facts/wrong.py", "import csekg.derived.acts"),
    "law-is-pure": ("csekg/law/wrong.py", "import csekg.namespaces"),
    "facts-ask-nothing": ("csekg/derived/wrong.py", "import csekg.sparql.store"),
    "answers-ask-the-store": ("csekg/answers/status/wrong.py", "import csekg.facts.tables"),
    "answers-rooms": ("csekg/answers/status/wrong.py", "import csekg.answers.texts.topics"),
    "answers-common": ("csekg/answers/common/composed.py", "def f(): import csekg.answers.common.references"),
    "one-door-to-untrusted": ("csekg/sparql/wrong.py", "def f(): import csekg.sparql.untrusted.planner.patterns"),
    "one-door-to-importers": ("csekg/cli/wrong.py", "import csekg.importers.names"),
    "importers-for-commands": ("csekg_api/web/wrong.py", "import csekg.importers"),
    "importers-layers": ("csekg/importers/names.py", "import csekg.importers.untc"),
    "remote-above-the-store": ("csekg/sparql/untrusted/wrong.py", "import csekg.sparql.remote"),
    "library-without-service": ("csekg/cli/wrong.py", "import csekg_api.settings"),
    "service-layers": ("csekg_api/rest/wrong.py", "import csekg_api.site.choices"),
}


def _lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    script = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [script, "--no-logo", "--no-cache", ROOT / "pyproject.toml"],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"},
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    python_alone = shutil.ignore_patterns("__pycache__", "static", "*.html", "_share")
    for name, folder in PACKAGES.items():
        shutil.copytree(folder, tree / name, ignore=python_alone)
    return tree


def test_imports_keep_the_contracts(copy: Path) -> None:
    run = _lint_imports(copy)
    assert run.returncode == 0, run.stdout
    assert f"{len(FORBIDDEN)} kept, 0 broken" in run.stdout


def test_a_forbidden_import_breaks_its_contract(copy: Path) -> None:
    for place, statement in FORBIDDEN.values():
        with (copy / place).open("a", encoding="utf-8") as file:
            file.write(statement + "\n")
    # Of no layer.
    (copy / "csekg" / "helpers").mkdir()
    (copy / "csekg" / "helpers" / "__init__.py").touch()
    run = _lint_imports(copy)
    assert run.returncode == 1
    assert f"0 kept, {len(FORBIDDEN)} broken" in run.stdout, run.stdout
    for place, _statement in FORBIDDEN.values():
        assert place.removesuffix(".py").replace("/", ".") in run.stdout
    assert "helpers" in run.stdout
