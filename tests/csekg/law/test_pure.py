"""The law package computes with dates and keys only: it reads no file and knows no RDF."""

from __future__ import annotations

import ast
from pathlib import Path

import csekg.law

ALLOWED = {
    "__future__",
    "calendar",
    "collections",
    "csekg",
    "dataclasses",
    "datetime",
    "functools",
    "re",
    "types",
    "typing",
}
#: The modules of csekg below law.
GROUND = {"csekg.languages.days", "csekg.errors"}


def imported(file: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_law_imports_neither_files_nor_rdf() -> None:
    files = list(Path(csekg.law.__file__).parent.glob("*.py"))
    assert len(files) > 3
    for file in files:
        modules = imported(file)
        assert {name.partition(".")[0] for name in modules} <= ALLOWED, file
        own = {name for name in modules if name.startswith("csekg")}
        assert all(name in GROUND or name.startswith("csekg.law.") for name in own), file
