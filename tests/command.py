"""Running the `csekg` command: inside the test process, or as a program of its own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from csekg.answers.preparation import prepare
from csekg.cli import app
from csekg.dataset.cache import contents_of, kept_folder, open_store, write_cache
from csekg.sparql.oxigraph_store import Store
from tests.processes import made_once


@cache
def _files(dataset: bytes, prepared: bool) -> Path:
    """Keep a dataset once for all processes that run tests; return the folder."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(folder))
            write_cache(contents_of(dataset, Store(dataset)))
            if prepared:
                prepare(open_store(), lambda _step: None)

    name = f"kept-{hashlib.sha256(dataset).hexdigest()[:16]}{'-prepared' if prepared else ''}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(made_once(name, make)))
        return kept_folder().parent


@contextmanager
def cache_in(folder: Path, dataset: bytes, prepared: bool = False) -> Iterator[None]:
    """Let the command find the dataset of this run, away from the cache of the user.

    What `csekg build` keeps is `prepared`, and a service need not do that at its start. The files are
    links: 200 MB are written once in a run.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        shutil.copytree(_files(dataset, prepared), kept_folder().parent, copy_function=os.symlink, dirs_exist_ok=True)
        yield


def invoke(*arguments: str, standard_input: str | None = None) -> Result:
    """Run in this process; an error of ours comes through as it is."""
    return CliRunner().invoke(app, list(arguments), input=standard_input, catch_exceptions=False)


def output(*arguments: str, standard_input: str | None = None) -> str:
    """What a command that succeeds prints."""
    result = invoke(*arguments, standard_input=standard_input)
    assert result.exit_code == 0, result.output
    return result.stdout


def environment() -> dict[str, str]:
    """The variables under which another Python finds the code under test."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


def program(*arguments: str, standard_input: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run `python -m csekg` as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "csekg", *arguments],
        input=standard_input,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        timeout=60,
    )
