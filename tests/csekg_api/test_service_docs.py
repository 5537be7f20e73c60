"""docs/service.md says what there is: every setting with its default, every route."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from pydantic_core import PydanticUndefined
from starlette.testclient import TestClient

from csekg_api.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "service.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_setting_stands_there_with_its_default() -> None:
    expected = [
        [f"`CSEKG_{name.upper()}`", shown(name, field.default), field.description or ""]
        for name, field in Settings.model_fields.items()
    ]
    assert rows("Settings") == expected


def shown(name: str, default: object) -> str:
    if default is PydanticUndefined:
        return "number of processors" if name == "query_workers" else "from the memory, see below"
    if default in ("", SecretStr("")):
        return "empty"
    return f"`{default}`" if "://" in str(default) else str(default)


def test_every_route_stands_there(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    expected = [
        [f"`{method.upper()} {path}`", operation["summary"]]
        for path, methods in sorted(paths.items())
        for method, operation in methods.items()
        if method in ("get", "post")
    ]
    table = "\n".join(f"| {route} | {summary} |" for route, summary in expected)
    assert rows("Routes") == expected, f"the table should be\n{table}"
