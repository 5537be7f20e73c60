"""Counts what csekg promises, and what it is made of."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel
from typer import Typer

#: The folders of the packages, from the root of a tree.
PACKAGES = {"csekg": Path("src", "csekg"), "csekg_api": Path("api", "csekg_api")}
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}
#: The package of a module and its place in it.
Name: TypeAlias = tuple[str, ...]
_WITH_DOCSTRING = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def operations(app: FastAPI) -> int:
    """The operations that the OpenAPI document of an application describes."""
    described = (route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema)
    return sum(len((route.methods or set()) & {"GET", "POST"}) for route in described)


def page_routes(router: APIRouter) -> int:
    """The routes of a router that answer GET."""
    return sum("GET" in (route.methods or ()) for route in router.routes if isinstance(route, APIRoute))


def commands(app: Typer) -> int:
    """The names after `csekg`; a group of commands is one."""
    return len(app.registered_commands) + len(app.registered_groups)


def settings(model: type[BaseModel]) -> int:
    """What an operator sets."""
    return len(model.model_fields)


class Module(NamedTuple):
    """How many lines of a module there are, how many of them hold code, and what it imports, anywhere in it."""

    lines: int
    code: int
    imports: list[list[str]]


def module(text: str) -> Module:
    """What a module holds.

    A line holds code unless it is blank, or of a comment, docstring or import. The lines of any
    other string count, and each line of a statement that is written on several.
    """
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            code.update(range(token.start[0], token.end[0] + 1))
    imports = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            imports += [alias.name.split(".") for alias in node.names]
            code.difference_update(_span(node))
        elif isinstance(node, ast.ImportFrom):
            imports += [[*(node.module or "").split("."), alias.name] for alias in node.names]
            code.difference_update(_span(node))
        elif isinstance(node, _WITH_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            code.difference_update(_span(node.body[0]))
    return Module(len(text.splitlines()), len(code), imports)


def _span(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def of_tree(root: Path) -> dict[str, int]:
    """What the files below the root of a checkout hold, by the names of `promises.toml`."""
    modules = {
        (package, *file.relative_to(root / folder).with_suffix("").parts): module(file.read_text(encoding="utf-8"))
        for package, folder in PACKAGES.items()
        for file in (root / folder).rglob("*.py")
    }
    graph = {name: _targets(name, modules) for name in modules}
    rooms = {name[1] for name in modules if name[0] == "csekg"}
    arrows = {
        (name[1], target[1])
        for name, targets in graph.items()
        for target in targets
        if name[0] == target[0] == "csekg" and name[1] != target[1]
    }
    return {
        "queries": len([*(root / "queries").glob("*.rq")]),
        "modules": len(modules),
        "lines": sum(each.lines for each in modules.values()),
        "code": sum(each.code for each in modules.values()),
        "tests": sum(len(file.read_text(encoding="utf-8").splitlines()) for file in (root / "tests").rglob("*.py")),
        "rooms": len(rooms),
        "arrows": len(arrows),
        "circles": circles(graph),
    }


def _targets(name: Name, modules: Mapping[Name, Module]) -> set[Name]:
    """The modules that a module imports; a package is its `__init__`."""
    found = set()
    for imported in modules[name].imports:
        places = (imported, imported[:-1], [*imported, "__init__"], [*imported[:-1], "__init__"])
        found |= {next((tuple(place) for place in places if tuple(place) in modules), name)}
    return found - {name}


def circles(graph: Mapping[Name, set[Name]]) -> int:
    """The groups of modules that import one another, straight or by way of others."""
    reached = {name: _reached(graph, name) for name in graph}
    groups = {frozenset(other for other in reached[name] if name in reached[other]) for name in graph}
    return len(groups - {frozenset()})


def _reached(graph: Mapping[Name, set[Name]], start: Name) -> set[Name]:
    reached: set[Name] = set()
    waiting = [*graph[start]]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += graph[name]
    return reached


def over(counts: Mapping[str, int], limits: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What is more than its limit allows, and what to do about it."""
    return [
        f"{counts[name]:,} {name} ({limit['what']}): {counts[name] - limit['most']:,} more than {limit['most']:,}. "
        "Name the promise that leaves in the same commit, or do not raise the limit in tests/promises.toml."
        for name, limit in limits.items()
        if counts[name] > limit["most"]
    ]
