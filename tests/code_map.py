"""Writes docs/code-map.md from the imports of the code: `python -m tests.code_map`.

A box is a package or a loose module directly below `csekg` or `csekg_api`. The text of each line is
the first line of the docstring, so that it is written once, where the code is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "code-map.md"
FOLDERS = {"csekg": ROOT / "src", "csekg_api": ROOT / "api"}
#: Imported from everywhere: an arrow to them would say nothing.
GROUND = ("csekg", "csekg.languages.days", "csekg.errors", "csekg.namespaces", "csekg.resources")

_HEAD = """# Code map

Drawn from the imports by `python -m tests.code_map` and checked by `tests/test_code_map.py`: edit
the docstrings, not this page. An arrow means "imports". Arrows that follow from others are left out
of the pictures, and so are `errors`, `namespaces`, `days` and `resources`, which everything may
import; the tables name all imports and begin with what imports least.
[CONTRIBUTING.md](../CONTRIBUTING.md) says what to change where.
"""


def modules() -> dict[str, Path]:
    """The file of every module of both packages, by its dotted name; a package is its __init__."""
    found = {}
    for package, folder in FOLDERS.items():
        for file in sorted((folder / package).rglob("*.py")):
            parts = file.relative_to(folder).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def imported(source: str, known: Mapping[str, object]) -> Iterator[str]:
    """The modules among the known ones that a source text imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in known else node.module for name in submodules]
        else:
            continue
        yield from (name for name in names if name in known)


def box(module: str) -> str:
    """The part of the first two levels that a module stands in: `csekg.law`, `csekg_api.app`."""
    return ".".join(module.split(".")[:2])


def graph(files: Mapping[str, Path]) -> nx.DiGraph[str]:
    """Which box imports which other one."""
    found: nx.DiGraph[str] = nx.DiGraph()
    found.add_nodes_from(sorted({box(module) for module in files}))
    for module, file in files.items():
        for other in imported(file.read_text(encoding="utf-8"), files):
            if box(other) != box(module):
                found.add_edge(box(module), box(other))
    return found


def without_shortcuts(imports: nx.DiGraph[str]) -> list[tuple[str, str]]:
    """The arrows that do not follow from others; among boxes in a circle all of them."""
    circles = nx.condensation(imports)
    direct = nx.transitive_reduction(circles)
    of = circles.graph["mapping"]
    return sorted(
        (one, other) for one, other in imports.edges if of[one] == of[other] or direct.has_edge(of[one], of[other])
    )


def picture(imports: nx.DiGraph[str], package: str) -> str:
    """The boxes of one package as a Mermaid flowchart."""
    shown = imports.subgraph(name for name in imports if name.startswith(f"{package}.") and name not in GROUND)
    lines = [f"  {one.partition('.')[2]} --> {other.partition('.')[2]}" for one, other in without_shortcuts(shown)]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```"])


def summary(file: Path) -> str:
    """The first line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert docstring, f"{file} has no docstring"
    return docstring.splitlines()[0]


def by_imports(imports: nx.DiGraph[str]) -> list[str]:
    """The boxes, each after those that it imports."""
    circles = nx.condensation(imports)
    order = nx.lexicographical_topological_sort(
        circles.reverse(), key=lambda number: min(circles.nodes[number]["members"])
    )
    return [name for number in order for name in sorted(circles.nodes[number]["members"])]


def table(imports: nx.DiGraph[str], files: Mapping[str, Path], package: str) -> str:
    """A line for each box of a package, and for the packages in it."""
    lines = ["| module | what it is | imports |", "|---|---|---|"]
    for name in by_imports(imports):
        if not name.startswith(f"{package}."):
            continue
        others = sorted(other for other in imports.successors(name) if "." in other)
        shown = ", ".join(other.removeprefix(f"{package}.") for other in others)
        inner = [m for m in files if m.startswith(f"{name}.") and is_package(files[m])]
        for module in (name, *inner):
            path = module.removeprefix(f"{package}.").replace(".", "/")
            path += "/" if is_package(files[module]) else ".py"
            imported_here = shown if module == name else ""
            lines.append(f"| `{path}` | {summary(files[module])} | {imported_here} |")
    return "\n".join(lines)


def is_package(file: Path) -> bool:
    """Whether a file is that of a package."""
    return file.name == "__init__.py"


def page() -> str:
    """The whole page."""
    files = modules()
    imports = graph(files)
    parts = [_HEAD]
    for package, folder in FOLDERS.items():
        where = f"{folder.name}/{package}"
        parts += [f"## {where}", summary(files[package])]
        parts += [picture(imports, package), table(imports, files, package)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
