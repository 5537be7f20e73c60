"""Settings: defaults that follow from the memory there is; docs/service.md names all of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic_core import PydanticUndefined
from starlette.testclient import TestClient

from csekg.errors import CsekgError
from csekg_api.settings import Settings, memory_mb, queries_at_once, query_memory, settings

MACHINE = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20


def test_the_least_limit_of_the_groups_counts(tmp_path: Path) -> None:
    inner = tmp_path / "system" / "csekg.service"
    inner.mkdir(parents=True)
    own = tmp_path / "own"
    own.write_text("1:cpu:/elsewhere\n0::/system/csekg.service\n")
    assert memory_mb(tmp_path, own) == MACHINE
    (inner / "memory.max").write_text("max\n")
    assert memory_mb(tmp_path, own) == MACHINE
    (inner.parent / "memory.max").write_text(f"{100 << 20}\n")
    assert memory_mb(tmp_path, own) == 100
    (inner / "memory.max").write_text(f"{50 << 20}\n")
    assert memory_mb(tmp_path, own) == 50
    # As a container sees it.
    own.write_text("0::/\n")
    (tmp_path / "memory.max").write_text(f"{70 << 20}\n")
    assert memory_mb(tmp_path, own) == 70
    assert memory_mb(tmp_path / "none", tmp_path / "nothing") == MACHINE


def test_the_limits_of_the_first_version_of_groups_count(tmp_path: Path) -> None:
    folder = tmp_path / "memory"
    inner = folder / "docker" / "0123abc"
    inner.mkdir(parents=True)
    own = tmp_path / "own"
    own.write_text("12:pids:/elsewhere\n4:cpu,memory:/docker/0123abc\n1:name=systemd:/x:y\n0::/\n")
    # No limit, as the kernel writes it.
    (folder / "memory.limit_in_bytes").write_text("9223372036854771712\n")
    assert memory_mb(tmp_path, own) == MACHINE
    (inner / "memory.limit_in_bytes").write_text(f"{60 << 20}\n")
    assert memory_mb(tmp_path, own) == 60
    # As a container sees it: its own group is mounted as the root, under a path of the host.
    (inner / "memory.limit_in_bytes").unlink()
    (folder / "memory.limit_in_bytes").write_text(f"{80 << 20}\n")
    assert memory_mb(tmp_path, own) == 80
    # The limits of both versions hold.
    (tmp_path / "memory.max").write_text(f"{70 << 20}\n")
    assert memory_mb(tmp_path, own) == 70


@pytest.mark.parametrize(
    ("memory", "each", "number"),
    [
        (512, 48, 8),
        (1024, 96, 8),
        (2048, 192, 8),
        (4096, 256, 12),
        (16_384, 256, 48),
        (32_768, 384, 64),
        (65_536, 512, 64),
        (1_048_576, 512, 64),
    ],
)
def test_queries_take_three_quarters(memory: int, each: int, number: int) -> None:
    assert query_memory(memory) == each
    assert queries_at_once(memory, each) == number
    assert each * number <= memory * 0.75


def test_what_is_set_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csekg_api.settings.memory_mb", lambda: 4096)
    assert (Settings().query_memory_mb, Settings().max_queries) == (256, 12)
    assert Settings(query_memory_mb=64).max_queries == 48
    assert Settings(query_memory_mb=2048, max_queries=100).max_queries == 100


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("CSEKG_QUERY_MEMORY_MB", "3", "CSEKG_QUERY_MEMORY_MB='3': Input should be greater"),
        ("CSEKG_METRICS_TOKEN", "too short", "CSEKG_METRICS_TOKEN=(hidden): 16 characters"),
        ("CSEKG_ALLOWED_HOSTS", "a:80", "CSEKG_ALLOWED_HOSTS='a:80': String should match"),
    ],
)
def test_a_setting_that_cannot_be_is_told_alone(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        with pytest.raises(CsekgError, match="unusable setting") as caught:
            settings()
    finally:
        settings.cache_clear()
    assert str(caught.value).startswith(f"unusable setting: {expected}")
    assert ";" not in str(caught.value)


PAGE = (Path(__file__).parents[2] / "docs" / "service.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_setting_stands_there_with_its_default() -> None:
    expected = [
        [f"`CSEKG_{name.upper()}`", shown(field.default), field.description or ""]
        for name, field in Settings.model_fields.items()
    ]
    assert rows("Settings") == expected


def shown(default: object) -> str:
    if default is PydanticUndefined:
        return "from the memory, see below"
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
