"""What csekg promises and what it weighs stays within the limits of `promises.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from typer import Typer

from csekg.cli import _add_commands_of_others
from csekg.cli import app as commands
from csekg.sparql.oxigraph_store import Store
from csekg.tables.all_tables import TABLES
from csekg_api.app import create_app
from csekg_api.settings import Settings
from csekg_api.site.routes import site_router
from tests import promises

ROOT = Path(__file__).resolve().parents[1]
LIMITS: Mapping[str, Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("promises.toml").read_text("utf-8"))
LOW = '"""Says what it is for."""\n\n# Nothing yet.\nX = """\n\n"""\n'
TREE = {
    "src/csekg/__init__.py": "",
    "src/csekg/high/__init__.py": "",
    "src/csekg/high/door.py": "import csekg.low\n",
    "src/csekg/low.py": LOW,
    "api/csekg_api/__init__.py": "",
    "queries/one.rq": "",
    "tests/test_one.py": "def test_it() -> None:\n    assert True\n",
}


def test_the_limits_hold() -> None:
    _add_commands_of_others()
    app = create_app(Store(b""), None, Settings(log_format="none"))
    counts = {
        **promises.of_tree(ROOT),
        "operations": promises.operations(app),
        "page_routes": promises.page_routes(site_router()),
        "commands": promises.commands(commands),
        "settings": promises.settings(Settings),
        "tables": len(TABLES),
    }
    assert counts.keys() == LIMITS.keys()
    assert promises.over(counts, LIMITS) == []


def _counted(folder: Path, changed: Mapping[str, str]) -> dict[str, int]:
    for name, text in {**TREE, **changed}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return promises.of_tree(folder)


@pytest.mark.parametrize(
    ("changed", "more"),
    [
        ({"queries/two.rq": ""}, {"queries"}),
        ({"api/csekg_api/two.py": ""}, {"modules"}),
        ({"src/csekg/third/__init__.py": ""}, {"modules", "rooms"}),
        ({"src/csekg/high/door.py": "import csekg.low\nx = 1\n"}, {"lines", "code"}),
        ({"src/csekg/high/door.py": "def f():\n    from csekg import low\n"}, {"lines", "code"}),
        # What is no code: a blank line, a comment, a docstring, an import on several lines.
        (
            {"src/csekg/high/door.py": '"""A door.\n\nIt opens."""\n\n# Why.\nfrom csekg.low import (\n    X,\n)\n'},
            {"lines"},
        ),
        ({"src/csekg/low.py": TREE["src/csekg/low.py"] + "from csekg import high\n"}, {"lines", "arrows"}),
        (
            {"src/csekg/low.py": TREE["src/csekg/low.py"] + "from csekg.high import door\n"},
            {"lines", "arrows", "circles"},
        ),
        ({"tests/test_two.py": "\n"}, {"tests"}),
    ],
)
def test_one_more_in_the_tree_is_over_the_limit(tmp_path: Path, changed: Mapping[str, str], more: set[str]) -> None:
    before = _counted(tmp_path / "before", {})
    limits = {name: {"most": number, "what": "things"} for name, number in before.items()}
    after = _counted(tmp_path / "after", changed)
    assert {name for name, number in after.items() if number > before[name]} == more
    faults = promises.over(after, limits)
    assert len(faults) == len(more)
    for name, fault in zip([each for each in limits if each in more], faults, strict=True):
        assert f"{after[name]:,} {name} (things): {after[name] - before[name]:,} more than {before[name]:,}" in fault
        assert "Name the promise that leaves in the same commit" in fault
    assert promises.over(before, limits) == []


def test_a_tree_is_counted(tmp_path: Path) -> None:
    assert _counted(tmp_path, {}) == {
        "queries": 1,
        "modules": 5,
        "lines": 7,
        "code": 3,
        "tests": 2,
        "rooms": 3,
        "arrows": 1,
        "circles": 0,
    }


def test_one_more_in_the_service_and_the_commands_is_counted() -> None:
    app, router, own = FastAPI(), APIRouter(), Typer()
    before = promises.operations(app), promises.page_routes(router), promises.commands(own)
    assert before == (0, 0, 0)
    for place in (app, router):
        place.get("/new")(lambda: None)
    app.get("/hidden", include_in_schema=False)(lambda: None)
    router.post("/new")(lambda: None)
    own.command("new")(lambda: None)
    own.add_typer(Typer(), name="group")
    assert (promises.operations(app), promises.page_routes(router), promises.commands(own)) == (1, 1, 2)

    class More(Settings):
        new: int = 1

    assert promises.settings(More) == promises.settings(Settings) + 1
