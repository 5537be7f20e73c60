"""The scripts of deploy/ with real servers: from an empty server to answers."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx2
import pytest

from tests.command import environment
from tests.csekg.sparql.remote.servers import ISQL, VIRTUOSO, Server, oxigraph, virtuoso, write_release

DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.mark.parametrize(
    "kind", [oxigraph, pytest.param(virtuoso, marks=pytest.mark.skipif(not VIRTUOSO, reason="not installed"))]
)
def test_a_script_loads_a_release_and_serves_it(
    kind: Callable[[Path], AbstractContextManager[Server]], tmp_path: Path, small_dataset: bytes
) -> None:
    command = tmp_path / "csekg"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m csekg "$@"\n')
    command.chmod(0o755)
    release = write_release(tmp_path / "release", small_dataset)
    with kind(tmp_path) as server:
        variables = environment() | {"ISQL": f"{ISQL} {server.sql} dba dba"}
        variables["PATH"] = f"{tmp_path}:{variables['PATH']}"
        address = server.query.rpartition("/")[0]
        with subprocess.Popen(
            ["sh", DEPLOY / f"{kind.__name__}.sh", release, address, "--port", "0"],
            env=variables,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            assert process.stdout
            said = ""
            try:
                while not (found := re.search("Listening on (http://[^ ]+)", said)):
                    said += process.stdout.readline()
                    assert process.poll() is None, said
                query = {"query": "SELECT (COUNT(*) AS ?n) { ?s a cse:State }", "format": "csv"}
                assert int(httpx2.get(f"{found[1]}sparql", params=query).text.split()[1]) > 10
            finally:
                process.terminate()
