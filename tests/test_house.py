"""Each module stands in a package that says what it is for, and imports run one way."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"csekg": ROOT / "src" / "csekg", "csekg_api": ROOT / "api" / "csekg_api"}

#: The modules that stand in no subpackage, and why.
LOOSE = {
    "csekg": {
        "__init__": "the door for users of the library",
        "_version": "one line, which the package and the tools of a release read",
        "__main__": "`python -m csekg` is the command",
        "errors": "every package raises these",
        "namespaces": "every package that writes or reads RDF names terms by these",
        "days": "every package reads and writes days",
        "http_limits": "what fetches files and what asks a server stop at the same limits",
        "redaction": "text of others in a message, without credentials",
        "resources": "where data, ontology and queries lie",
        "extras": "the library and the service say what is not installed",
    },
    "csekg_api": {
        "__init__": "the package",
        "app": "puts the application together",
        "serve": "the command csekg serve",
        "service": "the processes that serve the application",
        "settings": "what an operator sets",
        "jobs": "which jobs workers know",
        "health": "the routes /healthz and /readyz, and whether queries can be answered",
        "indexes": "what pages and API share and make once: search index, validation report",
        "warming": "makes that before somebody asks",
    },
}
#: A longer module has a second topic, which belongs elsewhere.
MOST_LINES = 400


def _faults(packages: dict[str, Path]) -> Iterator[str]:
    """Yield what is wrong with the place, the size or the name of modules and packages."""
    for package, folder in packages.items():
        loose = {file.stem for file in folder.glob("*.py")}
        for name in sorted(loose - LOOSE[package].keys()):
            rooms = ", ".join(sorted(each.parent.name for each in folder.glob("*/__init__.py")))
            yield (f"{package}.{name} stands loose: move it to one of {rooms}, or say in LOOSE why it belongs to none")
        for name in sorted(LOOSE[package].keys() - loose):
            yield f"{package}.{name} is gone: take it out of LOOSE"
        for file in sorted(folder.rglob("*.py")):
            name = ".".join((package, *file.relative_to(folder).with_suffix("").parts))
            if not (file.parent / "__init__.py").is_file():
                yield f"{name} stands in a folder without __init__.py"
            if len(file.read_text(encoding="utf-8").splitlines()) > MOST_LINES:
                yield f"{name} has more than {MOST_LINES} lines: give its second topic a module"
        for place in sorted(folder.rglob("build")):
            if place.is_dir():
                yield f"{place.relative_to(folder)} is a name that tools take for their output"
    for file in sorted(packages["csekg"].rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "csekg":
                # What the package offers to users is made of all others: a circle from within.
                inner = {path.stem for path in packages["csekg"].iterdir()}
                for alias in node.names:
                    if alias.name not in inner:
                        yield f"{file.name}:{node.lineno} imports {alias.name} from csekg itself"


def test_every_module_has_its_place() -> None:
    assert list(_faults(PACKAGES)) == []


def test_what_stands_in_the_wrong_place_is_named(tmp_path: Path) -> None:
    packages = {name: tmp_path / name for name in PACKAGES}
    for name, folder in packages.items():
        for module in LOOSE[name]:
            _write(folder / f"{module}.py")
    _write(packages["csekg"] / "law" / "__init__.py")
    assert list(_faults(packages)) == []

    _write(packages["csekg"] / "helpers.py")
    (packages["csekg_api"] / "warming.py").unlink()
    _write(packages["csekg"] / "law" / "long.py", "x = 1\n" * 401)
    _write(packages["csekg"] / "law" / "build" / "rules.py", "from csekg import open\n")
    assert [fault.partition(":")[0] for fault in _faults(packages)] == [
        "csekg.helpers stands loose",
        "csekg.law.build.rules stands in a folder without __init__.py",
        "csekg.law.long has more than 400 lines",
        "law/build is a name that tools take for their output",
        "csekg_api.warming is gone",
        "rules.py",
    ]


def test_tests_stand_in_folders_that_mirror_the_packages() -> None:
    for package, folder in PACKAGES.items():
        tests = ROOT / "tests" / package
        for file in tests.rglob("test_*.py"):
            assert (folder / file.parent.relative_to(tests)).is_dir(), file


#: One import for each contract of pyproject.toml that breaks it and no other.
FORBIDDEN = {
    "csekg-layers": ("csekg/facts/wrong.py", "import csekg.derived.acts"),
    "law-is-pure": ("csekg/law/wrong.py", "import csekg.namespaces"),
    "facts-ask-nothing": ("csekg/derived/wrong.py", "import csekg.sparql.store"),
    "answers-ask-the-store": ("csekg/answers/status/wrong.py", "import csekg.facts.tables"),
    "answers-rooms": ("csekg/answers/status/wrong.py", "import csekg.answers.texts.topics"),
    "one-door-to-untrusted": ("csekg/sparql/wrong.py", "def f(): import csekg.sparql.untrusted.planner.reader"),
    "one-door-to-sources": ("csekg/refresh/wrong.py", "import csekg.sources.names"),
    "remote-above-the-store": ("csekg/sparql/untrusted/wrong.py", "import csekg.sparql.remote"),
    "library-without-service": ("csekg/cli/wrong.py", "import csekg_api.settings"),
    "service-layers": ("csekg_api/rest/wrong.py", "import csekg_api.site.links"),
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
    _write(copy / "csekg" / "helpers" / "__init__.py")
    try:
        run = _lint_imports(copy)
    finally:
        shutil.rmtree(copy / "csekg" / "helpers")
        for place, _statement in FORBIDDEN.values():
            (copy / place).unlink(missing_ok=True)
    assert run.returncode == 1
    assert f"0 kept, {len(FORBIDDEN)} broken" in run.stdout, run.stdout
    for place, _statement in FORBIDDEN.values():
        assert place.removesuffix(".py").replace("/", ".") in run.stdout
    assert "helpers" in run.stdout


def _write(file: Path, text: str = "") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
