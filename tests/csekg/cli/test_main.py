"""The command as a whole: help, version, and errors of one line without a traceback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from csekg import __version__
from tests.command import cache_in, environment, invoke, output, program


@pytest.fixture(scope="module", autouse=True)
def _cache(small_dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A program loads the small facts."""
    with cache_in(tmp_path_factory.mktemp("cache"), small_dataset):
        yield


def test_the_version_is_told() -> None:
    assert output("--version") == f"csekg {__version__}\n"


def test_without_a_command_the_help_is_shown() -> None:
    result = invoke()
    assert result.exit_code == 2
    for command in ("build", "status", "state", "gaps", "query"):
        assert f"  {command} " in result.output


def test_the_command_of_the_service_is_found_by_its_entry_point() -> None:
    run = program("--help")
    assert (run.returncode, run.stderr) == (0, "")
    assert "  serve " in run.stdout
    assert " serve [OPTIONS]" in program("serve", "--help").stdout


def test_without_the_service_there_is_no_such_command() -> None:
    code = """
import importlib.util, sys
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "csekg_api" else found(name, *more)
from csekg.cli import main
main()
"""
    for arguments, message in ((("--help",), "  build "), (("serve",), "No such command 'serve'")):
        run = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=environment(),
            timeout=60,
        )
        assert message in run.stdout + run.stderr
        assert "  serve " not in run.stdout


@pytest.mark.parametrize("command", ["build", "status", "state", "gaps", "query"])
def test_every_command_explains_itself(command: str) -> None:
    text = output(command, "--help")
    assert text.startswith("Usage: ")
    assert "--help" in text


def test_an_error_is_one_line_and_exit_code_two() -> None:
    run = program("status", "opsk")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "csekg: unknown treaty 'opsk'. Did you mean opsc, opic, opac?\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("status", "opsc", "--on", "27 April 2007"), "Invalid value for '--on'"),
        (("status", "opsc", "--format", "pdf"), "Invalid value for '--format'"),
        (("status",), "Missing argument"),
        (("statuses",), "No such command 'statuses'"),
    ],
)
def test_a_misuse_is_explained(arguments: tuple[str, ...], message: str) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize("arguments", ["status opsc", "query - --format csv"])
def test_a_reader_that_goes_away_is_no_error(arguments: str) -> None:
    command = f"'{sys.executable}' -m csekg {arguments} | head -1"
    run = subprocess.run(
        ["bash", "-c", command],
        input="SELECT ?s ?p ?o WHERE { ?s ?p ?o }",
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        timeout=60,
    )
    assert run.stdout.count("\n") == 1
    assert run.stderr == ""
