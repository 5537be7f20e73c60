"""README and docs show nothing that does not work: every example is run and its output compared.

- `console` blocks: each `$ csekg ...` or `$ curl ...` is run; the lines below are its output, in
  which `...` stands for anything.
- `sparql` blocks: the query is run and must give an answer.
- `python` blocks: run as doctests.

What stands in README is run each day, what stands in docs/ among the long tests; queries always.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from csekg.sparql.oxigraph_store import Store

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWN_ADDRESS = "http://127.0.0.1:8000"


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (f"{page.name}-{number}", code)
        for page in PAGES
        for number, (name, code) in enumerate(_BLOCK.findall(page.read_text(encoding="utf-8")))
        if name == language
    ]


def commands() -> list[tuple[str, str, str]]:
    found = []
    for where, code in blocks("console"):
        for example in re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            while command.endswith("\\"):
                more, _, output = output.partition("\n")
                command = command[:-1] + more
            found.append((where, command, output))
    return found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "csekg", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True, env=_environment()
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if match := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        else:
            pytest.fail("the service did not say where it listens")
        for _ in range(200):
            try:
                urllib.request.urlopen(match[0] + "/healthz").read()
                break
            except OSError:
                time.sleep(0.05)
        yield match[0]
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def _environment() -> dict[str, str]:
    folders = os.pathsep.join([str(ROOT / "src"), str(ROOT / "api")])
    return os.environ | {"PYTHONPATH": folders, "COLUMNS": "160"}


def daily(*example: str) -> ParameterSet:
    return pytest.param(*example, marks=() if example[0].startswith("README") else pytest.mark.long)


@pytest.mark.parametrize(("where", "command", "output"), [daily(*each) for each in commands()])
def test_command_prints_what_is_shown(where: str, command: str, output: str, request: pytest.FixtureRequest) -> None:
    if _SHOWN_ADDRESS in command:
        command = command.replace(_SHOWN_ADDRESS, request.getfixturevalue("address"))
    csekg = f'csekg() {{ {shlex.quote(sys.executable)} -m csekg "$@"; }}'
    done = subprocess.run(
        ["bash", "-c", f"{csekg}; {command}"], capture_output=True, text=True, env=_environment(), cwd=ROOT, timeout=60
    )
    printed = _trim(done.stdout + done.stderr)
    expected = _trim(output)
    checker = doctest.OutputChecker()
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert checker.check_output(expected, printed, flags), (
        f"{where}: $ {command}\nprints\n{printed}\nbut the page shows\n{expected}"
    )


def _trim(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines() if line.strip())


@pytest.mark.parametrize(("where", "code"), blocks("sparql"))
def test_query_gives_an_answer(where: str, code: str, store: Store) -> None:
    assert store.select(code), where


@pytest.mark.parametrize(("where", "code"), [daily(*each) for each in blocks("python")])
def test_python_example_runs(where: str, code: str) -> None:
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    example = doctest.DocTestParser().get_doctest(code, {}, where, None, None)
    assert example.examples, f"{where} has no >>> line"
    runner.run(example)
    assert not runner.failures
