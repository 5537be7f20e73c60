"""Each module stands in a package that says what it is for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"csekg": ROOT / "src" / "csekg", "csekg_api": ROOT / "api" / "csekg_api"}

#: The modules that stand in no subpackage, and why.
LOOSE = {
    "csekg": {
        "__init__": "the door for users of the library",
        "__main__": "`python -m csekg` is the command",
        "errors": "every package raises these, and quotes others in them",
        "namespaces": "every package that writes or reads RDF names terms by these",
        "resources": "the version, and where data, ontology and queries lie",
    },
    "csekg_api": {
        "__init__": "the package",
        "app": "puts the application together",
        "serve": "the command csekg serve",
        "assist": "the command csekg mcp",
        "service": "the processes that serve the application",
        "settings": "what an operator sets",
        "jobs": "which jobs workers know",
        "health": "the routes /healthz and /readyz, and whether queries can be answered",
        "indexes": "what pages and API share and make once: search index, validation report",
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


def test_tests_stand_in_folders_that_mirror_the_packages() -> None:
    for package, folder in PACKAGES.items():
        tests = ROOT / "tests" / package
        for file in tests.rglob("test_*.py"):
            assert (folder / file.parent.relative_to(tests)).is_dir(), file
